/** Amendments: a further version proposed by the processor, compared with the one in force in words and in behaviour, accepted or not. */
import type { Agreement } from '../domain/agreement-shape.ts'
import { isFaults, readAgreement } from '../domain/agreement.ts'
import { moduleNames } from '../domain/clauses/names.ts'
import { conclude, type Choices } from '../domain/conclude.ts'
import { diffAgreements, type AgreementDiff } from '../domain/diff.ts'
import { caseId } from '../domain/ids.ts'
import { isRefusal, type Refusal } from '../domain/refusal.ts'
import { ask } from './ask.ts'
import { governing, hashesOf, keptAgreement } from './agreements.ts'
import { isFaulty, unconcluded } from './customers.ts'
import type { RealHouse, Request } from './house.ts'
import { runIn } from './run.ts'
import type { Templates } from './templates.ts'

/** A shipped template by name, or the text of an agreement file. */
export type Proposal = { readonly template: string | null; readonly text: string | null; readonly choices: Choices }
export type Proposed = { readonly case: string; readonly hash: string }

export const proposeAmendment = async (
  house: RealHouse,
  request: Request,
  templates: Templates,
  proposal: Proposal,
): Promise<Proposed | Refusal> => {
  const template = templateOf(templates, proposal)
  const amended = isRefusal(template) ? template : await reconclude(house, request, template, proposal.choices)
  if (isRefusal(amended)) return ask(house, request, async () => amended)
  const id = caseId(house.newId())
  const hashes = hashesOf(amended)
  const command = {
    type: 'propose',
    hash: hashes.concluded,
    template: hashes.template,
    processing: amended.processing.map((each) => each.id),
  }
  return house.store.act(request.tenant, 'alone', async (transaction) => {
    await transaction.keepAgreement(hashes.concluded, hashes.template, amended, house.now())
    const named = { ...request, names: [...request.names, id, hashes.concluded] }
    const done = await runIn(house, transaction, named, [{ clause: 'amendment', case: id, command }])
    return isRefusal(done) ? done : { case: id, hash: hashes.concluded }
  })
}

const templateOf = (templates: Templates, { template, text }: Proposal): Agreement | Refusal => {
  if (text === null)
    return templates.get(template ?? '') ?? { refused: 'template_unknown', template: template ?? '', known: [...templates.keys()] }
  const read = readAgreement(text, Object.keys(moduleNames))
  return isFaults(read) ? unconcluded(read) : read
}

/** The parties and the key stay those of the agreement in force. */
const reconclude = async (house: RealHouse, request: Request, template: Agreement, choices: Choices): Promise<Agreement | Refusal> => {
  const found = await house.store.act(request.tenant, 'shared', governing)
  if ('refused' in found) return found
  const { parties, trailKey } = found.agreement
  if (parties.controller === null || parties.processor === null || trailKey === null)
    return { refused: 'no_agreement_in_force', status: 'none' }
  const made = conclude(template, { controller: parties.controller, processor: parties.processor }, choices, trailKey)
  return isFaulty(made) ? unconcluded(made) : made
}

export type Compared = { readonly before: string; readonly after: string; readonly diff: AgreementDiff }

/** What the amendment changes. The comparison is against the version from which it was proposed. */
export const compareAmendment = async (house: RealHouse, request: Request, id: string): Promise<Compared | Refusal> =>
  ask(house, request, async (transaction) => {
    const [events = []] = await transaction.events([{ clause: 'amendment', case: caseId(id) }])
    const proposed = events.find((event) => event.type === 'proposed')
    if (!proposed) return { refused: 'not_found', id }
    const [before, after] = [
      await keptAgreement(transaction, hashIn(proposed.from)),
      await keptAgreement(transaction, hashIn(proposed.hash)),
    ]
    if ('refused' in before) return before
    if ('refused' in after) return after
    return { before: before.hashes.concluded, after: after.hashes.concluded, diff: diffAgreements(before.agreement, after.agreement) }
  })

const hashIn = (value: unknown): string => {
  if (typeof value !== 'string') throw new Error('an amendment was proposed without a hash')
  return value
}
