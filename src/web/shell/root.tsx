import { useQuery } from '@tanstack/react-query'
import { Outlet, useLocation } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { healthQuery, sessionQuery } from '../api/session.ts'
import { Fault } from '../parts/fault.tsx'
import { Loading } from '../parts/loaded.tsx'
import { SetUpPage } from '../pages/set-up.tsx'
import { SignInPage } from '../pages/sign-in.tsx'
import { useSlash } from './search-field.tsx'
import { Shell } from './shell.tsx'

/** Nobody passes who is not signed in, and nobody signs in before the house is set up; the address stays what it was. */
export const Root = () => {
  const health = useQuery(healthQuery)
  const session = useQuery({ ...sessionQuery, enabled: health.data?.setUp === true })
  const path = useLocation({ select: (location) => location.pathname })
  useSlash()
  useArrival(path)
  if (health.data?.setUp === false) return <SetUpPage />
  if (health.data === undefined || session.data === undefined)
    return (
      <main className="gate" id="content">
        {health.isError ? <Fault error={health.error} /> : session.isError ? <Fault error={session.error} /> : <Loading />}
      </main>
    )
  if (session.data !== null)
    return (
      <Shell signedIn={session.data}>
        <Outlet />
      </Shell>
    )
  // Without letters nobody could sign in, so the inbox of a trial is open before one has.
  if (path !== '/inbox') return <SignInPage />
  return (
    <main className="gate broad" id="content">
      <Outlet />
    </main>
  )
}

/** A new screen takes the focus, so that the keyboard and a reader begin at its top; the first one leaves it where the browser put it. */
const useArrival = (path: string): void => {
  const before = useRef(path)
  useEffect(() => {
    if (before.current === path) return
    before.current = path
    document.getElementById('content')?.focus({ preventScroll: true })
  }, [path])
}
