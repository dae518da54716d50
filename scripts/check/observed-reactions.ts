import type { ClauseEvent, HouseClause, Reaction } from '../../src/domain/clause.ts'
import type { Json } from '../../src/domain/canonical.ts'
import { clauses } from '../../src/domain/clauses/all.ts'
import { caseId, instant } from '../../src/domain/ids.ts'
import { noStanding } from '../../src/domain/standing.ts'
import { projectFiles, readText } from './project-files.ts'

/** One reaction that a clause really gave. `orders` is a clause, `mail` or `job`; `command` is null for the outbox. */
export type Observed = {
  readonly by: string
  readonly event: string
  readonly orders: string
  readonly command: string | null
  readonly task: { readonly name: string; readonly facts: readonly string[] } | null
}

/**
 * Shows every event to every clause and writes down what it orders. The fields of the event are asked for first, then each is given
 * every text that stands in the clauses, so that a reaction to one value is seen too.
 */
export const observeReactions = (root: string): readonly Observed[] => {
  const texts = textsOfClauses(root)
  return clauses.flatMap((by) => clauses.flatMap((home) => Object.keys(home.events).flatMap((type) => observe(by, home, type, texts))))
}

const observe = (by: HouseClause, home: HouseClause, type: string, texts: readonly string[]): readonly Observed[] => {
  const asked = new Set<string>()
  const show = (fields: Readonly<Record<string, Json>>): readonly Reaction[] => {
    const event: ClauseEvent = { type, version: 1, at: instant(0), ...fields }
    const watched = new Proxy(event, {
      get: (target, name) => {
        if (typeof name === 'string') asked.add(name)
        return Reflect.get(target, name)
      },
    })
    try {
      return by.reacts({ clause: home.name, case: caseId('case'), event: watched }, noStanding)
    } catch {
      // A value that this event never carries.
      return []
    }
  }
  const first = show({})
  const values: readonly Json[] = [...texts, true, 1, ['one'], { one: 'one' }]
  const later = [...asked]
    .filter((name) => !['type', 'version', 'at'].includes(name))
    .flatMap((name) => values.flatMap((value) => show({ [name]: value })))
  return [...first, ...later].map((reaction) => observedOf(by, `${home.name}/${type}`, reaction))
}

const observedOf = (by: HouseClause, event: string, reaction: Reaction): Observed =>
  'later' in reaction
    ? {
        by: by.name,
        event,
        orders: reaction.later.kind,
        command: null,
        task: { name: reaction.later.name, facts: Object.keys(reaction.later.facts) },
      }
    : { by: by.name, event, orders: reaction.to, command: reaction.command.type, task: null }

const textsOfClauses = (root: string): readonly string[] => {
  const files = projectFiles(root, 'src/domain/clauses').filter(
    (file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && !file.endsWith('/names.ts'),
  )
  return [...new Set(files.flatMap((file) => Array.from(readText(root, file).matchAll(/'([a-zA-Z -]{2,40})'/g), ([, text = '']) => text)))]
}
