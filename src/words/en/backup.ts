/** Sentences of backup and restore. */
export const backupWords = {
  backup_not_named: 'No folder was named for the backup. Call `mandate backup DIR` with an empty folder or a new one.',
  backup_beside_keys:
    'A backup in {folder} would lie together with the key ring in {ring}, and whoever took the one would have the other. Name a folder that neither holds the ring nor lies in it.',
  backup_there_already: 'There is a backup in {folder} already, and none is written over. Name a new folder.',
  backup_folder_not_empty: '{folder} is not empty. Name an empty folder or a new one; if a backup was killed there, remove what it left.',
  backup_folder_unwritable:
    'The backup cannot be written to {folder} ({because}), and nothing of it was left there. Name a folder with room that you may write to.',
  backup_not_there: 'There is no finished backup in {folder}: it has no manifest.json. Name the folder that `mandate backup` wrote.',
  backup_of_other_format:
    'The backup in {folder} has the format "{found}"; this version reads "{expected}". Restore it with the version that made it.',
  backup_changed:
    'The file {file} of the backup in {folder} is not as it was written: it was changed or cut off. Nothing was restored. Use another copy of the backup.',
  backup_file_missing: 'The backup in {folder} has no file {file}. Nothing was restored. Use another copy of the backup.',
  backup_newer:
    'The backup went through changes that this version does not know ({unknown}). Restore it with the version that made it, or a newer one.',
  ring_older_than_backup:
    'The ring {ring} in {folder} does not know key {key}, which it had when the backup was made: it is an older copy. Run `mandate keys import` with a copy that was exported since.',
  ledger_missing:
    'There is no erasure ledger at {file}. Without it the people who were erased since the backup would come back, so nothing was restored. Put the ledger there.',
  ledger_older_than_backup:
    'The erasure ledger {file} does not hold the {lines} lines that it had when the backup was made: it is an older copy or another one. Put the newest ledger there.',
  restore_target_in_use:
    'The database {address} holds data, and a restore writes over nothing. Name an empty data folder with --data DIR, or an empty database.',
  restore_while_running:
    'A server (process {pid}) runs on {folder}. Stop it (`mandate stop`), and restore into an empty data folder or database.',
  restore_unfinished:
    'A restore into {folder} was not finished, and what was erased since the backup may be in it: nothing is served. Run `mandate restore {backup}` again.',
  restore_replay_failed:
    'The erasure ledger could not be replayed ({because}), so nothing is served. Correct the cause, then run `mandate restore` again.',
  restore_left_over:
    'After the replay {rows} rows of {tables} still point to people who were erased, so nothing is served. Run `mandate restore` again, and report this.',
  waits_for_service: 'Mail waits until the restored house serves.',
} as const
