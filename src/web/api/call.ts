/** The one door to the API. What comes back is judged by the wire's shape; a refusal is thrown with its problem, so that a query fails by it. */
import type { z } from 'zod'
import { Problem } from '../../wire/problem.ts'

/** Query and mutation fail by throwing; this is what they throw. */
export class Refused extends Error {
  readonly problem: Problem
  constructor(problem: Problem) {
    super(problem.detail)
    this.problem = problem
  }
}

/** Neither an answer nor a refusal came: the line or the server is down. */
export class Unreached extends Error {}

export const read = async <Shape extends z.ZodType>(url: string, shape: Shape): Promise<z.output<Shape>> => judge(await ask(url, {}), shape)

/** A text that is shown as it comes: the agreement's page. */
export const readText = async (url: string): Promise<string> => {
  const response = await ask(url, {})
  const text = await response.text()
  if (response.ok) return text
  const refused = Problem.safeParse(parsed(text))
  throw refused.success ? new Refused(refused.data) : new Unreached()
}

type Sending = { readonly method: 'POST' | 'PUT' | 'DELETE' | 'PATCH'; readonly body?: unknown }

/** Changes something. The order carries a key of its own, so that one that is sent again after a broken line is carried out once. */
export const send = async <Shape extends z.ZodType>(url: string, shape: Shape, { method, body }: Sending): Promise<z.output<Shape>> => {
  const headers = { ...marks(), ...(body === undefined ? {} : { 'content-type': 'application/json' }) }
  const order = { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) }
  const answer = await ask(url, order).catch((error: unknown) => {
    if (error instanceof Unreached && method === 'POST') return ask(url, order)
    throw error
  })
  return judge(answer, shape)
}

/** The answer to an upload, with its progress: `fetch` does not tell how much has left. */
export const upload = async <Shape extends z.ZodType>(
  url: string,
  shape: Shape,
  file: File,
  progress: (share: number) => void,
): Promise<z.output<Shape>> =>
  new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('POST', url)
    for (const [name, value] of Object.entries(marks())) request.setRequestHeader(name, value)
    request.setRequestHeader('content-type', 'text/csv')
    request.upload.addEventListener('progress', (event) => event.lengthComputable && progress(event.loaded / event.total))
    request.addEventListener('error', () => reject(new Unreached()))
    request.addEventListener('load', () => {
      try {
        resolve(judgeText(request.status, request.responseText, shape))
      } catch (error) {
        reject(error)
      }
    })
    request.send(file)
  })

/** Query text of what is given; what is null or empty stays out. */
export const queryText = (values: Readonly<Record<string, string | number | boolean | null | undefined>>): string => {
  const given = Object.entries(values).flatMap(([name, value]) =>
    value === null || value === undefined || value === '' ? [] : [[name, String(value)] as const],
  )
  return given.length === 0 ? '' : `?${new URLSearchParams(given.map(([name, value]) => [name, value])).toString()}`
}

/** The header that no form of another site can set, and the order's key. */
const marks = (): Readonly<Record<string, string>> => ({ 'x-mandate': '1', 'idempotency-key': newKey() })

// `randomUUID` exists only on secure origins; a trial in a local network may have none.
const newKey = (): string => Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('')

const ask = async (url: string, init: RequestInit): Promise<Response> => {
  try {
    return await fetch(url, { ...init, credentials: 'same-origin' })
  } catch {
    throw new Unreached()
  }
}

const judge = async <Shape extends z.ZodType>(response: Response, shape: Shape): Promise<z.output<Shape>> =>
  judgeText(response.status, await response.text(), shape)

const judgeText = <Shape extends z.ZodType>(status: number, text: string, shape: Shape): z.output<Shape> => {
  if (status >= 200 && status < 300) return shape.parse(parsed(text))
  const refused = Problem.safeParse(parsed(text))
  throw refused.success ? new Refused(refused.data) : new Unreached()
}

const parsed = (text: string): unknown => {
  try {
    return text === '' ? {} : JSON.parse(text)
  } catch {
    return null
  }
}
