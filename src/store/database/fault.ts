import postgres from 'postgres'

/**
 * A statement that PostgreSQL did not carry out, without what it said: its messages and details quote the values of the row, and an error
 * ends in a log. What is left names the kind (SQLSTATE) and the constraint, table and column.
 */
export class DatabaseFault extends Error {
  override readonly name = 'DatabaseFault'
  /** SQLSTATE, five characters; or the driver's own word when the connection failed. */
  readonly code: string
  readonly constraint: string | null
  readonly table: string | null
  readonly column: string | null

  constructor(code: string, constraint: string | null, table: string | null, column: string | null) {
    const where = [
      constraint === null ? '' : `constraint ${constraint}`,
      table === null ? '' : `table ${table}`,
      column === null ? '' : `column ${column}`,
    ]
    super(`the database refused a statement: ${[code, ...where.filter((part) => part !== '')].join(', ')}`)
    this.code = code
    this.constraint = constraint
    this.table = table
    this.column = column
  }

  /** Would the same transaction, run again, have a chance? Serialization failure or deadlock (class 40), or a lost connection. */
  get passing(): boolean {
    return this.code.startsWith('40') || isConnectionCode(this.code)
  }
}

/** Replaces an error of the driver by one that may be logged; other errors pass. */
export const withoutValues = (error: unknown): unknown => {
  if (error instanceof postgres.PostgresError) {
    const fault = new DatabaseFault(error.code, error.constraint_name ?? null, error.table_name ?? null, error.column_name ?? null)
    return withStack(fault, error.stack)
  }
  const code = errorCode(error)
  return isConnectionCode(code) && error instanceof Error ? withStack(new DatabaseFault(code, null, null, null), error.stack) : error
}

/** Did a unique constraint say no? Inside a transaction, where the driver's own errors are seen, as well as outside. */
export const isDuplicate = (error: unknown, constraint?: string): boolean => {
  if (errorCode(error) !== '23505' || constraint === undefined) return errorCode(error) === '23505'
  if (error instanceof DatabaseFault) return error.constraint === constraint
  return error instanceof postgres.PostgresError && error.constraint_name === constraint
}

/** SQLSTATE or the driver's word; empty when the error has none. */
export const errorCode = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string' ? error.code : ''

export const isConnectionCode = (code: string): boolean =>
  code.startsWith('08') ||
  code.startsWith('57P') ||
  code.startsWith('CONNECT') ||
  /^E(CONN|PIPE|NOENT|TIMEDOUT|HOSTUNREACH|AI_AGAIN|NOTFOUND|NETUNREACH|ACCES)/.test(code)

/** Where it happened is worth keeping; the first line of a stack is the message, which is not. */
const withStack = (fault: DatabaseFault, stack: string | undefined): DatabaseFault => {
  const frames = (stack ?? '').split('\n').filter((line) => /^\s+at /.test(line))
  Object.defineProperty(fault, 'stack', { value: [`${fault.name}: ${fault.message}`, ...frames].join('\n') })
  return fault
}
