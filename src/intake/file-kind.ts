import type { Refusal } from '../domain/refusal.ts'

/** What this file is, when it is not a list in plain text: by its first bytes. The refusal says what was found and how to get a CSV out of it. */
export const refuseOtherFiles = (head: Uint8Array): Refusal | null => {
  if (head.length === 0) return { refused: 'file_empty' }
  if (startsWith(head, [0x50, 0x4b, 0x03, 0x04]) || startsWith(head, [0x50, 0x4b, 0x05, 0x06])) return zipRefusal(head)
  const known = signatures.find(({ bytes }) => startsWith(head, bytes))
  if (known !== undefined) return { refused: known.code, kind: known.kind }
  if (startsWith(head, [0xff, 0xfe, 0, 0]) || startsWith(head, [0, 0, 0xfe, 0xff])) return { refused: 'encoding_unknown', kind: 'UTF-32' }
  return refuseOtherText(ascii(head, 512))
}

const signatures: readonly { readonly bytes: readonly number[]; readonly code: string; readonly kind: string }[] = [
  { bytes: [0xd0, 0xcf, 0x11, 0xe0], code: 'file_is_spreadsheet', kind: 'Excel (xls)' },
  { bytes: [0x1f, 0x8b], code: 'file_is_packed', kind: 'gzip' },
  { bytes: [0x42, 0x5a, 0x68], code: 'file_is_packed', kind: 'bzip2' },
  { bytes: [0xfd, 0x37, 0x7a, 0x58, 0x5a], code: 'file_is_packed', kind: 'xz' },
  { bytes: [0x37, 0x7a, 0xbc, 0xaf], code: 'file_is_packed', kind: '7z' },
  { bytes: [0x28, 0xb5, 0x2f, 0xfd], code: 'file_is_packed', kind: 'zstd' },
  { bytes: [0x52, 0x61, 0x72, 0x21], code: 'file_is_packed', kind: 'RAR' },
  { bytes: [0x89, 0x50, 0x4e, 0x47], code: 'file_is_picture', kind: 'PNG' },
  { bytes: [0xff, 0xd8, 0xff], code: 'file_is_picture', kind: 'JPEG' },
  { bytes: [0x47, 0x49, 0x46, 0x38], code: 'file_is_picture', kind: 'GIF' },
  { bytes: [0x52, 0x49, 0x46, 0x46], code: 'file_is_picture', kind: 'WebP or another RIFF file' },
  { bytes: [0x49, 0x49, 0x2a, 0x00], code: 'file_is_picture', kind: 'TIFF' },
  { bytes: [0x25, 0x50, 0x44, 0x46], code: 'file_is_document', kind: 'PDF' },
  { bytes: [0x7b, 0x5c, 0x72, 0x74, 0x66], code: 'file_is_document', kind: 'RTF' },
  { bytes: [0x53, 0x51, 0x4c, 0x69, 0x74, 0x65], code: 'file_is_document', kind: 'SQLite database' },
  { bytes: [0x50, 0x41, 0x52, 0x31], code: 'file_is_document', kind: 'Parquet' },
  { bytes: [0x7f, 0x45, 0x4c, 0x46], code: 'file_is_document', kind: 'program' },
  { bytes: [0x4d, 0x5a, 0x90, 0x00], code: 'file_is_document', kind: 'program' },
]

const startsWith = (head: Uint8Array, bytes: readonly number[]): boolean => bytes.every((byte, index) => head[index] === byte)

const ascii = (head: Uint8Array, length: number): string => String.fromCharCode(...head.subarray(0, length))

/** Spreadsheets of this century are zip files; their first entries give them away. */
const zipRefusal = (head: Uint8Array): Refusal => {
  const names = Array.from({ length: 8 }, (_, index) => ascii(head.subarray(index * 512), 512)).join('')
  if (names.includes('opendocument.spreadsheet')) return { refused: 'file_is_spreadsheet', kind: 'OpenDocument (ods)' }
  if (names.includes('xl/') || names.includes('[Content_Types].xml')) return { refused: 'file_is_spreadsheet', kind: 'Excel (xlsx)' }
  return { refused: 'file_is_packed', kind: 'zip' }
}

const refuseOtherText = (text: string): Refusal | null => {
  const start = text.replace('\u00ef\u00bb\u00bf', '').trimStart().toLowerCase()
  if (start.startsWith('<!doctype html') || start.startsWith('<html')) return { refused: 'file_is_document', kind: 'HTML page' }
  if (start.startsWith('<?xml')) return { refused: 'file_is_document', kind: 'XML' }
  if (start.startsWith('begin:vcard')) return { refused: 'file_is_document', kind: 'vCard' }
  if (/^(?:\[\s*)?\{\s*"/.test(start)) return { refused: 'file_is_document', kind: 'JSON' }
  return null
}
