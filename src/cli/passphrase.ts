import { readFileSync } from 'node:fs'
import type { Refusal } from '../domain/refusal.ts'

/** Where a passphrase may come from. Never a word of the call: other users of the machine see those in the list of processes. */
export type Input = AsyncIterable<string | Uint8Array> & {
  readonly isTTY?: boolean
  readonly setRawMode?: (raw: boolean) => unknown
}

/** The first line of a file, without its line end. */
export const passphraseFromFile = (path: string): string | Refusal => {
  try {
    return firstLine(readFileSync(path, 'utf8'))
  } catch {
    return { refused: 'passphrase_file_unreadable', path }
  }
}

/** The first line of the input. At a terminal it asks, and shows nothing of what is typed. */
export const passphraseFromInput = async (input: Input, ask: (text: string) => void): Promise<string> => {
  const hidden = input.isTTY === true && input.setRawMode !== undefined
  if (hidden) {
    ask('Passphrase: ')
    input.setRawMode?.(true)
  }
  let typed = ''
  try {
    for await (const chunk of input) {
      typed = withTyped(typed, typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8'), hidden)
      if (/[\r\n]/.test(typed)) break
    }
  } finally {
    if (hidden) {
      input.setRawMode?.(false)
      ask('\n')
    }
  }
  return firstLine(typed)
}

/** In raw mode the terminal leaves the backspace, and the end by control-C or control-D, to the program. */
const withTyped = (typed: string, chunk: string, hidden: boolean): string => {
  if (!hidden) return typed + chunk
  let text = typed
  for (const letter of chunk) {
    if (letter === '\u0003' || letter === '\u0004') return '\n'
    text = letter === '\u007f' || letter === '\b' ? Array.from(text).slice(0, -1).join('') : text + letter
  }
  return text
}

const firstLine = (text: string): string => text.split(/\r?\n|\r/)[0] ?? ''
