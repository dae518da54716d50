/**
 * PostgreSQL's text form of an array, for parameters of bulk statements: `${arrayText(ids)}::uuid[]`. The driver's own form has no nulls
 * and no bytes, and escapes every element; at a thousand rows of many columns that costs more than the insert.
 */
export const arrayText = (values: readonly (string | null)[]): string => {
  let text = '{'
  for (let at = 0; at < values.length; at += 1) {
    const value = values[at] ?? null
    if (at > 0) text += ','
    text += value === null ? 'NULL' : isBare(value) ? value : quoted(value)
  }
  return `${text}}`
}

/** Bytes as an element of `bytea[]`. */
export const bytesText = (bytes: Uint8Array): string =>
  `\\x${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex')}`

/** Ids, names of acts, hexadecimal: what needs no quotes. `null` bare would be the null. */
const isBare = (value: string): boolean => /^[a-z0-9][a-z0-9_:.-]*$/.test(value) && value !== 'null'

const quoted = (value: string): string => `"${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`
