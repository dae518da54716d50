/**
 * How a route is declared: its act's name and the ids that the trail entry carries, who may call, and its shapes. The table of all
 * routes can be walked, and the server refuses to start with a route that is not in it.
 */
import { hash } from 'node:crypto'
import type { Readable } from 'node:stream'
import type { z } from 'zod'
import type { MemberRole } from '../app/accounts.ts'
import type { Request } from '../app/house.ts'
import { moduleNames } from '../domain/clauses/names.ts'
import { namesNobody } from '../domain/ids.ts'
import { isRefusal, type Refusal } from '../domain/refusal.ts'
import { Nothing } from '../wire/parts.ts'
import type { Problem } from '../wire/problem.ts'
import type { Caller } from './caller.ts'
import type { ServerFacts } from './facts.ts'

export type Role = MemberRole | 'key'
export type Audience = 'public' | 'session or key' | 'staff' | 'controller'

/** Who an audience lets in when the route names nobody; what changes something is not for those who only read. */
const rolesOf = (audience: Audience, mutates: boolean): readonly Role[] => {
  switch (audience) {
    case 'public':
    case 'session or key':
      return ['staff', 'owner', 'member', 'auditor', 'key']
    case 'staff':
      return ['staff']
    case 'controller':
      return mutates ? ['owner', 'member', 'key'] : ['owner', 'member', 'auditor', 'key']
  }
}

/** A file that was sent, as a stream: nothing of it is held or written before somebody reads it. */
export type Upload = { readonly name: string | null; readonly type: string; readonly stream: Readable }

export type Call<Params, Query, Body> = {
  readonly facts: ServerFacts
  /** As the app wants it: tenant, actor, act and the ids that the route names. */
  readonly request: Request
  readonly caller: Caller | null
  readonly params: Params
  readonly query: Query
  readonly body: Body
  readonly userAgent: string | null
  /** The name by which this server was called, without its port. */
  readonly calledAs: string
  cookie(name: CookieName): string | null
  /** A null value takes the cookie away. `seconds` is how long the browser keeps it. */
  setCookie(name: CookieName, value: string | null, seconds: number): void
  upload(): Promise<Upload | Refusal>
}

/** `session`: who is signed in. `browser`: which browser asked for a link. */
export type CookieName = 'session' | 'browser'

const rawMark = Symbol('raw answer')
/** An answer that is not JSON: a page, a file, a stream, a way elsewhere. */
export type Raw = {
  readonly [rawMark]: true
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | Uint8Array | Readable
}
export const raw = (headers: Raw['headers'], body: Raw['body'], status = 200): Raw => ({ [rawMark]: true, status, headers, body })
export const isRaw = (value: unknown): value is Raw => typeof value === 'object' && value !== null && rawMark in value

type Declared = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  readonly url: string
  /** The act's name on the trail. Null only for what touches no data: health, pages, descriptions. */
  readonly act: string | null
  /** One line for the description of the API. */
  readonly summary: string
  readonly audience: Audience
  /** Narrower than the audience. */
  readonly may?: readonly Role[]
  readonly mutates?: true
  /** Staff act for the customer whose id is this parameter: the act is on that customer's trail. */
  readonly within?: 'customer'
  /** Takes a file instead of a JSON body. */
  readonly upload?: true
  /** The answer holds a secret or sets a cookie, and is not given again to the same Idempotency-Key. */
  readonly once?: true
  readonly status?: number
  /** The media type when the answer is not JSON. */
  readonly type?: string
  /** Not in the description of the API: pages. */
  readonly hidden?: true
}

type Shapes<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, A extends z.ZodType> = Declared & {
  /** Which parameters the trail entry names. */
  readonly names: readonly (keyof z.output<P> & string)[]
  readonly params?: P
  readonly query?: Q
  readonly body?: B
  readonly answers?: A
  handle(call: Call<z.output<P>, z.output<Q>, z.output<B>>): Promise<z.output<A> | Refusal | Raw>
}

type Read = { readonly params: unknown; readonly query: unknown; readonly body: unknown }
export type Incoming = Omit<Call<unknown, unknown, unknown>, 'params' | 'query' | 'body' | 'request'> & { readonly request: Request }

/** A route without its types, for the table. */
export type Route = Omit<Declared, 'may' | 'mutates'> & {
  readonly names: readonly string[]
  readonly roles: readonly Role[]
  readonly mutates: boolean
  readonly shapes: { readonly params?: z.ZodType; readonly query?: z.ZodType; readonly body?: z.ZodType; readonly answers?: z.ZodType }
  /** Judges the request's form, then carries it out. JSON answers come back as they are sent. */
  answer(read: Read, incoming: Incoming, before: () => Promise<Refusal | Replay | null>): Promise<Outcome>
}

