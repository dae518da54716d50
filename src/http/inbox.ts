/**
 * The development inbox: letters that never left this machine. Open to staff, and to whoever sits at this machine, because
 * without a letter nobody could sign in to read it. It exists only while no mail server is configured.
 */
import { z } from 'zod'
import { ask } from '../app/ask.ts'
import { instant } from '../domain/ids.ts'
import { isRefusal } from '../domain/refusal.ts'
import { writeInstant } from '../domain/time.ts'
import { Moment, pageOf } from '../wire/parts.ts'
import type { InboxLetter } from './facts.ts'
import { route, type Route } from './route.ts'

const Letter = z.object({ id: z.string(), at: Moment, to: z.string(), subject: z.string(), text: z.string() })

export const inboxRoutes = (read: (limit: number) => Promise<readonly InboxLetter[]>): readonly Route[] => [
  route({
    method: 'GET',
    url: '/v1/dev/inbox',
    act: 'inbox.read',
    summary: 'Letters of the development inbox, newest first',
    audience: 'public',
    names: [],
    answers: pageOf(Letter),
    handle: async ({ facts, request, caller, calledAs }) => {
      const allowed = caller?.role === 'staff' || (isThisMachine(request.ip) && ownNames.has(calledAs))
      const asked = await ask(facts.house, request, async () => (allowed ? { open: true } : { refused: 'not_signed_in' }))
      if (isRefusal(asked)) return asked
      const letters = await read(50)
      return { items: letters.map((letter) => ({ ...letter, at: writeInstant(instant(letter.at)) })), next: null }
    },
  }),
]

// A site whose name was pointed at this machine would be called by that name.
const ownNames = new Set(['localhost', '127.0.0.1', '[::1]'])
const isThisMachine = (ip: string | null): boolean => ip === '127.0.0.1' || ip === '::1' || ip === '::ffff:127.0.0.1'
