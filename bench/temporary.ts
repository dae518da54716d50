/** What a bench leaves on the machine is taken away however it ends: in order, by a signal, or by a bug. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export type Temporary = { readonly path: string; remove(): void }

export const temporaryFolder = (): Temporary => {
  const path = mkdtempSync(join(tmpdir(), 'mandate-bench-'))
  const forget = atExit(() => rmSync(path, { recursive: true, force: true }))
  return {
    path,
    remove: () => {
      forget()
      rmSync(path, { recursive: true, force: true })
    },
  }
}

/** Runs at the end of the process unless it was called off. */
export const atExit = (act: () => void): (() => void) => {
  process.once('exit', act)
  return () => void process.off('exit', act)
}

/** Ctrl-C ends the process by its own door, so that what waits for its end runs. */
export const endInOrder = (): void => {
  process.once('SIGINT', () => process.exit(130))
  process.once('SIGTERM', () => process.exit(143))
}
