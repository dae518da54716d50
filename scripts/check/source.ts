import { parseSync } from 'vite'
import { projectFiles, readText } from './project-files.ts'

/** A node of the syntax tree (ESTree with the TypeScript additions), read without trusting its shape. */
export type Node = { readonly type: string; readonly start: number; readonly end: number; readonly [name: string]: unknown }

/** What a file asks of another: the specifier as written, and where. */
export type Import = { readonly specifier: string; readonly start: number }

export type Source = {
  readonly file: string
  readonly text: string
  readonly program: Node
  readonly imports: readonly Import[]
  readonly comments: readonly { readonly value: string; readonly start: number }[]
  /** `file:line` of an offset. */
  readonly at: (offset: number) => string
}

const parsed = new Map<string, Source>()

/** Every TypeScript file of the project. A text is parsed once, however many parts ask for it. */
export const projectSources = (root: string): readonly Source[] =>
  projectFiles(root)
    .filter((file) => /\.tsx?$/.test(file) && !file.endsWith('.d.ts'))
    .map((file) => {
      const text = readText(root, file)
      const key = `${file}\n${text}`
      const source = parsed.get(key) ?? parseSource(file, text)
      parsed.set(key, source)
      return source
    })

const parseSource = (file: string, text: string): Source => {
  const { program, comments, errors } = parseSync(file, text)
  const tree: unknown = program
  if (!isNode(tree) || errors.length > 0) throw new Error(`${file} is no TypeScript: ${errors[0]?.message ?? 'it has no tree'}`)
  return { file, text, program: tree, imports: importsOf(tree), comments, at: (offset) => `${file}:${lineOf(text, offset)}` }
}

const lineOf = (text: string, offset: number): number => text.slice(0, offset).split('\n').length

/** Static, type-only, dynamic and re-exporting alike: a wall that one of them may pass is none. */
const importsOf = (program: Node): readonly Import[] => {
  const found: Import[] = []
  walk(program, (node) => {
    if (!/^(?:ImportDeclaration|ExportNamedDeclaration|ExportAllDeclaration|ImportExpression|TSImportType)$/.test(node.type)) return
    const specifier = literalOf(node['source'])
    if (specifier !== null) found.push({ specifier, start: node.start })
  })
  return found
}

export const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string' && 'start' in value

/** Visits every node, a parent before what stands in it. */
export const walk = (node: Node, visit: (node: Node, parent: Node | null, key: string) => void): void => {
  const step = (each: Node, parent: Node | null, key: string): void => {
    visit(each, parent, key)
    for (const [name, value] of Object.entries(each)) {
      if (isNode(value)) step(value, each, name)
      else if (Array.isArray(value)) for (const item of value) if (isNode(item)) step(item, each, name)
    }
  }
  step(node, null, '')
}

export const childOf = (node: Node, name: string): Node | null => {
  const child = node[name]
  return isNode(child) ? child : null
}

export const childrenOf = (node: Node, name: string): readonly Node[] => {
  const children: unknown = node[name]
  return Array.isArray(children) ? children.filter(isNode) : []
}

export const textOf = (node: Node, name: string): string => {
  const text = node[name]
  return typeof text === 'string' ? text : ''
}

/** The text of a string literal, or of a template without expressions; null for anything else. */
export const literalOf = (value: unknown): string | null => {
  if (!isNode(value)) return null
  if (value.type === 'Literal' && typeof value['value'] === 'string') return value['value']
  return value.type === 'TemplateLiteral' && childrenOf(value, 'expressions').length === 0 ? templateText(value) : null
}

/** The fixed parts of a template, with a gap for each expression. */
export const templateText = (template: Node): string =>
  childrenOf(template, 'quasis')
    .map((quasi) => {
      const value = quasi['value']
      return typeof value === 'object' && value !== null && 'raw' in value ? String(value.raw) : ''
    })
    .join('${}')

/** The name of a property of an object literal, null where it is computed or spread. */
export const propertyName = (property: Node): string | null => {
  const key = childOf(property, 'key')
  if (key === null || property['computed'] === true) return null
  return key.type === 'Identifier' ? textOf(key, 'name') : literalOf(key)
}
