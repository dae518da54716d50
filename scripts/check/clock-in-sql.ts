import { finding, type Finding } from './part.ts'
import { isTest, projectFiles, readText } from './project-files.ts'
import { childOf, childrenOf, literalOf, templateText, textOf, walk, type Source } from './source.ts'

const asksTheTime =
  /\b(?:(?:now|clock_timestamp|statement_timestamp|transaction_timestamp|timeofday)\s*\(|(?:current_(?:timestamp|date|time)|localtime(?:stamp)?)\b)|'(?:now|today|tomorrow|yesterday)'\s*::/i

/** Where the database's clock is what is asked for. */
const secondClock: Readonly<Record<string, string>> = {
  'src/cli/serve.ts': 'a real clock that leaps is believed only when a second one agrees',
}

const says = (found: string): string =>
  `asks the database for the time (${found}): hand in the instant as a parameter, so that a simulated clock rules it too`

/** Statements that ask the database for the time, in .sql files and in templates of SQL. */
export const checkClockInSql = (root: string, sources: readonly Source[]): readonly Finding[] => [
  ...projectFiles(root, 'src')
    .filter((file) => file.endsWith('.sql'))
    .flatMap((file) =>
      readText(root, file)
        .split('\n')
        .flatMap((line, index) => inStatement(line.replace(/--.*$/, ''), `${file}:${index + 1}`)),
    ),
  ...sources.filter(({ file }) => file.startsWith('src/') && !isTest(file) && !Object.hasOwn(secondClock, file)).flatMap(inTemplates),
]

const inTemplates = (source: Source): readonly Finding[] => {
  const found: Finding[] = []
  walk(source.program, (node) => {
    const quasi = node.type === 'TaggedTemplateExpression' ? childOf(node, 'quasi') : null
    if (quasi !== null) found.push(...inStatement(templateText(quasi), source.at(node.start)))
    const called = node.type === 'CallExpression' ? childOf(childOf(node, 'callee') ?? node, 'property') : null
    const [first] = childrenOf(node, 'arguments')
    if (called === null || textOf(called, 'name') !== 'unsafe' || first === undefined) return
    const statement = first.type === 'TemplateLiteral' ? templateText(first) : literalOf(first)
    if (statement !== null) found.push(...inStatement(statement, source.at(first.start)))
  })
  return found
}

const inStatement = (statement: string, at: string): readonly Finding[] => {
  const found = asksTheTime.exec(statement)
  return found === null ? [] : [finding(at, says(found[0].trim()))]
}
