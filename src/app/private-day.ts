/** When who acted and from where is taken out of a trail entry: by the agreement's figure for access logs, or twelve months. */
import type { Agreement } from '../domain/agreement-shape.ts'
import { expiryDay } from '../domain/clauses/retention.ts'
import type { Instant } from '../domain/ids.ts'
import { isRefusal } from '../domain/refusal.ts'
import { noTerms, termsOf } from '../domain/terms.ts'
import { localDate, type TimeRules } from '../domain/time.ts'

/** The figure of one source agreement; the others are silent, and a log of persons that is kept for ever would break Art. 5(1)(e). */
const ourPeriod = '12 months'

export const privateDayOf = (house: TimeRules): ((agreement: Agreement | null, at: Instant) => string | null) => {
  // Asked for every entry, answered once per agreement and local day.
  const known = new Map<string, string | null>()
  return (agreement, at) => {
    const terms = agreement === null ? noTerms(house) : termsOf(agreement, 'retention')
    const period = terms.values.accessLogs
    const key = `${typeof period === 'string' ? period : ourPeriod}|${terms.rules.zone}|${localDate(at, terms.rules.zone)}`
    const found = known.get(key)
    if (found !== undefined) return found
    if (known.size > 1_000) known.clear()
    const own = typeof period === 'string' ? terms : { ...terms, values: { accessLogs: ourPeriod } }
    const day = expiryDay('accessLogs', at, own)
    const answer = isRefusal(day) ? null : day
    known.set(key, answer)
    return answer
  }
}
