import { undoUntil } from '../rules.ts'
import type { StoredImport } from '../store/imports.ts'
import type { ImportView } from '../wire.ts'

/** An import as its controller sees it. */
export const viewOf = (stored: StoredImport): ImportView => ({
  id: stored.id,
  state: stored.state,
  expiresOn: stored.expiresOn,
  duplicates: stored.duplicates,
  rowsDone: stored.rowsDone,
  counts: { ...stored.counts, byRule: { ...stored.counts.byRule } },
  hasQuarantine: stored.quarantine.length > 0,
  hasErrorFile: stored.errorFiles.length > 0,
  createdAt: stored.createdAt,
  closedAt: stored.closedAt,
  undoUntil: stored.state === 'closed' && stored.closedAt !== null ? undoUntil(stored.closedAt) : null,
})
