import { useQuery } from '@tanstack/react-query'
import { Outlet, useLocation } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { healthQuery, sessionQuery } from '../api/session.ts'
import { Loaded } from '../parts/loaded.tsx'
import { SetUpPage } from '../pages/set-up.tsx'
import { SignInPage } from '../pages/sign-in.tsx'
import { useSlash } from './search-field.tsx'
import { Shell } from './shell.tsx'

/** Nobody passes who is not signed in, and nobody signs in before the house is set up; the address stays what it was. */
export const Root = () => {
  const health = useQuery(healthQuery)
  const session = useQuery({ ...sessionQuery, enabled: health.data?.setUp === true })
  const path = useLocation({ select: (location) => location.pathname })
  const inboxOnly = path === '/inbox'
  useSlash()
  useArrival(path)
  if (health.data?.setUp === false) return <SetUpPage />
  return (
    <Loaded query={health}>
      {() => (
        <Loaded query={session}>
          {(signedIn) =>
            signedIn === null ? (
              inboxOnly ? (
                <main className="gate broad" id="content">
                  <Outlet />
                </main>
              ) : (
                <SignInPage />
              )
            ) : (
              <Shell signedIn={signedIn}>
                <Outlet />
              </Shell>
            )
          }
        </Loaded>
      )}
    </Loaded>
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
