import { join } from 'node:path'

/** The erasure ledger of a data folder: outside the database and its backups, beside the keys and not with them. */
export const ledgerPath = (folder: string): string => join(folder, 'ledger', 'erasures.log')
