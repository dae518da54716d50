import type { ShownDeadline } from './api/board.ts'
import { sayCode } from './say.ts'

/** What falls due, in words. Days of retention are told apart by the class of data that their case begins with. */
export const deadlineName = ({ clause, name, case: id }: Pick<ShownDeadline, 'clause' | 'name' | 'case'>): string =>
  clause === 'retention' ? sayCode('retention', id.split(':')[0] ?? name) : sayCode('deadline', `${clause} ${name}`)
