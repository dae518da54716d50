import type { AcceptanceStatement, ErasureStatement } from '../evidence.ts'
import { clockKinds, erasureScopes, erasureStages } from '../evidence.ts'
import { tenantId } from '../ids.ts'
import type { Place } from './fields.ts'
import { countOf, fieldsOf, instantOf, listOf, nameOf, orNull, sentenceOf, shaOf, textOf, wordOf } from './fields.ts'
import { redactableOf } from './redactable.ts'

const tenantOf = (place: Place) => tenantId(textOf(place, /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, 'a UUID in lower case'))

const erasureFields = [
  'statement',
  'id',
  'tenant',
  'agreement',
  'scope',
  'subjects',
  'ground',
  'clause',
  'askedAt',
  'erasedAt',
  'completeAt',
  'auditedAt',
  'stage',
  'tables',
  'keysDestroyed',
  'remains',
  'clock',
] as const

/** Reads the statement of an erasure certificate. Refused besides wrong fields: a stage that is claimed without its instant. */
export const erasureStatementOf = (place: Place): ErasureStatement => {
  const field = fieldsOf(place, erasureFields)
  const statement: ErasureStatement = {
    statement: wordOf(field('statement'), ['mandate-erasure/1']),
    id: nameOf(field('id')),
    tenant: tenantOf(field('tenant')),
    agreement: shaOf(field('agreement')),
    scope: wordOf(field('scope'), erasureScopes),
    subjects: listOf(field('subjects'), nameOf),
    ground: sentenceOf(field('ground')),
    clause: orNull(field('clause'), nameOf),
    askedAt: orNull(field('askedAt'), instantOf),
    erasedAt: instantOf(field('erasedAt')),
    completeAt: orNull(field('completeAt'), instantOf),
    auditedAt: orNull(field('auditedAt'), instantOf),
    stage: wordOf(field('stage'), erasureStages),
    tables: listOf(field('tables'), (row) => {
      const part = fieldsOf(row, ['table', 'rows'])
      return { table: nameOf(part('table')), rows: countOf(part('rows')) }
    }),
    keysDestroyed: listOf(field('keysDestroyed'), nameOf),
    remains: listOf(field('remains'), (row) => {
      const part = fieldsOf(row, ['what', 'until', 'because'])
      return { what: sentenceOf(part('what')), until: orNull(part('until'), instantOf), because: sentenceOf(part('because')) }
    }),
    clock: wordOf(field('clock'), clockKinds),
  }
  const lacksComplete = statement.stage !== 'erased' && statement.completeAt === null
  const lacksAudited = statement.stage === 'audited' && statement.auditedAt === null
  if (lacksComplete || lacksAudited) {
    place.faults.push({
      refused: 'evidence_stage_without_time',
      at: `${place.at}.stage`,
      stage: statement.stage,
      missing: lacksComplete ? 'completeAt' : 'auditedAt',
    })
  }
  return statement
}

const acceptanceFields = [
  'statement',
  'id',
  'tenant',
  'agreement',
  'version',
  'language',
  'template',
  'concluded',
  'text',
  'terms',
  'acceptedAt',
  'evidence',
  'clock',
] as const

/** Reads the statement of an acceptance. */
export const acceptanceStatementOf = (place: Place): AcceptanceStatement => {
  const field = fieldsOf(place, acceptanceFields)
  return {
    statement: wordOf(field('statement'), ['mandate-acceptance/1']),
    id: nameOf(field('id')),
    tenant: tenantOf(field('tenant')),
    agreement: nameOf(field('agreement')),
    version: nameOf(field('version')),
    language: nameOf(field('language')),
    template: shaOf(field('template')),
    concluded: shaOf(field('concluded')),
    text: shaOf(field('text')),
    terms: shaOf(field('terms')),
    acceptedAt: instantOf(field('acceptedAt')),
    evidence: redactableOf(field('evidence')),
    clock: wordOf(field('clock'), clockKinds),
  }
}
