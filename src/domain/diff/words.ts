/** A run of words that both texts have, that only the later one has, or that only the earlier one has. */
export type Edit = { readonly is: 'kept' | 'added' | 'removed'; readonly text: string }

// Above this many cells the table of the comparison would be large: the middle is then shown as replaced, which is true, if less helpful.
const mostCells = 4_000_000

/** The difference of two texts word by word: put together, kept and removed give the earlier text, kept and added the later one. */
export const compareWords = (before: string, after: string): readonly Edit[] => {
  const [old, young] = [tokens(before), tokens(after)]
  const start = commonStart(old, young)
  const end = commonStart(old.slice(start).toReversed(), young.slice(start).toReversed())
  const [oldMiddle, youngMiddle] = [old.slice(start, old.length - end), young.slice(start, young.length - end)]
  return joined([
    { is: 'kept', text: old.slice(0, start).join('') },
    ...compareMiddle(oldMiddle, youngMiddle),
    { is: 'kept', text: old.slice(old.length - end).join('') },
  ])
}

/** Words with the white space that follows them. */
const tokens = (text: string): readonly string[] => text.match(/\s+|[^\s]+\s*/g) ?? []

const commonStart = (one: readonly string[], other: readonly string[]): number => {
  const at = one.findIndex((token, index) => token !== other[index])
  return at === -1 ? one.length : at
}

const compareMiddle = (old: readonly string[], young: readonly string[]): readonly Edit[] => {
  if (old.length * young.length > mostCells)
    return [
      { is: 'removed', text: old.join('') },
      { is: 'added', text: young.join('') },
    ]
  const lengths = commonLengths(old, young)
  const width = young.length + 1
  const edits: Edit[] = []
  let [i, j] = [0, 0]
  while (i < old.length || j < young.length) {
    const [token, other] = [old[i], young[j]]
    if (token !== undefined && token === other) {
      edits.push({ is: 'kept', text: token })
      i += 1
      j += 1
    } else if (token !== undefined && (other === undefined || (lengths[(i + 1) * width + j] ?? 0) >= (lengths[i * width + j + 1] ?? 0))) {
      edits.push({ is: 'removed', text: token })
      i += 1
    } else {
      edits.push({ is: 'added', text: other ?? '' })
      j += 1
    }
  }
  return edits
}

/** Cell (i, j): the length of the longest common subsequence of what follows i in one and j in the other. */
const commonLengths = (old: readonly string[], young: readonly string[]): Uint16Array => {
  const width = young.length + 1
  const table = new Uint16Array((old.length + 1) * width)
  for (let i = old.length - 1; i >= 0; i -= 1) {
    for (let j = young.length - 1; j >= 0; j -= 1) {
      table[i * width + j] =
        old[i] === young[j]
          ? (table[(i + 1) * width + j + 1] ?? 0) + 1
          : Math.max(table[(i + 1) * width + j] ?? 0, table[i * width + j + 1] ?? 0)
    }
  }
  return table
}

/** Neighbours of one kind become one run; empty runs go. */
const joined = (edits: readonly Edit[]): readonly Edit[] =>
  edits.reduce<readonly Edit[]>((runs, edit) => {
    if (edit.text === '') return runs
    const last = runs.at(-1)
    return last?.is === edit.is ? [...runs.slice(0, -1), { is: edit.is, text: last.text + edit.text }] : [...runs, edit]
  }, [])
