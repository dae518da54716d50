import { spawn } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after } from 'node:test'
import type { Part } from '../../scripts/check/part.ts'

/** What one run of the check came to. */
export type Checked = { readonly status: number; readonly said: string }

/** A copy of the project in which faults are planted, one at a time: after each run the files are as they were. */
export type ProjectCopy = {
  /** Runs some parts of the copy's own check. */
  readonly check: (parts: string) => Promise<Checked>
  /** Runs them with these files changed. `change` gets the text, empty for a file that is not there. */
  readonly checkWith: (parts: string, changes: Changes) => Promise<Checked>
  /** What one part finds there, within this process: for parts that read files and run nothing of them. */
  readonly findWith: (part: Part, changes: Changes) => Promise<readonly string[]>
}

type Changes = Readonly<Record<string, (text: string) => string>>

const project = join(import.meta.dirname, '..', '..')

const copied = ['src', 'scripts', 'agreements', 'test/rig', 'test/rig.ts', 'package.json', 'package-lock.json', 'tsconfig.json', 'LICENSE']

/** Copies what the check reads; the packages are linked. The copy goes when the file's tests are over. */
export const projectCopy = (): ProjectCopy => {
  const folder = mkdtempSync(join(tmpdir(), 'mandate-planted-'))
  after(() => rmSync(folder, { recursive: true, force: true }))
  for (const path of copied) cpSync(join(project, path), join(folder, path), { recursive: true })
  symlinkSync(join(project, 'node_modules'), join(folder, 'node_modules'))

  const check = (parts: string): Promise<Checked> =>
    new Promise((resolve, reject) => {
      const child = spawn(process.execPath, ['scripts/check.ts', '--only', parts], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] })
      let said = ''
      child.stdout.on('data', (bytes: Buffer) => (said += bytes.toString()))
      child.stderr.on('data', (bytes: Buffer) => (said += bytes.toString()))
      child.on('error', reject)
      child.on('close', (status) => resolve({ status: status ?? -1, said }))
    })

  const planted = async <Result>(changes: Changes, look: () => Promise<Result>): Promise<Result> => {
    const before = Object.keys(changes).map((file) => ({ file, text: textOf(join(folder, file)) }))
    try {
      for (const [file, change] of Object.entries(changes)) {
        const text = textOf(join(folder, file))
        const changed = change(text ?? '')
        if (changed === text) throw new Error(`the fault did not take in ${file}: what it replaces is not there`)
        mkdirSync(dirname(join(folder, file)), { recursive: true })
        writeFileSync(join(folder, file), changed)
      }
      return await look()
    } finally {
      for (const { file, text } of before)
        if (text === null) rmSync(join(folder, file), { force: true })
        else writeFileSync(join(folder, file), text)
    }
  }

  return {
    check,
    checkWith: (parts, changes) => planted(changes, () => check(parts)),
    findWith: (part, changes) => planted(changes, async () => (await part.run(folder)).map(({ at, says }) => `${at}: ${says}`)),
  }
}

const textOf = (file: string): string | null => {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return null
  }
}

/** A change that writes more lines at the end. */
export const andThen =
  (...lines: readonly string[]) =>
  (text: string): string =>
    `${text}${lines.join('\n')}\n`

/** The file as a whole. */
export const whole = (text: string) => (): string => `${text}\n`
