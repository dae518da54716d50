/** The tasks that the house's own use cases queue, and who performs them. */
import type { RealHouse } from './house.ts'
import { proveAcceptance } from './acceptance.ts'
import { writeLink } from './login-links.ts'

/** To be laid beside the performers of mail and of the wings. */
export const housePerformers = (house: RealHouse, origin: string) => ({
  'job/sign-in-link': writeLink(house, origin),
  'job/prove-acceptance': proveAcceptance(house),
})
