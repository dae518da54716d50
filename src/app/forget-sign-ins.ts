/** Sessions and links that are over say who was here and when; nobody needs them any more. */
import { ask } from './ask.ts'
import type { RealHouse, Request } from './house.ts'
import { dropSpentLinks } from './login-links.ts'
import { dropEndedSessions } from './sessions.ts'

/** For the daily round. Answers how many went. */
export const forgetSignIns = async (house: RealHouse): Promise<number> => {
  const program = { side: 'program', id: 'daily' } as const
  const request: Request = { tenant: house.operator, actor: program, ip: null, act: 'sign-ins.forget', ground: null, names: [] }
  const gone = await ask<{ readonly count: number }>(
    house,
    request,
    async ({ sql }) => ({ count: (await dropSpentLinks(sql, house.now())) + (await dropEndedSessions(sql, house.now())) }),
    ({ count }) => ({ counts: { forgotten: count } }),
  )
  return 'refused' in gone ? 0 : gone.count
}
