import { spawn, type ChildProcess } from 'node:child_process'
import { join } from 'node:path'

/** A process that supervises a folder, and the line that it said. */
export type Supervisor = { readonly process: ChildProcess; readonly pid: number; readonly said: Readonly<Record<string, unknown>> }

/** Runs `supervise.ts` and waits for its line. */
export const supervise = async (
  folder: string,
  manner: 'stay' | 'temporary' = 'stay',
  as: { readonly uid?: number; readonly gid?: number } = {},
): Promise<Supervisor> => {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'supervise.ts'), folder, manner], {
    ...as,
    cwd: '/',
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const line = await new Promise<string>((resolve, reject) => {
    let text = ''
    child.stdout.on('data', (bytes: Buffer) => {
      text += bytes.toString()
      if (text.includes('\n')) resolve(text)
    })
    child.once('exit', () => reject(new Error(`the supervisor ended without a word: ${text}`)))
  })
  const said: unknown = JSON.parse(line)
  if (typeof said !== 'object' || said === null) throw new Error(line)
  return { process: child, pid: child.pid ?? 0, said: { ...said } }
}
