/** Mail leaves here: a letter out of the vault, or a clause's template with its facts. What was told is recorded on the case. */
import { createTransport } from 'nodemailer'
import { readLetter, type Letter } from '../app/letters.ts'
import type { RealHouse } from '../app/house.ts'
import { runIn } from '../app/run.ts'
import type { TenantId } from '../domain/ids.ts'
import { isRefusal, type Refusal } from '../domain/refusal.ts'
import type { ClaimedTask } from '../store/store.ts'
import type { PostgresTransaction } from '../store/postgres.ts'
import { dropVaultRecord } from '../store/postgres/vault-rows.ts'
import { mailWords } from '../words/en/mail.ts'
import type { Perform } from './outbox.ts'

/** Hands one letter to a mail server; throws when the server does not take it. */
export type Send = (letter: Letter) => Promise<void>

export type SmtpServer = {
  readonly host: string
  readonly port: number
  readonly secure: boolean
  readonly user: string
  readonly password: string
  readonly from: string
  /** Only for the inbox of this program on loopback. */
  readonly plain?: true
}

export const smtpSender = (server: SmtpServer): { readonly send: Send; close(): void } => {
  const transport = createTransport({
    host: server.host,
    port: server.port,
    secure: server.secure,
    requireTLS: server.plain !== true,
    ignoreTLS: server.plain === true,
    ...(server.user === '' ? {} : { auth: { user: server.user, pass: server.password } }),
    pool: true,
  })
  return {
    // A list of addresses as objects: a name or an address cannot smuggle in a header.
    send: async ({ to, subject, text }) => {
      await transport.sendMail({
        from: server.from,
        to: to.map((address) => ({ name: '', address })),
        subject,
        text,
        disableFileAccess: true,
        disableUrlAccess: true,
      })
    },
    close: () => transport.close(),
  }
}

export type MailFacts = {
  readonly house: RealHouse
  readonly send: Send
  readonly origin: string
  /** Addresses of the people who are told on each side. */
  readonly recipients: (tenant: TenantId, side: 'controller' | 'processor') => Promise<readonly string[]>
}

export const mailPerformer =
  ({ house, send, origin, recipients }: MailFacts): Perform<PostgresTransaction> =>
  async (_house, tenant, task) => {
    const letter =
      typeof task.facts.letter === 'string'
        ? await sealedLetter(house, tenant, task.facts.letter)
        : await fromTemplate(tenant, task, origin, recipients)
    if (isRefusal(letter)) return letter
    if (letter.to.length === 0) return { refused: 'nobody_to_tell', mail: task.name }
    await send(letter)
    await recordSent(house, tenant, task)
    return null
  }

const sealedLetter = async (house: RealHouse, tenant: TenantId, id: string): Promise<Letter | Refusal> =>
  house.store.act(tenant, 'shared', (transaction) => readLetter(transaction, id))

const fromTemplate = async (
  tenant: TenantId,
  task: ClaimedTask,
  origin: string,
  recipients: MailFacts['recipients'],
): Promise<Letter | Refusal> => {
  const words = mailWords[task.name]
  if (words === undefined) return { refused: 'task_without_performer', task: task.name }
  const facts: Readonly<Record<string, unknown>> = { ...task.facts, origin, case: task.case }
  const filled = (text: string): string => text.replaceAll(/\{(\w+)\}/g, (_, name: string) => String(facts[name] ?? '–'))
  return { to: await recipients(tenant, words.to), subject: filled(words.subject), text: filled(words.text) }
}

/** A duty to tell is done when the mail server has taken the letter, not when it was queued. */
const recordSent = async (house: RealHouse, tenant: TenantId, task: ClaimedTask): Promise<void> => {
  await house.store.act(tenant, 'shared', async (transaction) => {
    if (typeof task.facts.letter === 'string') await dropVaultRecord(transaction, task.facts.letter)
    if (task.clause !== 'instructions' || !task.name.startsWith('instruction-')) return
    const request = {
      tenant,
      actor: { side: 'program', id: 'outbox' } as const,
      ip: null,
      act: 'instruction.informed',
      ground: null,
      names: [task.case],
    }
    await runIn(house, transaction, request, [{ clause: 'instructions', case: task.case, command: { type: 'recordInformed' } }])
  })
}
