import { caseId, tenantId } from '../ids.ts'
import type { TrailEntry } from '../trail.ts'
import type { Place } from './fields.ts'
import { countsOf, fieldsOf, instantOf, listOf, nameOf, orNull, sentenceOf, shaOf, textOf, wordOf } from './fields.ts'
import { redactableOf } from './redactable.ts'

const entryFields = [
  'id',
  'tenant',
  'at',
  'act',
  'ground',
  'clause',
  'case',
  'names',
  'outcome',
  'refused',
  'counts',
  'detailDigest',
  'actor',
  'ip',
] as const

/** Reads one entry of a trail. */
export const entryOf = (place: Place): TrailEntry => {
  const field = fieldsOf(place, entryFields)
  return {
    id: nameOf(field('id')),
    tenant: tenantId(textOf(field('tenant'), /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, 'a UUID in lower case')),
    at: instantOf(field('at')),
    act: nameOf(field('act')),
    ground: orNull(field('ground'), sentenceOf),
    clause: orNull(field('clause'), nameOf),
    case: orNull(field('case'), (text) => caseId(textOf(text, /^[A-Za-z0-9:._-]{1,80}$/, 'a case: 1 to 80 of A-Z a-z 0-9 : . _ -'))),
    names: listOf(field('names'), nameOf),
    outcome: wordOf(field('outcome'), ['done', 'refused']),
    refused: orNull(field('refused'), nameOf),
    counts: countsOf(field('counts')),
    detailDigest: orNull(field('detailDigest'), shaOf),
    actor: redactableOf(field('actor')),
    ip: redactableOf(field('ip')),
  }
}