/** The stored answer of the same order, to be given again. */
export type Replay = { readonly replay: { readonly status: number; readonly body: string } }
export type Outcome =
  | { readonly kind: 'malformed'; readonly refusal: Refusal; readonly faults: NonNullable<Problem['faults']> }
  | { readonly kind: 'kept out'; readonly refusal: Refusal }
  | { readonly kind: 'replayed'; readonly replay: Replay['replay'] }
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  | { readonly kind: 'json'; readonly body: string }
  | { readonly kind: 'raw'; readonly raw: Raw }

/** Where a route stands that both sides have: the customer's own, and that of staff who act for one customer. */
export type Side =
  | { readonly audience: 'controller'; readonly prefix: '/v1'; readonly within?: never }
  | { readonly audience: 'staff'; readonly prefix: '/v1/customers/:customer'; readonly within: 'customer' }

/** The same routes for both sides. */
export const forBothSides = (make: (side: Side) => readonly Route[]): readonly Route[] => [
  ...make({ audience: 'controller', prefix: '/v1' }),
  ...make({ audience: 'staff', prefix: '/v1/customers/:customer', within: 'customer' }),
]

/** The part of a side that a declaration carries. */
export const declaredFor = ({ audience, within }: Side) => (within === undefined ? { audience } : { audience, within })

/** Declares a route. */
export const route = <
  P extends z.ZodType = typeof Nothing,
  Q extends z.ZodType = typeof Nothing,
  B extends z.ZodType = typeof Nothing,
  A extends z.ZodType = typeof Nothing,
>(
  shapes: Shapes<P, Q, B, A>,
): Route => {
  const { names, params, query, body, answers, handle, may, mutates = false, ...declared } = shapes
  return {
    ...declared,
    names,
    mutates,
    roles: may ?? rolesOf(declared.audience, mutates),
    shapes: { ...(params && { params }), ...(query && { query }), ...(body && { body }), ...(answers && { answers }) },
    answer: async (read, incoming, before) => {
      const inParams = judge<P>(params, read.params, 'path')
      const inQuery = judge<Q>(query, read.query, 'query')
      const inBody = judge<B>(body, read.body, 'body')
      const faults = [...inParams.faults, ...inQuery.faults, ...inBody.faults]
      if (!inParams.ok || !inQuery.ok || !inBody.ok)
        return { kind: 'malformed', refusal: { refused: 'request_wrong', at: faults.map((fault) => fault.at) }, faults }
      const first = await before()
      if (first !== null) return isRefusal(first) ? { kind: 'kept out', refusal: first } : { kind: 'replayed', replay: first.replay }
      const named = new Map(Object.entries(read.params ?? {}))
      const request = { ...incoming.request, names: names.map((name) => trailName(String(named.get(name)), incoming.facts)) }
      const result = await handle({ ...incoming, request, params: inParams.value, query: inQuery.value, body: inBody.value })
      if (isRaw(result)) return { kind: 'raw', raw: result }
      if (isRefusal(result)) return { kind: 'refused', refusal: result }
      // Parsed once more on the way out: a field that the shape does not name never leaves.
      return { kind: 'json', body: JSON.stringify((answers ?? Nothing).parse(result)) }
    },
  }
}

/** What was typed into an address can be a person's name; it enters the trail as it is only where it cannot, and else as a digest. */
const trailName = (text: string, { templates }: ServerFacts): string => {
  const known =
    Object.hasOwn(moduleNames, text) ||
    [...templates.values()].some(({ processing }) => processing.some(({ id }) => text === `agreement:${id}`))
  const only = text === 'agreement' || text === 'contract'
  return known || only || namesNobody(text) ? text : `sha256:${hash('sha256', text).slice(0, 32)}`
}

type Judged<S extends z.ZodType> = { readonly faults: NonNullable<Problem['faults']> } & (
  | { readonly ok: true; readonly value: z.output<S> }
  | { readonly ok: false }
)

// Where a route names no shape its own type is that of `Nothing`, which a signature can say and a body cannot infer.
function judge<S extends z.ZodType>(schema: S | undefined, value: unknown, where: string): Judged<S>
function judge(schema: z.ZodType | undefined, value: unknown, where: string): Judged<z.ZodType> {
  const judged = (schema ?? Nothing).safeParse(value ?? {})
  if (judged.success) return { ok: true, value: judged.data, faults: [] }
  // A message of zod names what was expected, never what was given.
  return {
    ok: false,
    faults: judged.error.issues.map((issue) => ({ at: [where, ...issue.path].map(String).join('.'), expected: issue.message })),
  }
}
