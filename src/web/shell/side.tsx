import { Link, useLocation } from '@tanstack/react-router'
import type { Place } from '../place.tsx'
import { say, type Key } from '../say.ts'

type Way = { readonly path: string; readonly label: Key }
type Group = { readonly head: Key; readonly ways: readonly Way[] }

const agreement: Group = {
  head: 'nav_agreement',
  ways: [
    { path: '/agreement', label: 'nav_text' },
    { path: '/amendments', label: 'nav_amendments' },
    { path: '/instructions', label: 'nav_instructions' },
    { path: '/board', label: 'nav_board' },
    { path: '/deadlines', label: 'nav_deadlines' },
  ],
}
const data: Group = {
  head: 'nav_data',
  ways: [
    { path: '/contacts', label: 'nav_contacts' },
    { path: '/imports', label: 'nav_imports' },
    { path: '/erasures', label: 'nav_erasures' },
    { path: '/export', label: 'nav_export' },
  ],
}
const proof: Group = {
  head: 'nav_proof',
  ways: [
    { path: '/trail', label: 'nav_trail' },
    { path: '/certificates', label: 'nav_certificates' },
  ],
}
const control: Group = {
  head: 'nav_control',
  ways: [
    { path: '/keys', label: 'nav_keys' },
    { path: '/end', label: 'nav_end' },
  ],
}
const staffOwn: Group = {
  head: 'nav_house',
  ways: [
    { path: '/customers', label: 'nav_customers' },
    { path: '/invite', label: 'nav_invite' },
    { path: '/trail', label: 'nav_own_trail' },
  ],
}
const ofCustomer: readonly Group[] = [
  agreement,
  {
    head: 'nav_proof',
    ways: [
      { path: '/trail', label: 'nav_trail' },
      { path: '/certificates', label: 'nav_certificates' },
    ],
  },
  { head: 'nav_control', ways: [{ path: '/end', label: 'nav_end' }] },
]

/** The ways: for a customer its own; for staff the house's, and those of the customer that is open. */
export const Side = ({ role }: { readonly role: Place['role'] }) => {
  const path = useLocation({ select: (location) => location.pathname })
  const open = /^\/customers\/([0-9a-f-]{36})/.exec(path)?.[1]
  if (role === 'staff')
    return (
      <nav aria-label={say('nav')}>
        <Ways base="" groups={[staffOwn]} />
        {open === undefined ? null : (
          <>
            <p className="side-customer">
              <Link to={`/customers/${open}`}>{say('nav_this_customer')}</Link>
            </p>
            <Ways base={`/customers/${open}`} groups={ofCustomer} />
          </>
        )}
      </nav>
    )
  return (
    <nav aria-label={say('nav')}>
      <Ways base="" groups={[agreement, data, proof, control]} />
    </nav>
  )
}

const Ways = ({ base, groups }: { readonly base: string; readonly groups: readonly Group[] }) =>
  groups.map(({ head, ways }) => (
    <div key={head}>
      <h2>{say(head)}</h2>
      <ul>
        {ways.map(({ path, label }) => (
          <li key={path}>
            <Link to={`${base}${path}`}>{say(label)}</Link>
          </li>
        ))}
      </ul>
    </div>
  ))
