import { checkRooms } from '../check-rooms.ts'
import { checkClockInSql } from './clock-in-sql.ts'
import type { Part } from './part.ts'
import { checkPureNames } from './pure-names.ts'
import { projectSources } from './source.ts'
import { checkStyle } from './style.ts'

/** Who imports whom, what a pure room may not name, and what style asks of every file. */
export const walls: Part = {
  name: 'walls',
  run: async (root) => {
    const sources = projectSources(root)
    return [...checkRooms(sources), ...checkPureNames(sources), ...checkClockInSql(root, sources), ...checkStyle(sources)]
  },
}
