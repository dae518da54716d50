/** Files that were dropped in this tab, so that a changed mapping can be tried without handing the file in again. Nothing outlives the tab. */
const files = new Map<string, File>()

export const holdFile = (id: string, file: File): void => {
  // One is enough: what was dropped before is no longer being worked on.
  files.clear()
  files.set(id, file)
}

export const heldFile = (id: string): File | null => files.get(id) ?? null
