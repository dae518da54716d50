import { readAgreement, isFaults } from '../../src/domain/agreement.ts'
import type { Agreement } from '../../src/domain/agreement-shape.ts'
import { clauses, runningModules } from '../../src/domain/clauses/all.ts'
import { moduleNames } from '../../src/domain/clauses/names.ts'
import { isRefusal } from '../../src/domain/refusal.ts'
import { judge, readPromises } from '../../src/cli/promise-list.ts'
import { sentenceOf } from '../../src/words/catalogue.ts'
import { observeReactions, type Observed } from './observed-reactions.ts'
import { finding, type Finding, type Part } from './part.ts'
import { projectFiles, readText } from './project-files.ts'

/** Which clause orders what when something happens, and whether every duty of the shipped agreements has somebody who keeps it. */
export const reactions: Part = {
  name: 'reactions',
  run: async (root) => {
    const observed = observeReactions(root)
    return [...declared(), ...faithful(observed), ...ordersThatExist(observed), ...cycles(), ...namesThatExist(), ...duties(root)]
  },
}

const edges = () => clauses.flatMap((clause) => clause.reactsTo.map(({ event, orders }) => ({ by: clause.name, event, orders })))

const outbox = new Set(['mail', 'job'])

/** The graph for people, as text that Markdown draws. */
export const reactionGraph = (): string => {
  const lines = edges().map(
    ({ by, event, orders }) =>
      `  ${name(event)} --> ${outbox.has(orders) ? `${name(by)}_${orders}(["${orders} of ${by}"])` : `${name(orders)}["${orders}"]`}`,
  )
  const homes = [...new Set(edges().map(({ event }) => event))].map(
    (event) => `  ${name(event.split('/')[0] ?? '')}["${event.split('/')[0]}"] --> ${name(event)}("${event}")`,
  )
  return ['flowchart LR', ...homes, ...lines].join('\n')
}

const name = (text: string): string => text.replaceAll(/[^a-zA-Z]/g, '_')

const place = (clause: string): string => `clause "${clause}"`

const declared = (): readonly Finding[] =>
  edges().flatMap(({ by, event, orders }) => {
    const [clause = '', type = ''] = event.split('/')
    const home = clauses.find((each) => each.name === clause)
    const unknownEvent = home === undefined || !Object.hasOwn(home.events, type)
    const unknownOrders = !outbox.has(orders) && !clauses.some((each) => each.name === orders)
    return [
      ...(unknownEvent
        ? [
            finding(
              place(by),
              `reactsTo names the event "${event}", which no clause has: write clause/event as it stands in "events", or remove the line`,
            ),
          ]
        : []),
      ...(unknownOrders
        ? [finding(place(by), `reactsTo orders "${orders}", which is no clause of clauses/all.ts, no mail and no job: correct the name`)]
        : []),
    ]
  })

const faithful = (observed: readonly Observed[]): readonly Finding[] => {
  const seen = new Set(observed.map(({ by, event, orders }) => `${by} ${event} ${orders}`))
  const said = new Set(edges().map(({ by, event, orders }) => `${by} ${event} ${orders}`))
  const silent = [...new Map(observed.map((each) => [`${each.by} ${each.event} ${each.orders}`, each])).entries()].filter(
    ([key]) => !said.has(key),
  )
  return [
    ...silent.map(([, { by, event, orders }]) =>
      finding(
        place(by),
        `answers ${event} with an order to "${orders}" that reactsTo does not name: add { event: '${event}', orders: '${orders}' }`,
      ),
    ),
    ...edges()
      .filter(({ by, event, orders }) => !seen.has(`${by} ${event} ${orders}`))
      .map(({ by, event, orders }) =>
        finding(
          place(by),
          `reactsTo says that ${event} orders "${orders}", and no form of that event does: remove the line, or mend reacts()`,
        ),
      ),
  ]
}

const ordersThatExist = (observed: readonly Observed[]): readonly Finding[] =>
  observed.flatMap(({ by, event, orders, command }) => {
    if (command === null) return []
    const shape = clauses.find((each) => each.name === orders)?.commands[command]
    if (shape === undefined)
      return [finding(place(by), `answers ${event} with the order "${command}", which "${orders}" does not know: use one of its commands`)]
    return shape.by.includes('program')
      ? []
      : [finding(place(by), `answers ${event} with "${command}", which "${orders}" takes from no program: add 'program' to its "by"`)]
  })

/** A clause that orders another, which orders it back, could go on for ever; jobs and mail end in the outbox. */
const cycles = (): readonly Finding[] => {
  const orderedBy = (clause: string): readonly string[] => [
    ...new Set(
      edges()
        .filter(({ event, orders }) => event.startsWith(`${clause}/`) && !outbox.has(orders))
        .map(({ orders }) => orders),
    ),
  ]
  const from = (path: readonly string[]): readonly (readonly string[])[] =>
    orderedBy(path.at(-1) ?? '').flatMap((next) =>
      next === path[0] ? [[...path, next]] : path.includes(next) ? [] : from([...path, next]),
    )
  const found = clauses.flatMap((clause) => from([clause.name]))
  const once = new Map(found.map((path) => [path.slice(1).toSorted().join(), path]))
  return [...once.values()].map((path) =>
    finding(
      place(path[0] ?? ''),
      `reactions go in a circle (${path.join(' → ')}): let one of them be a job of the outbox, or decide it in one clause`,
    ),
  )
}

const namesThatExist = (): readonly Finding[] =>
  runningModules
    .filter((module) => !Object.hasOwn(moduleNames, module))
    .map((module) => finding(place(module), 'runs, and names.ts does not have it: add it there with the sentence on what it keeps'))

const duties = (root: string): readonly Finding[] =>
  projectFiles(root, 'agreements')
    .filter((file) => /^agreements\/[^/]+\.yaml$/.test(file))
    .flatMap((file) => {
      const agreement = readAgreement(readText(root, file), Object.keys(moduleNames))
      if (isFaults(agreement)) return agreement.map((fault) => finding(file, sentenceOf(fault)))
      return [...keptByNobody(file, agreement), ...promisesOf(root, file, agreement)]
    })

const keptByNobody = (file: string, agreement: Agreement): readonly Finding[] =>
  agreement.clauses.flatMap(({ id, kind, keeps, debtor }) => {
    if (kind !== 'obligation' && kind !== 'prohibition') return []
    if (keeps.by === 'nobody')
      return [
        finding(
          file,
          `nothing keeps the ${kind} "${id}": name a module after "keeps", the evidence that a person files, or the other party`,
        ),
      ]
    if (keeps.by === 'other party' && debtor !== 'controller')
      return [finding(file, `the ${kind} "${id}" is owed by the ${debtor} and left to the other party: name what keeps it here`)]
    return []
  })

const promisesOf = (root: string, file: string, agreement: Agreement): readonly Finding[] => {
  const list = file.replace('agreements/', 'agreements/promises/').replace('.yaml', '.json')
  const promised = readPromises(list, readText(root, list))
  if (isRefusal(promised)) return [finding(list, sentenceOf(promised))]
  return promised
    .map((each) => judge(each, agreement, runningModules, () => null))
    .flatMap((outcome) => (isRefusal(outcome) ? [finding(list, sentenceOf(outcome))] : []))
}
