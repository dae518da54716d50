import type { TakenRow } from './dry-run.ts'
import { errorFileColumns } from './mapping.ts'
import type { Sniffed } from './sniff.ts'
import { csvLine } from './write-csv.ts'

/** Turns a code and what it names into a sentence in the reader's language. */
export type Sentence = (code: string, values: Readonly<Record<string, string | number>>) => string

/**
 * The rows that were not taken, as lines of CSV with the line, the column and the reason in front: mend it and import it
 * again as it is. It holds people's data as they were handed in: seal it, and let it expire with the upload. A row that could not be read has its line only.
 */
export async function* errorFile(
  sniffed: Sniffed,
  rows: AsyncIterable<readonly TakenRow[]>,
  sentence: Sentence,
): AsyncGenerator<string, void, undefined> {
  yield csvLine([...errorFileColumns, ...sniffed.header], 'spreadsheet')
  for await (const batch of rows) for (const taken of batch) yield* errorLine(taken, sentence)
}

function* errorLine(taken: TakenRow, sentence: Sentence): Generator<string, void, undefined> {
  if (taken.verdict === 'unreadable') {
    const { line, problem, column, expected, found } = taken.fault
    yield csvLine([String(line), String(column), sentence(problem, { line, column, expected, found })], 'spreadsheet')
    return
  }
  const { checked, row } = taken
  if (checked.verdict === 'accepted') return
  const [first] = checked.findings
  const column = first === undefined ? '' : first.header
  const reason =
    first === undefined
      ? sentence('row_without_person', { line: row.line })
      : sentence(first.code, {
          line: row.line,
          column: first.column,
          header: first.header,
          category: first.category ?? '',
          rule: first.rule ?? '',
        })
  yield csvLine([String(row.line), column, reason, ...row.cells], 'spreadsheet')
}
