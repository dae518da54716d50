import { isRefusal, type Refusal } from '../../../domain/refusal.ts'
import { checkCells, type CellFault } from '../../../intake/check-row.ts'
import { mapColumns } from '../../../intake/mapping.ts'
import { enrichmentColumns } from '../columns.ts'
import type { ContactFields } from '../rules.ts'

/**
 * The fields after a change, checked by the rules of a file's cells: what a file may not bring, a hand may not write either. `null` takes a
 * field away. Refuses fields that the wing does not know, broken values, special data, and a change that leaves nobody named.
 */
export const editedFields = (
  before: ContactFields,
  change: Readonly<Record<string, string | null>>,
): { readonly fields: ContactFields } | Refusal => {
  const unknown = Object.keys(change).find((key) => !enrichmentColumns.some((column) => column.key === key))
  if (unknown !== undefined) return { refused: 'field_unknown', field: unknown, known: enrichmentColumns.map(({ key }) => key) }
  const keys = enrichmentColumns.map(({ key }) => key)
  const cells = keys.map((key) => (key in change ? (change[key] ?? '') : (before[key] ?? '')))
  const mapping = mapColumns(keys, enrichmentColumns, new Map(keys.map((key, index) => [index, key])))
  if (isRefusal(mapping)) return mapping
  const checked = checkCells({ line: 1, cells }, mapping)
  const finding = checked.verdict === 'accepted' ? undefined : checked.findings[0]
  if (finding !== undefined) return cellRefusal(finding)
  if (checked.verdict === 'refused') return { refused: 'contact_without_person' }
  const [broken] = checked.leftOut
  return broken === undefined ? { fields: checked.fields } : cellRefusal(broken)
}

const cellRefusal = ({ code, header, category, rule }: CellFault): Refusal =>
  category === null
    ? { refused: 'field_refused', field: header, because: code }
    : { refused: 'field_special', field: header, category, rule }
