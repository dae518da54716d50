import { totalmem } from 'node:os'

/** How the embedded server differs from PostgreSQL's own defaults. Written anew at every start, so that the program's settings hold. */
export type ServerSettings = { readonly socketFolder: string; readonly durable: boolean }

const mebibyte = 1024 * 1024

/** The text of `postgresql.conf`. */
export const serverSettings = ({ socketFolder, durable }: ServerSettings): string => {
  const buffers = Math.min(256, Math.max(32, Math.floor(totalmem() / mebibyte / 16)))
  return [
    '# Written by the program at every start. Changes made here are lost.',
    "listen_addresses = ''",
    `unix_socket_directories = ${quoted(socketFolder)}`,
    'unix_socket_permissions = 0700',
    'max_connections = 60',
    'password_encryption = scram-sha-256',
    '',
    `fsync = ${durable ? 'on' : 'off'}`,
    `synchronous_commit = ${durable ? 'on' : 'off'}`,
    `full_page_writes = ${durable ? 'on' : 'off'}`,
    `shared_buffers = ${buffers}MB`,
    'dynamic_shared_memory_type = posix',
    'work_mem = 16MB',
    'maintenance_work_mem = 64MB',
    'max_wal_size = 1GB',
    'jit = off',
    '',
    "timezone = 'UTC'",
    "log_timezone = 'UTC'",
    "datestyle = 'iso, ymd'",
    "default_text_search_config = 'pg_catalog.simple'",
    '',
    '# The log must not hold a person: no statement, no parameter, no DETAIL line. Errors of statements (level ERROR) quote the value that',
    '# was refused, so they go to the program alone; LOG, FATAL and PANIC are the server speaking of itself.',
    'log_min_messages = log',
    'log_min_error_statement = panic',
    'log_error_verbosity = terse',
    'log_statement = none',
    'log_parameter_max_length = 0',
    'log_parameter_max_length_on_error = 0',
    'log_min_duration_statement = -1',
    'log_min_duration_sample = -1',
    'log_temp_files = -1',
    'log_lock_waits = off',
    'log_autovacuum_min_duration = -1',
    'log_checkpoints = off',
    "log_line_prefix = '%t [%p] '",
    // The log is the standard error of the server, which the supervisor opened as a file: one file, from the first line on.
    'logging_collector = off',
    "log_destination = 'stderr'",
    '',
  ].join('\n')
}

/** Who may connect: whoever can reach the socket, which lies in a folder that only the server's user and root may enter. */
export const serverAccess = [
  '# Written by the program at every start. The socket lies in a folder of mode 0700; there is no other door.',
  'local all all trust',
  'local replication all trust',
  '',
].join('\n')

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`
