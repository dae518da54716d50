/**
 * The development inbox: a real mail server on loopback that keeps what arrives in the vault, so that links can be opened without
 * a mailbox. Loud where it is on, and off as soon as a mail server is configured.
 */
import { simpleParser } from 'mailparser'
import { SMTPServer } from 'smtp-server'
import type { RealHouse } from '../app/house.ts'
import { instant } from '../domain/ids.ts'
import { addDays, localDate } from '../domain/time.ts'
import { getVault, listVault, putVault } from '../store/postgres/vault-rows.ts'
import { isRefusal } from '../domain/refusal.ts'

export type Received = { readonly id: string; readonly at: number; readonly to: string; readonly subject: string; readonly text: string }

const largest = 1_000_000
const keptDays = 7

export const startInbox = async (house: RealHouse): Promise<{ readonly port: number; close(): Promise<void> }> => {
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    size: largest,
    onData: (stream, _session, done) => {
      simpleParser(stream)
        .then(async (mail) => {
          const to = Array.isArray(mail.to) ? mail.to.map((each) => each.text).join(', ') : (mail.to?.text ?? '')
          await keep(house, { to, subject: mail.subject ?? '', text: mail.text ?? '' })
          done()
        })
        .catch(() => done(new Error('the inbox could not keep the message')))
    },
  })
  server.on('error', () => undefined)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.server.address()
  if (address === null || typeof address === 'string') throw new Error('the inbox has no port')
  return { port: address.port, close: () => new Promise((resolve) => server.close(() => resolve())) }
}

const keep = async (house: RealHouse, mail: Omit<Received, 'id' | 'at'>): Promise<void> => {
  const record = {
    id: house.newId(),
    class: 'house',
    day: addDays(localDate(house.now(), 'UTC'), keptDays),
    kind: 'inbox',
    owner: null,
  } as const
  await house.store.act(house.operator, 'shared', (transaction) =>
    putVault(transaction, record, Buffer.from(JSON.stringify(mail)), house.now()),
  )
}

/** Newest first. */
export const readInbox = async (house: RealHouse, limit = 50): Promise<readonly Received[]> =>
  house.store.act(house.operator, 'shared', async (transaction) => {
    const found: Received[] = []
    for (const { id, createdAt } of await listVault(transaction, 'inbox', limit)) {
      const record = await getVault(transaction, id)
      if (isRefusal(record)) continue
      const mail: Omit<Received, 'id' | 'at'> = JSON.parse(Buffer.from(record.bytes).toString())
      found.push({ ...mail, id, at: instant(createdAt) })
    }
    return found
  })
