import { roomOf } from '../check-rooms.ts'
import { finding, type Finding } from './part.ts'
import { isTest } from './project-files.ts'
import { childOf, childrenOf, textOf, walk, type Node, type Source } from './source.ts'

/** Files whose casts make a brand or mint a value that nothing else may make. */
const brandConstructors: Readonly<Record<string, string>> = {
  'src/domain/ids.ts': 'brands ids and instants',
  'src/domain/gate.ts': 'mints the Permit',
}

/** The only readers of the environment. */
const environmentReaders: Readonly<Record<string, string>> = {
  'src/cli/config.ts': 'reads the configuration once',
}

const emptyNames = new Set(['utils', 'util', 'helpers', 'helper', 'manager', 'common', 'types', 'misc', 'lib'])

/** What STYLE.md says and no linter knows: casts, names of files, barrels, the environment, and notes to silence the tools. */
export const checkStyle = (sources: readonly Source[]): readonly Finding[] =>
  sources.flatMap((source) => [
    ...namesOf(source),
    ...barrelOf(source),
    ...silencesIn(source),
    ...(isTest(source.file) ? [] : usesIn(source)),
  ])

const namesOf = ({ file }: Source): readonly Finding[] => {
  const empty = file
    .split('/')
    .map((part) => part.replace(/(?:\.test)?\.tsx?$/, ''))
    .find((part) => emptyNames.has(part))
  return empty === undefined ? [] : [finding(file, `"${empty}" says nothing about what is inside: name the file for its one idea`)]
}

const barrelOf = ({ file, program }: Source): readonly Finding[] => {
  const statements = childrenOf(program, 'body')
  const onward = statements.filter(
    (each) => each.type === 'ExportAllDeclaration' || (each.type === 'ExportNamedDeclaration' && childOf(each, 'source') !== null),
  )
  const isBarrel = /\/index\.tsx?$/.test(file) || (onward.length > 0 && onward.length === statements.length)
  return isBarrel ? [finding(file, 'is a barrel: import from the file that owns the thing, and remove this one')] : []
}

/** Errors are mended, not silenced; a linter's rule may be set aside for one line with a reason behind `--`. */
const silencesIn = ({ comments, at }: Source): readonly Finding[] =>
  comments.flatMap(({ value, start }) => {
    if (/^\s*@ts-(?:ignore|nocheck|expect-error)/.test(value)) return [finding(at(start), 'silences the compiler: mend the type instead')]
    const disables = /^\s*(?:eslint|oxlint)-disable/.test(value)
    return disables && (!/-disable(?:-next)?-line /.test(value) || !/ -- \S/.test(value))
      ? [finding(at(start), 'switches a rule off without its reason: name one rule for one line, and write why behind " -- "')]
      : []
  })

const usesIn = (source: Source): readonly Finding[] => {
  const found: Finding[] = []
  walk(source.program, (node) => {
    const says =
      isCast(node) && !Object.hasOwn(brandConstructors, source.file)
        ? castSays(source)
        : readsEnvironment(node) && !mayReadEnvironment(source.file)
          ? environmentSays
          : null
    if (says !== null) found.push(finding(source.at(node.start), says))
  })
  return found
}

const isCast = (node: Node): boolean => {
  if (node.type === 'TSTypeAssertion') return true
  if (node.type !== 'TSAsExpression') return false
  const to = childOf(node, 'typeAnnotation')
  const name = to === null ? null : childOf(to, 'typeName')
  return !(name !== null && textOf(name, 'name') === 'const')
}

const castSays = ({ file }: Source): string =>
  `a cast hides what the compiler would find: narrow with a guard${roomOf(file)?.name === 'domain' ? ', or make a brand in domain/ids.ts' : ', or read the value with a reader of wire/'}`

const environmentSays = 'reads process.env: configuration is read once, in src/cli/config.ts; take the value as an argument'

const mayReadEnvironment = (file: string): boolean => Object.hasOwn(environmentReaders, file)

const readsEnvironment = (node: Node): boolean => {
  if (node.type === 'ImportDeclaration') return /^(?:node:)?process$/.test(textOf(childOf(node, 'source') ?? node, 'value'))
  const object = childOf(node, 'object')
  const property = childOf(node, 'property')
  return (
    node.type === 'MemberExpression' &&
    object?.type === 'Identifier' &&
    textOf(object, 'name') === 'process' &&
    property !== null &&
    (textOf(property, 'name') === 'env' || textOf(property, 'value') === 'env')
  )
}
