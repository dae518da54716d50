/** New ids that lead with the time of making (UUID version 7, RFC 9562): neighbours in an index are neighbours in time. */
import { randomFillSync } from 'node:crypto'
import type { NewId } from '../domain/ids.ts'

const pool = Buffer.alloc(10 * 512)
let at = pool.length

export const newId: NewId = () => {
  if (at === pool.length) {
    randomFillSync(pool)
    at = 0
  }
  const random = pool.subarray(at, at + 10)
  at += 10
  const time = Date.now().toString(16).padStart(12, '0')
  random[0] = 0x70 | ((random[0] ?? 0) & 0x0f)
  random[2] = 0x80 | ((random[2] ?? 0) & 0x3f)
  const rest = random.toString('hex')
  return `${time.slice(0, 8)}-${time.slice(8)}-${rest.slice(0, 4)}-${rest.slice(4, 8)}-${rest.slice(8)}`
}
