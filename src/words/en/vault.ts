/** Sentences of the vault. None of them has a place for a key, a passphrase or a plaintext. */
export const vaultWords = {
  key_destroyed:
    'Key {key} ({purpose}) was destroyed at {destroyed}, because: {because}. What was sealed under it cannot be read again, here or from any backup; nothing new can be sealed under it.',
  key_unknown:
    'Ring {ring} has no key {key}. If an older copy of the ring was put back, run `mandate keys import` with a copy that was exported since.',
  key_still_seals:
    'Key {id} ({key}) is the one that seals now. Rotate first (`mandate keys rotate`), reseal what is under it, then retire it.',
  key_in_use: 'Key {id} ({key}) still protects {left} records. Let the resealing finish until none is left, then retire it.',
  versions_used_up: 'Key {key} has had {last} versions, as many as an envelope can name. Move the tenant to a new id.',
  envelope_unreadable:
    'Record {record} of {table} holds {bytes} bytes that are not an envelope of this program (at least {fewest} bytes, format 1). Restore the record from a backup.',
  envelope_tampered:
    'Record {record} of {table} is not what was sealed at this place: a bit of it, its tenant, its class or its day was changed. Restore the record from a backup.',
  ring_missing: 'There is no key ring in {folder}. Name the right data folder, or run `mandate start` to make a new one.',
  ring_lost:
    'There is no key ring in {folder}; the data is sealed under ring {ring}, which holds key {key}. Put the folder back, or run `mandate keys import FILE` with an exported copy.',
  ring_exists: 'There is a key ring in {folder} already, and it is never overwritten. Name an empty folder.',
  ring_other:
    'The ring in {folder} is {ring}; the data is sealed under ring {expected}, which holds key {key}. Put that ring into the folder.',
  ring_held: 'Process {pid} owns the key ring ({path}), and only one may. Stop it (`mandate stop`), then try again.',
  ring_unreadable:
    'The key ring {path} has {bytes} bytes and is not a whole file of the format "{format}": it was cut off or written over. Put it back, or import an exported copy into an empty folder.',
  ring_altered:
    'The key ring {path} is not as it was written: keys were removed, added or put in another order. Put it back, or import an exported copy into an empty folder.',
  ring_key_altered:
    'In the key ring {path} the entry of key {key} is not as it was written. Put the file back, or import an exported copy into an empty folder.',
  ring_open_to_others: 'Other users of this machine may read {path} (mode {mode}); expected is {expected}. Run `chmod {expected} {path}`.',
  ring_wrapped: 'The key ring {path} is wrapped with a {by}, and none was handed in. Hand it in as the configuration says.',
  ring_wrong_passphrase: 'The {by} that was handed in is not the one of the key ring {path}. Hand in the right one.',
  ring_read_only: 'The ring in {folder} was opened for reading only. Stop the program that owns it (`mandate stop`), then try again.',
  passphrase_short: 'The passphrase has {letters} characters; expected are at least {fewest}. Choose a longer one, for example six words.',
  key_file_short: 'The key file has {bytes} bytes; expected are at least {fewest} random ones. Make one with `head -c 32 /dev/urandom`.',
  export_already_expired: 'The copy would expire at {expires}, and it is {now}. Name a later end, for example `--expires 30d`.',
  export_expired: 'Copy {copy} expired at {expires}, and it is {now}. Use a copy that is still valid.',
  export_unreadable:
    'These {bytes} bytes are not an exported copy of a ring (format "{format}"). Name the file that `mandate keys export` wrote.',
  export_wrong_passphrase: 'The passphrase is not the one that copy {copy} was sealed with. Hand in the right one.',
  export_altered: 'Copy {copy} is not as it was exported: a bit of it was changed or it was cut off. Use another copy.',
  export_of_other_ring: 'The copy is of ring {ring}; this is ring {expected}. Import it into a folder that has no ring.',
  export_conflict:
    'Ring and copy each made a key for {purpose}: {key} here, {copied} in the copy. Nothing was imported. Import the copy into an empty folder and compare the two.',
  export_file_exists: '{file} exists already, and a copy of the keys is never written over a file. Name a new file.',
  export_file_unwritable: '{file} cannot be written. Name a file in a folder that exists and that you may write to.',
  import_file_unreadable: '{file} cannot be read. Name the file that `mandate keys export` wrote.',
  passphrase_file_unreadable: 'The passphrase file {path} cannot be read. Name a file whose first line is the passphrase.',
  not_a_key_to_rotate:
    '{key} is not a key that can be rotated; expected is tenant/TENANT/CLASS or house/NAME as `mandate keys list` shows them, without the version.',
} as const
