/** The only reader of the environment. Everything else is handed its values. */
import { readFileSync } from 'node:fs'
import { isRefusal, type Refusal } from '../domain/refusal.ts'
import type { Unlock } from '../vault/wrapping.ts'
import { chooseDataFolder, type Environment } from './data-folder.ts'

export type Mail = {
  readonly host: string
  readonly port: number
  readonly secure: boolean
  readonly user: string
  readonly password: string
  readonly from: string
}

export type Config = {
  readonly folder: string
  /** Words of the call without `--data`. */
  readonly rest: readonly string[]
  /** Absent: our own PostgreSQL in the data folder. */
  readonly database: { readonly url: string; readonly appUrl?: string; readonly workerUrl?: string } | null
  /** How the key ring is wrapped, if it is. */
  readonly unlock: Unlock | null
  readonly port: number
  /** The address to listen on: loopback, unless somebody says otherwise. */
  readonly listen: string
  /** What stands in links that are mailed. */
  readonly origin: string | null
  /** Absent: the development inbox, a page of this program. */
  readonly mail: Mail | null
}

export const environment: Environment = process.env

export const readConfig = (words: readonly string[], env: Environment = environment): Config | Refusal => {
  const chosen = chooseDataFolder(words, env)
  if (isRefusal(chosen)) return chosen
  const port = Number(env['MANDATE_PORT'] ?? '8400')
  if (!Number.isInteger(port) || port < 1 || port > 65_535) return { refused: 'port_unreadable', found: env['MANDATE_PORT'] ?? '' }
  const mail = readMail(env['MANDATE_SMTP_URL'], env['MANDATE_MAIL_FROM'])
  if (isRefusal(mail)) return mail
  const url = env['DATABASE_URL']
  const app = env['MANDATE_APP_DATABASE_URL']
  const worker = env['MANDATE_WORKER_DATABASE_URL']
  return {
    ...chosen,
    database: url === undefined || url === '' ? null : { url, ...(app ? { appUrl: app } : {}), ...(worker ? { workerUrl: worker } : {}) },
    unlock: readUnlock(env),
    port,
    listen: env['MANDATE_LISTEN'] || '127.0.0.1',
    origin: env['MANDATE_ORIGIN'] ?? null,
    mail,
  }
}

/** A secret is named by a file, never given as a word or a variable that a process list shows. */
const readUnlock = (env: Environment): Unlock | null => {
  const passphrase = env['MANDATE_RING_PASSPHRASE_FILE']
  if (passphrase) return { by: 'passphrase', passphrase: readFileSync(passphrase, 'utf8').trim() }
  const keyFile = env['MANDATE_RING_KEY_FILE']
  return keyFile ? { by: 'key file', bytes: readFileSync(keyFile) } : null
}

const readMail = (url: string | undefined, from: string | undefined): Mail | null | Refusal => {
  if (url === undefined || url === '') return null
  if (!URL.canParse(url) || !/^smtps?:$/.test(new URL(url).protocol)) return { refused: 'smtp_address_unreadable' }
  if (from === undefined || from === '') return { refused: 'mail_from_missing' }
  const { protocol, hostname, port, username, password } = new URL(url)
  const secure = protocol === 'smtps:'
  return {
    host: hostname,
    port: Number(port || (secure ? 465 : 587)),
    secure,
    user: decodeURIComponent(username),
    password: decodeURIComponent(password),
    from,
  }
}
