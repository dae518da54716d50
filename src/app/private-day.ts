/** When who acted and from where is taken out of a trail entry. Asked for every entry, counted once per agreement and local day. */
import type { Agreement } from '../domain/agreement-shape.ts'
import { expiryDay } from '../domain/clauses/retention.ts'
import type { Instant } from '../domain/ids.ts'
import { isRefusal } from '../domain/refusal.ts'
import { noTerms, termsOf } from '../domain/terms.ts'
import { localDate, type TimeRules } from '../domain/time.ts'

/** `house`: the rules before an agreement says otherwise. */
export const privateDayOf = (house: TimeRules): ((agreement: Agreement | null, at: Instant) => string) => {
  const known = new Map<string, string>()
  return (agreement, at) => {
    const terms = agreement === null ? noTerms(house) : termsOf(agreement, 'retention')
    const key = `${String(terms.values.accessLogs)}|${terms.rules.zone}|${terms.rules.calendar}|${localDate(at, terms.rules.zone)}`
    const found = known.get(key)
    if (found !== undefined) return found
    if (known.size > 1_000) known.clear()
    const day = expiryDay('accessLogs', at, terms)
    if (day === null || isRefusal(day)) throw new Error('the log of who acted has no end: its period cannot be counted')
    known.set(key, day)
    return day
  }
}
