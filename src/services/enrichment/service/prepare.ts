/** Rows of a file made ready to be written: judged, sealed and indexed before their transaction begins. */
import type { RealHouse } from '../../../app/house.ts'
import type { Instant, TenantId } from '../../../domain/ids.ts'
import type { CellFault } from '../../../intake/check-row.ts'
import type { TakenRow } from '../../../intake/dry-run.ts'
import { errorFile, type Sentence } from '../../../intake/error-file.ts'
import type { Sniffed } from '../../../intake/sniff.ts'
import { noCounts, orderedId, type ContactFields, type ImportCounts } from '../rules.ts'
import { sealContact, type SealedContact } from '../store/insert.ts'
import type { ContactTokens } from '../store/tokens.ts'

export type Ready = { readonly line: number; readonly fields: ContactFields; readonly sealed: SealedContact }
export type SetAside = {
  readonly line: number
  readonly fields: ContactFields
  readonly findings: readonly { readonly header: string; readonly category: string; readonly rule: string }[]
}

/** A batch on its way. `rows` is how many rows of the file it stands for; `errors` are lines of the error file, head first. */
export type Batch = {
  readonly rows: number
  readonly ready: readonly Ready[]
  readonly aside: readonly SetAside[]
  readonly errors: readonly string[]
  readonly counts: ImportCounts
}

export type BatchMaker = (rows: readonly TakenRow[], before: number) => Promise<Batch>

export const batchMaker = (
  house: RealHouse,
  tenant: TenantId,
  file: { readonly day: string | null; readonly at: Instant; readonly sniffed: Sniffed },
  tokensOf: (fields: ContactFields) => ContactTokens,
  sentence: Sentence,
): BatchMaker => {
  const ring = house.store.ring
  return async (rows, before) => {
    const ready: Ready[] = []
    const aside: SetAside[] = []
    const refused: TakenRow[] = []
    const byRule = new Map<string, number>()
    const bump = (rule: string): void => void byRule.set(rule, (byRule.get(rule) ?? 0) + 1)
    for (const [index, taken] of rows.entries()) {
      if (taken.verdict === 'unreadable') {
        refused.push(taken)
        bump(taken.fault.problem)
        continue
      }
      const { checked, line } = taken
      if (checked.verdict === 'refused') {
        refused.push(taken)
        if (checked.findings.length === 0) bump(checked.because)
        for (const finding of checked.findings) bump(ruleOf(finding))
        continue
      }
      for (const fault of checked.leftOut) bump(fault.code)
      if (checked.verdict === 'quarantined') {
        for (const finding of checked.findings) bump(ruleOf(finding))
        aside.push({ line, fields: checked.fields, findings: checked.findings.map(findingOf) })
        continue
      }
      const id = orderedId(file.at, before + index, house.newId())
      ready.push({
        line,
        fields: checked.fields,
        sealed: sealContact(ring, tenant, file.day, id, checked.fields, tokensOf(checked.fields)),
      })
    }
    const counts = {
      ...noCounts,
      rows: rows.length,
      accepted: ready.length,
      refused: refused.length,
      quarantined: aside.length,
      byRule: Object.fromEntries(byRule),
    }
    return { rows: rows.length, ready, aside, errors: await errorLines(file.sniffed, refused, sentence), counts }
  }
}

const ruleOf = (finding: CellFault): string => `${finding.code}:${finding.category ?? ''}`

const findingOf = ({ header, category, rule }: CellFault) => ({ header, category: category ?? '', rule: rule ?? '' })

const errorLines = async (sniffed: Sniffed, refused: readonly TakenRow[], sentence: Sentence): Promise<readonly string[]> => {
  if (refused.length === 0) return []
  const lines: string[] = []
  for await (const line of errorFile(sniffed, only(refused), sentence)) lines.push(line)
  return lines
}

async function* only(rows: readonly TakenRow[]): AsyncGenerator<readonly TakenRow[], void, undefined> {
  yield rows
}
