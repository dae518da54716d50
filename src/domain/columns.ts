/** How the cells of a column are read and checked. */
export type ColumnKind = 'personName' | 'organisation' | 'title' | 'email' | 'phone' | 'url' | 'linkedin' | 'country' | 'text' | 'free'

/**
 * One thing that a wing takes from a file of contacts. `key` is the field's name in the wing; `maximum` its length in characters;
 * `synonyms` are names that people give the column, in any spelling: they are compared folded, as whole names.
 */
export type ImportColumn = {
  readonly key: string
  readonly kind: ColumnKind
  readonly maximum: number
  readonly synonyms: readonly string[]
}
