/** May this database serve? A restore says no before its first row and yes after its last step; where nothing was restored, nothing says no. */
import type { Database } from '../database.ts'
import { readSetting, writeSetting } from '../postgres/settings.ts'

export type Serveable = { readonly yes: boolean; readonly backup: string }

export const serveableSetting = 'serveable'

export const readServeable = (database: Database): Promise<Serveable | null> => readSetting<Serveable>(database, serveableSetting)

export const writeServeable = (database: Database, serveable: Serveable): Promise<void> =>
  writeSetting(database, serveableSetting, serveable)
