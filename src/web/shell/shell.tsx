import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import { healthQuery, profileQuery, type SignedIn } from '../api/session.ts'
import { say } from '../say.ts'
import { AccountMenu } from './account-menu.tsx'
import { InboxBanner } from './inbox-banner.tsx'
import { SearchField } from './search-field.tsx'
import { Side } from './side.tsx'

/** The frame of every screen: who one acts for, the search, the ways, and the screen itself. */
export const Shell = ({ signedIn, children }: { readonly signedIn: SignedIn; readonly children: ReactNode }) => {
  const [open, setOpen] = useState(false)
  const { data: profile } = useQuery(profileQuery)
  const { data: health } = useQuery(healthQuery)
  return (
    <div className="shell">
      <a className="skip" href="#content">
        {say('skip')}
      </a>
      <header className="top">
        <InboxBanner />
        {health?.simulated === true ? <p className="simulated">{say('simulated')}</p> : null}
        <div className="top-row">
          <button type="button" className="menu-button" aria-expanded={open} aria-controls="ways" onClick={() => setOpen(!open)}>
            {say('menu')}
          </button>
          <Brand />
          {profile === undefined ? null : <span className="party">{profile.legalName}</span>}
          {signedIn.role === 'staff' ? <span className="search" /> : <SearchField />}
          <AccountMenu signedIn={signedIn} />
        </div>
      </header>
      <div className={open ? 'side open' : 'side'} id="ways" onClick={() => setOpen(false)}>
        <Side role={signedIn.role} />
      </div>
      <main id="content" tabIndex={-1}>
        {children}
      </main>
    </div>
  )
}

export const Brand = () => (
  <Link to="/" className="brand">
    <svg viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="7" fill="currentColor" className="brand-ground" />
      <path d="M8 23V9l8 8 8-8v14" fill="none" className="brand-line" strokeWidth="3" strokeLinecap="round" strokeLinejoin="round" />
    </svg>
    {say('brand')}
  </Link>
)
