/** What the server is handed by `cli/start.ts`. */
import type { RealHouse } from '../app/house.ts'
import type { Ledger } from '../app/ledger.ts'
import type { Templates } from '../app/templates.ts'
import type { Wing } from '../app/wing.ts'
import type { Instant } from '../domain/ids.ts'
import type { Route } from './route.ts'

/** A letter that arrived in the development inbox. */
export type InboxLetter = { readonly id: string; readonly at: number; readonly to: string; readonly subject: string; readonly text: string }

/** One line for each answered request: no address, no query, no path. */
export type LogLine = { readonly act: string; readonly status: number; readonly milliseconds: number; readonly at: Instant }

export type ServerFacts = {
  readonly house: RealHouse
  /** `https://agreements.example`: what a browser shows, without a slash at its end. */
  readonly origin: string
  readonly templates: Templates
  readonly wings: readonly Wing[]
  /** Where every erasure is intended before it is done. */
  readonly ledger: Ledger
  /** Routes of the wings and of parts that bring their own. */
  readonly routes: readonly Route[]
  /** Cookies only over TLS, with the `__Host-` prefix. */
  readonly secureCookies: boolean
  /** The one-time code that this run printed; null when the house is set up. */
  readonly setupCode: string | null
  /** Given only while the development inbox is on. */
  readonly inbox: ((limit: number) => Promise<readonly InboxLetter[]>) | null
  /** Where the built console and the verifier's page lie. */
  readonly webFolder: string
  readonly verifierPage: string
  readonly log: (line: LogLine) => void
}
