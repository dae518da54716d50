import type { ImportColumn } from '../domain/columns.ts'
import { countryCode } from './countries.ts'

/** Why a cell was left out of its record. Each has a sentence among the words of this room. */
export type CellCode =
  | 'cell_undecodable'
  | 'cell_control_characters'
  | 'cell_longer_than_field'
  | 'text_without_letters'
  | 'email_malformed'
  | 'email_several'
  | 'phone_malformed'
  | 'phone_lost_to_spreadsheet'
  | 'url_malformed'
  | 'url_scheme'
  | 'linkedin_elsewhere'
  | 'country_unknown'

export type CellRead = { readonly value: string } | { readonly code: CellCode }

/**
 * One cell as the field wants it. Text is kept as given but for blanks around it: a cell that a spreadsheet would take for a formula is text
 * here, and is made harmless where text leaves for a spreadsheet. An empty cell is the empty value.
 */
export const readCell = (cell: string, column: ImportColumn): CellRead => {
  // The apostrophe that keeps spreadsheets from running a cell is not part of the value: what we wrote comes back as it was.
  const value = cell.trim().replace(/^'(?=\s*[=+\-@])/, '')
  if (value === '') return { value }
  const plain = /^[ -~]*$/.test(value)
  if (!plain && value.includes('\ufffd')) return { code: 'cell_undecodable' }
  if (!plain && controls.test(value)) return { code: 'cell_control_characters' }
  // Before any pattern with a tail runs over it: what is many times too long cannot become short enough.
  if (value.length > Math.max(column.maximum * 2, 500)) return { code: 'cell_longer_than_field' }
  const read = readKind(value, column.kind)
  return 'value' in read && read.value.length > column.maximum ? { code: 'cell_longer_than_field' } : read
}

/** All control characters but tab and line ends, which addresses have; also the marks that turn the direction of text, used to disguise it. */
// eslint-disable-next-line no-control-regex -- finding control characters is the purpose
const controls = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/

const readKind = (value: string, kind: ImportColumn['kind']): CellRead => {
  switch (kind) {
    case 'email':
      return readEmail(value)
    case 'phone':
      return readPhone(value)
    case 'url':
      return readUrl(value)
    case 'linkedin':
      return readLinkedin(value)
    case 'country':
      return readCountry(value)
    case 'personName':
    case 'title':
      return /\p{L}/u.test(value) ? { value: value.replaceAll(/\s+/g, ' ') } : { code: 'text_without_letters' }
    case 'organisation':
    case 'text':
      return { value: value.replaceAll(/\s+/g, ' ') }
    case 'free':
      return { value }
  }
}

/** RFC 5321 sizes (64 before the @, 254 in all) and a dot-atom as RFC 5322 §3.2.3 has it; letters beyond ASCII are allowed by RFC 6531. */
const address =
  /^[\p{L}\p{N}!#$%&'*+/=?^_`{|}~-]+(?:\.[\p{L}\p{N}!#$%&'*+/=?^_`{|}~-]+)*@(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.)+(?:\p{L}{2,63}|xn--[a-z0-9-]{2,59})$/u

/** `mailto:a@b.example` and `"A B" <a@b.example>` hold one address each, which is taken; two addresses are not chosen between. */
export const readEmail = (value: string): CellRead => {
  const inner = /^[^<>]*<([^<>]+)>$/.exec(value)?.[1] ?? value
  const bare = inner.trim().replace(/^mailto:/i, '')
  if (/@.*[,;\s].*@/s.test(bare)) return { code: 'email_several' }
  const local = bare.slice(0, Math.max(0, bare.lastIndexOf('@')))
  return local.length <= 64 && bare.length <= 254 && address.test(bare) ? { value: bare } : { code: 'email_malformed' }
}

/** Kept as given. 3 to 17 digits (E.164 has 15; `00` adds two), an extension after them; `1.99E+08` is what a spreadsheet left of a number. */
export const readPhone = (value: string): CellRead => {
  if (/^\d+(?:[.,]\d+)?E\+?\d+$/i.test(value)) return { code: 'phone_lost_to_spreadsheet' }
  const plain = value.replace(/^tel:/i, '').replace(/\s*(?:;ext=|ext\.?|x|#|poste|lok\.?|durchwahl)\s*\d{1,6}$/i, '')
  const digits = plain.replaceAll(/\D/g, '').length
  return /^\+?[\d\s().\-/·\u00a0\u2011]+$/.test(plain) && digits >= 3 && digits <= 17 ? { value } : { code: 'phone_malformed' }
}

const host = /^(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.)+\p{L}{2,63}$/u

/** A web address with or without `https://`. Other schemes are refused; whether anything answers there is not asked. */
export const readUrl = (value: string): CellRead => {
  const scheme = /^([a-z][a-z0-9+.-]*):(?!\d)/i.exec(value)?.[1]?.toLowerCase()
  if (scheme !== undefined && scheme !== 'http' && scheme !== 'https') return { code: 'url_scheme' }
  return hostOf(value) === null || /\s/.test(value) ? { code: 'url_malformed' } : { value }
}

const hostOf = (value: string): string | null => {
  const authority = value.replace(/^https?:\/\//i, '').split(/[/?#]/)[0] ?? ''
  const name = authority.replace(/:\d{1,5}$/, '').toLowerCase()
  return host.test(name) ? name : null
}

/** A profile on linkedin.com (any subdomain, `/in/`, `/pub/` or `/sales/`): another host under this name is a mistake or a trap. */
export const readLinkedin = (value: string): CellRead => {
  const url = readUrl(value)
  if ('code' in url) return url
  const name = hostOf(value) ?? ''
  const onLinkedin = name === 'linkedin.com' || name.endsWith('.linkedin.com')
  return onLinkedin && /\/(?:in|pub|sales|company)\/[^/]/i.test(value) ? { value } : { code: 'linkedin_elsewhere' }
}

const readCountry = (value: string): CellRead => {
  const code = countryCode(value)
  return code === null ? { code: 'country_unknown' } : { value: code }
}
