/** A customer's script: fetch with a key, or with the cookies and the mark of a browser. */
import assert from 'node:assert/strict'
import { until, type Served } from './process.rig.ts'

export type Answer<Body> = { readonly status: number; readonly headers: Headers; readonly text: string; readonly body: Body }
export type Problem = { readonly code: string; readonly title: string; readonly detail: string; readonly status: number }

export type Caller = {
  get<Body>(path: string): Promise<Answer<Body>>
  post<Body>(path: string, body: unknown, headers?: Record<string, string>): Promise<Answer<Body>>
  send<Body>(path: string, init: RequestInit): Promise<Answer<Body>>
  file<Body>(path: string, bytes: string | Uint8Array, type?: string): Promise<Answer<Body>>
  headers(): Record<string, string>
}

export const party = (legalName: string) => ({
  legalName,
  registerNumber: '12345678',
  address: 'Havnegade 1, København',
  dataProtectionContact: 'dpo@nordlys.example',
})

/** A program with a key. */
export const withKey = (origin: string, key: string): Caller =>
  callerOf(
    origin,
    () => ({ authorization: `Bearer ${key}` }),
    () => undefined,
  )

/** A browser without cookies yet. */
export const browserAt = (origin: string): Caller => {
  const jar = new Map<string, string>()
  const headers = () => ({
    cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; '),
    origin,
    'sec-fetch-site': 'same-origin',
    'x-mandate': '1',
  })
  return callerOf(origin, headers, (answer) => {
    for (const cookie of answer.headers.getSetCookie()) {
      const [pair = ''] = cookie.split(';')
      jar.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1))
    }
  })
}

const callerOf = (origin: string, headers: () => Record<string, string>, keep: (answer: Response) => void): Caller => {
  const send = async <Body>(path: string, init: RequestInit): Promise<Answer<Body>> => {
    const answer = await fetch(`${origin}${path}`, {
      ...init,
      headers: { ...headers(), ...Object.fromEntries(new Headers(init.headers)) },
      redirect: 'manual',
    })
    keep(answer)
    const text = await answer.text()
    const isJson = answer.headers.get('content-type')?.split(';')[0]?.endsWith('json') === true
    const body: Body = isJson && text !== '' ? JSON.parse(text) : null
    return { status: answer.status, headers: answer.headers, text, body }
  }
  return {
    send,
    headers,
    get: (path) => send(path, {}),
    post: (path, body, more = {}) =>
      send(path, { method: 'POST', headers: { 'content-type': 'application/json', ...more }, body: JSON.stringify(body) }),
    file: (path, bytes, type = 'text/csv') => send(path, { method: 'POST', headers: { 'content-type': type }, body: Buffer.from(bytes) }),
  }
}

/** Names the operator with the code that was printed; answers the browser of its first member of staff. */
export const setUpHouse = async ({ origin, setupCode }: Served): Promise<Caller> => {
  const staff = browserAt(origin)
  const done = await staff.post('/v1/setup', { code: setupCode, email: 'first@operator.example', party: party('Operator SAS') })
  assert.equal(done.status, 200, done.text)
  return staff
}

type Letter = { readonly to: string; readonly subject: string; readonly text: string; readonly at: string }

/** The newest letter to an address whose text matches. */
export const letterTo = (origin: string, address: string, matches: RegExp): Promise<RegExpExecArray> =>
  until(`a letter to ${address}`, 20, async () => {
    const { body } = await browserAt(origin).get<{ readonly items: readonly Letter[] }>('/v1/dev/inbox')
    const found = body.items.filter((letter) => letter.to.includes(address)).map((letter) => matches.exec(letter.text))
    return found.find((each) => each !== null) ?? null
  })

/** Signs in as a person does: asks for a link, opens the letter, presses the button. */
export const signIn = async (origin: string, email: string): Promise<Caller> => {
  const browser = browserAt(origin)
  const asked = await browser.post('/v1/sign-in', { email })
  assert.equal(asked.status, 202, asked.text)
  // An older letter holds a link that is used up or taken away: then the newest is still on its way.
  await until(`a link for ${email} that works`, 20, async () => {
    const [, token] = await letterTo(origin, email, /\/sign-in\/([A-Za-z0-9_-]{43})/)
    const done = await browser.post('/v1/sign-in/confirm', { token })
    return done.status === 303 ? done : null
  })
  return browser
}

export type Customer = { readonly id: string; readonly owner: Caller; readonly concluded: string }

/** Invites a customer and lets its owner sign in; the agreement is on offer. */
export const invite = async (origin: string, staff: Caller, email: string, name: string): Promise<Customer> => {
  const invited = await staff.post<{ readonly customer: string; readonly hash: string }>('/v1/customers', {
    party: party(name),
    email,
    template: 'enrichment',
  })
  assert.equal(invited.status, 201, invited.text)
  return { id: invited.body.customer, owner: await signIn(origin, email), concluded: invited.body.hash }
}

export const acceptAs = async ({ owner, concluded }: Customer): Promise<void> => {
  const done = await owner.post('/v1/agreement/accept', { hash: concluded, capacity: 'managing director', agree: true })
  assert.equal(done.status, 200, done.text)
}

export const keyOf = async (origin: string, owner: Caller, days = 90): Promise<Caller> => {
  const made = await owner.post<{ readonly key: string }>('/v1/api-keys', { label: 'a script', days })
  assert.equal(made.status, 201, made.text)
  return withKey(origin, made.body.key)
}

export type Import = {
  readonly id: string
  readonly state: string
  readonly rowsDone: number
  readonly counts: Readonly<Record<'rows' | 'accepted' | 'refused' | 'quarantined' | 'imported' | 'skipped' | 'duplicates', number>>
}
export type Preview = { readonly import: Import; readonly report: { readonly rows: number } }

/** Starts the import of a checked file and waits for its end. */
export const runImport = async (caller: Caller, id: string, seconds = 30): Promise<Import> => {
  const started = await caller.post(`/v1/imports/${id}/start`, {})
  assert.equal(started.status, 202, started.text)
  return closedImport(caller, id, seconds)
}

export const closedImport = (caller: Caller, id: string, seconds = 30): Promise<Import> =>
  until('the end of the import', seconds, async () => {
    const { body } = await caller.get<{ readonly import: Import }>(`/v1/imports/${id}`)
    return body.import.state === 'closed' ? body.import : null
  })
