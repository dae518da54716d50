/** A file that is handed in, bare or as the one part of a form: a stream with an end, so that a file that was cut off is never taken for a whole one. */
import { Readable } from 'node:stream'
import type { FastifyRequest } from 'fastify'
import type { Refusal } from '../domain/refusal.ts'
import type { Upload } from './route.ts'

/** The largest file, in bytes. */
export const uploadLimit = 2_000_000_000

export const uploadOf = async (request: FastifyRequest): Promise<Upload | Refusal> => {
  if (request.isMultipart()) {
    const part = await Promise.race([request.file(), brokenOff(request)])
    if (part === 'broken off') return { refused: 'upload_broken_off' }
    return part === undefined
      ? { refused: 'request_unreadable', expected: 'multipart/form-data' }
      : { name: part.filename.slice(0, 200), type: part.mimetype, stream: Readable.from(limited(part.file, uploadLimit)) }
  }
  const type = request.headers['content-type']?.split(';')[0] ?? ''
  return request.body instanceof Readable
    ? { name: null, type, stream: Readable.from(limited(request.body, uploadLimit)) }
    : { refused: 'request_unreadable', expected: 'text/csv' }
}

/** The bytes of a stream until there are more than the limit: then it fails, and what was begun with it is rolled back. */
export async function* limited(stream: AsyncIterable<Uint8Array>, limit: number): AsyncGenerator<Uint8Array> {
  let bytes = 0
  for await (const piece of stream) {
    bytes += piece.length
    if (bytes > limit) throw Object.assign(new Error('a file is larger than what is taken'), { code: 'FST_ERR_CTP_BODY_TOO_LARGE' })
    yield piece
  }
}

/** A form whose sender hangs up before its first part has no end, and the parser would wait for it for ever. */
const brokenOff = ({ raw }: FastifyRequest): Promise<'broken off'> =>
  new Promise((resolve) => {
    const closed = (): void => {
      if (!raw.complete) resolve('broken off')
    }
    if (raw.destroyed) closed()
    else raw.once('close', closed)
  })
