import { childOf, childrenOf, literalOf, propertyName, templateText, textOf, walk, type Node, type Source } from './source.ts'

/** A code that some line gives. `fields`: the names that come with it, null where they cannot be seen on the spot. */
export type Code = { readonly code: string; readonly fields: readonly string[] | null; readonly at: string }

/** Functions that make a refusal of a code: which of their arguments holds its values, and what they add themselves. */
const makers: Readonly<Record<string, { readonly values: number; readonly adds: readonly string[] }>> = {
  fault: { values: 2, adds: ['at'] },
  found: { values: 3, adds: ['at'] },
}

/** Every refusal and saying that a file writes down: `refused: 'code'`, `said: 'code'`, and calls of their makers. */
export const codesIn = (source: Source): readonly Code[] => {
  const found: Code[] = []
  walk(source.program, (node) => {
    if (node.type === 'ObjectExpression') found.push(...codesOfObject(node, source))
    if (node.type === 'CallExpression') found.push(...codesOfCall(node, source))
  })
  return found
}

const codesOfObject = (object: Node, { at }: Source): readonly Code[] =>
  childrenOf(object, 'properties')
    .filter((property) => property.type === 'Property' && (propertyName(property) === 'refused' || propertyName(property) === 'said'))
    .flatMap((property) => textsOf(childOf(property, 'value')).map((code) => ({ code, fields: fieldsOf(object), at: at(property.start) })))

const codesOfCall = (call: Node, { at }: Source): readonly Code[] => {
  const callee = childOf(call, 'callee')
  const name = callee === null ? '' : textOf(callee, 'name')
  const maker = Object.hasOwn(makers, name) ? makers[name] : undefined
  const words = childrenOf(call, 'arguments')
  if (maker === undefined || words[0] === undefined) return []
  const values = words[maker.values]
  const named = values === undefined ? [] : values.type === 'ObjectExpression' ? fieldsOf(values) : null
  return textsOf(words[0])
    .filter((code) => /^[a-z]+(?:_[a-z0-9]+)+$/.test(code))
    .map((code) => ({ code, fields: named === null ? null : [...named, ...maker.adds], at: at(call.start) }))
}

/** The texts that an expression may be: a literal, or either branch of a choice. */
const textsOf = (node: Node | null): readonly string[] => {
  if (node?.type === 'ConditionalExpression') return [...textsOf(childOf(node, 'consequent')), ...textsOf(childOf(node, 'alternate'))]
  const text = literalOf(node)
  return text === null ? [] : [text]
}

const fieldsOf = (object: Node): readonly string[] | null => {
  const names = childrenOf(object, 'properties').map((property) => (property.type === 'Property' ? propertyName(property) : null))
  return names.some((name) => name === null) ? null : names.filter((name) => name !== null)
}

/** Every text that stands in these files, and the shapes of texts that are put together from parts (`verdict_${kind}`). */
export const mentionsIn = (
  sources: readonly Source[],
): { readonly literals: ReadonlySet<string>; readonly patterns: readonly RegExp[] } => {
  const literals = new Set<string>()
  const patterns: RegExp[] = []
  for (const { program } of sources)
    walk(program, (node, parent, key) => {
      const text = literalOf(node)
      if (text !== null) literals.add(text)
      else if (node.type === 'Identifier' && (key === 'property' || key === 'key') && parent !== null) literals.add(textOf(node, 'name'))
      else if (node.type === 'TemplateLiteral') {
        const parts = templateText(node).split('${}')
        // Only a shape that begins or ends with a good part of a code tells one from another.
        if (/^[a-z]+[_-]/.test(parts[0] ?? '') || /[_-][a-z_-]+$/.test(parts.at(-1) ?? ''))
          patterns.push(new RegExp(`^${parts.map((part) => part.replaceAll(/[^\w-]/g, '\\$&')).join('[a-z0-9_-]+')}$`))
      }
    })
  return { literals, patterns }
}
