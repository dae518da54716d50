import { roomOf } from '../check-rooms.ts'
import { finding, type Finding } from './part.ts'
import { isTest } from './project-files.ts'
import { childOf, textOf, walk, type Node, type Source } from './source.ts'

const time = 'take the time as an argument (an Instant; domain/time.ts counts with it)'
const world = 'a pure room knows no world: take the value as an argument, or do it in app/, work/ or cli/'

/** What the compiler lets into a pure room and the house does not. */
const refused: Readonly<Record<string, string>> = {
  Date: time,
  performance: time,
  setTimeout: 'let work/ wait for a deadline',
  setInterval: 'let work/ wait for a deadline',
  setImmediate: 'let work/ wait for a deadline',
  queueMicrotask: 'let work/ wait for a deadline',
  Intl: 'the tables of the machine differ: write it from words/ or domain/time.ts',
  Temporal: 'only domain/time.ts touches the calendar',
  console: 'return what there is to say',
  process: world,
  fetch: world,
  globalThis: world,
  crypto: 'take a Digest, a Verify or a NewId as an argument',
  Buffer: 'use Uint8Array and domain/trail/bytes.ts',
  require: world,
}

/** Names refused as members: `Math.random`, and methods that ask the machine for its language. */
const refusedMembers: Readonly<Record<string, string>> = {
  'Math.random': 'take a NewId, or the random value, as an argument',
}
const ofTheMachine = new Set([
  'toLocaleString',
  'toLocaleDateString',
  'toLocaleTimeString',
  'toLocaleLowerCase',
  'toLocaleUpperCase',
  'localeCompare',
])

/** Uses of time, chance and the world in rooms that are pure. */
export const checkPureNames = (sources: readonly Source[]): readonly Finding[] =>
  sources.filter(({ file }) => !isTest(file) && roomOf(file)?.pure === true).flatMap(usesIn)

const usesIn = (source: Source): readonly Finding[] => {
  const own = declaredIn(source.program)
  const found: Finding[] = []
  walk(source.program, (node, parent, key) => {
    const says = refusedUse(node, parent, key, own)
    if (says !== null) found.push(finding(source.at(node.start), says))
  })
  return found
}

const refusedUse = (node: Node, parent: Node | null, key: string, own: ReadonlySet<string>): string | null => {
  if (node.type === 'MemberExpression') return refusedMember(node)
  if (node.type !== 'Identifier' || parent === null || isLabel(parent, key)) return null
  const name = textOf(node, 'name')
  const instead = Object.hasOwn(refused, name) && !own.has(name) ? refused[name] : undefined
  return instead === undefined ? null : `${name} in a pure room: ${instead}`
}

const refusedMember = (node: Node): string | null => {
  const property = childOf(node, 'property')
  const object = childOf(node, 'object')
  if (property?.type !== 'Identifier' || node['computed'] === true) return null
  const name = textOf(property, 'name')
  const whole = object?.type === 'Identifier' ? `${textOf(object, 'name')}.${name}` : name
  const instead = Object.hasOwn(refusedMembers, whole) ? refusedMembers[whole] : undefined
  if (instead !== undefined) return `${whole} in a pure room: ${instead}`
  return ofTheMachine.has(name)
    ? `${name}() in a pure room asks the machine for its language: compare or write with the code units, or with words/`
    : null
}

/** A name that stands after a dot, before a colon, or as the name of a member is no use of the global. */
const isLabel = (parent: Node, key: string): boolean => {
  if (parent.type === 'MemberExpression') return key === 'property' && parent['computed'] !== true
  if (parent.type === 'Property') return key === 'key' && parent['shorthand'] !== true
  return (
    key === 'key' || (key === 'right' && parent.type === 'TSQualifiedName') || key === 'label' || key === 'imported' || key === 'exported'
  )
}

/** Names that the file itself declares or imports: they are not the global. */
const declaredIn = (program: Node): ReadonlySet<string> => {
  const names = new Set<string>()
  walk(program, (node, parent, key) => {
    if (node.type !== 'Identifier' || parent === null) return
    const declares =
      (key === 'id' && parent.type !== 'MemberExpression') ||
      key === 'params' ||
      key === 'local' ||
      (key === 'value' && parent.type === 'Property' && parent['kind'] === undefined)
    if (declares) names.add(textOf(node, 'name'))
  })
  return names
}
