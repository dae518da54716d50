/** Looks for words in every file of a folder, in every form in which a program may have written them down. */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'

export type Found = { readonly file: string; readonly offset: number; readonly form: string; readonly around: string }
type Needle = { readonly form: string; readonly bytes: Buffer }

/** `skip`: whole paths that are not looked at. Sockets and other special files have no bytes. */
export const scanFolder = (
  folder: string,
  words: readonly string[],
  skip: readonly string[] = [],
): { readonly files: number; readonly bytes: number; readonly found: readonly Found[] } => {
  const needles = words.flatMap(needlesOf)
  const found: Found[] = []
  let files = 0
  let bytes = 0
  for (const file of filesOf(folder, skip)) {
    const content = readFileSync(file)
    files += 1
    bytes += content.length
    found.push(...scanBytes(content, needles).map((hit) => ({ file, ...hit })))
  }
  return { files, bytes, found }
}

export const scanBytes = (content: Buffer, needles: readonly Needle[]): readonly Omit<Found, 'file'>[] =>
  needles.flatMap(({ form, bytes }) => {
    const offset = content.indexOf(bytes)
    if (offset < 0) return []
    const around = content
      .subarray(Math.max(0, offset - 60), offset + bytes.length + 60)
      .toString('latin1')
      .replaceAll(/[^\x20-\x7e]/g, '.')
    return [{ offset, form, around }]
  })

/** Every way of writing a word that is looked for: as it is, in small and in large letters, each in six encodings. */
export const needlesOf = (word: string): readonly Needle[] => {
  const spellings = [...new Set([word, word.toLowerCase(), word.toUpperCase()])]
  return spellings.flatMap((text) => {
    const utf8 = Buffer.from(text)
    const utf16 = Buffer.from(text, 'utf16le')
    const base64 = [0, 1, 2].flatMap((before) => insideBase64(utf8, before))
    return [
      { form: `utf-8 ${text}`, bytes: utf8 },
      { form: `utf-16le ${text}`, bytes: utf16 },
      { form: `utf-16be ${text}`, bytes: Buffer.from(utf16).swap16() },
      { form: `hex ${text}`, bytes: Buffer.from(utf8.toString('hex')) },
      { form: `HEX ${text}`, bytes: Buffer.from(utf8.toString('hex').toUpperCase()) },
      ...[...new Set(base64.flatMap((each) => [each, each.replaceAll('+', '-').replaceAll('/', '_')]))].map((each) => ({
        form: `base64 ${text}`,
        bytes: Buffer.from(each),
      })),
    ]
  })
}

/** The digits of base64 that depend on the word alone, when `before` other bytes stand before it in its group of three. */
const insideBase64 = (word: Buffer, before: number): string => {
  const whole = Buffer.concat([Buffer.alloc(before), word]).toString('base64')
  return whole.slice(Math.ceil((before * 8) / 6), Math.floor(((before + word.length) * 8) / 6))
}

const filesOf = (folder: string, skip: readonly string[]): readonly string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (skip.includes(path)) return []
    if (entry.isDirectory() || (entry.isSymbolicLink() && statSync(path).isDirectory())) return filesOf(path, skip)
    return entry.isFile() ? [path] : []
  })
