/** Sentences about the trail, evidence files and their keys. Names that end in `At` are instants. */
export const trailWords = {
  note_malformed: 'This is not a signed note: {expected} was expected. Ask the operator for the file again.',
  note_forged: 'The signature of {name} does not fit the text that it stands under: the text or the signature was changed.',
  note_unsigned: 'None of the keys that are trusted here ({names}) has signed this. Use the key that stands in your agreement.',
  checkpoint_malformed: 'The signed text is not the head of a log: {expected} were expected. Ask the operator for the file again.',
  rotation_incomplete:
    'The key {from} does not hand over to {to}: a handover names both keys and is signed by both. Ask the operator for the file with its handovers.',

  evidence_too_long:
    'The file has {length} characters, and at most {longest} are read. Ask for a certificate of what you need instead of the whole trail.',
  evidence_not_json:
    'This is not an evidence file: it is not JSON, as a file of the format mandate-evidence/1 is. Ask the operator for the file again.',
  evidence_odd_spelling:
    'At {at}, near “{near}”, the file says something twice or spells it in a second way, so two readers could understand two things. It was changed after it was written; ask for it again.',
  evidence_wrong_field:
    'At {at} stands {found}, and {expected} was expected. The file was changed or is of another format; ask for it again.',
  evidence_unknown_field:
    'At {at} stands a field “{field}” that the format does not have; it has {expected}. The file was changed or is of another format.',
  evidence_stage_without_time: 'At {at} the stage “{stage}” is claimed, but {missing} is empty: a stage that was reached has a time.',
  evidence_key_malformed: 'At {at} stands {found}, which is not a verifier key (name, id, key). Ask the operator for the file again.',
  evidence_wrong_key:
    'The file is not vouched for by the key that you trust ({trusted}) but by {found}. Take the fingerprint from your signed agreement; if it differs from the file, do not trust the file.',
  evidence_rotations_missing:
    'The file holds {found} handovers between keys, and {expected} were expected: one between each key and the next. Ask for the file again.',
  evidence_head_of_old_key:
    'The head is signed by {names}, but not by the last of the keys in the file. Ask the operator for the file again.',
  evidence_statement_edited:
    'The statement {id} is not the one that was recorded: no entry of the file commits to these words. It was edited, or belongs to another entry.',
  evidence_statement_of_other: 'The statement speaks for the customer {tenant}, and the log is another customer’s.',
  evidence_act_was_refused: 'Entry {index} commits to the statement, but records that “{act}” was refused: nothing was done.',
  evidence_other_agreement:
    'What was accepted is {accepted}; the agreement that you hold is {held}. Compare with the version that was accepted.',

  trail_tail_cut:
    'The tail was cut: the signed head counts {size} entries, and the file ends after {count}. (Entries taken out with the rest renumbered look the same.)',
  trail_entry_inserted: 'An entry was inserted at {at}: number {index} has no place there. The signed head counts {size} entries.',
  trail_entry_removed: 'An entry was removed: number {index} is missing, and number {found} follows in its place.',
  trail_reordered: 'The entries were reordered: number {index} stands where number {expected} belongs.',
  trail_entry_edited: 'Entry {index} (“{act}”) was edited: it is not what the log recorded at that place.',
  trail_value_replaced: 'The {field} at {at} was replaced: it is not the value to which the entry commits.',
  trail_foreign_entry: 'Entry {index} is of the customer {tenant}; the log is {origin}. It was inserted from another log.',
  trail_root_differs:
    'The {size} entries do not give the root that was signed: at least one was edited, replaced or moved together with its hash, so the place cannot be told.',
  trail_proof_fails: 'Nothing proves that entry {index} is in the signed log of {size} entries: it, its number or its proof was changed.',

  evidence_extension_fails:
    'Nothing proves that the log of {size} entries extends the state of {from} entries that the file names at {at}: it or its proof was changed.',
  held_head_of_other_log: 'The head that you hold is of the log {held}; the file is of {found}. Use a head of the same log.',
  held_head_is_longer:
    'The head that you hold counts {held} entries, the file’s head only {size}: the tail was cut, or the file is older than your head. Ask for the file again.',
  held_head_not_extended:
    'The log of the file ({size} entries) does not extend the head that you hold ({held} entries): what you were shown before was changed since.',
  held_head_unproved:
    'The file holds no proof that its log ({size} entries) extends the head that you hold ({held} entries). Ask the operator for the file with that proof, or check the whole trail.',

  trust_key_malformed:
    'This is not a public key: {found}. Expected is an Ed25519 key as PEM, Base64 or verifier key, or the fingerprint of 64 digits out of your agreement.',
  trust_private_key:
    'This is a private key. Never hand it on; checking needs only the public key, or the fingerprint that stands in your agreement.',
  trust_agreement_malformed:
    'This is not a concluded agreement as JSON: it begins {found}. Download it from the operator, or use the key itself.',
  trust_agreement_without_key:
    'This agreement names no key (trailKey is empty), as a template does. Use the agreement that both sides concluded.',
  trust_nothing_given:
    'Without a key nothing is proved. Give --agreement with the agreement that you signed (its trailKey is the operator’s fingerprint), or --key with a key that the operator gave you some other way than this file.',
  verify_file_unreadable: 'The file {file} cannot be read: {because}. Give the path of a file that exists.',
  verify_file_not_text: 'The file {file} is not UTF-8 text, as an evidence file, a key and an agreement are. Ask for it again.',

  verdict_true_trail: 'The trail holds up.',
  verdict_true_certificate: 'The certificate holds up.',
  verdict_true_acceptance: 'The acceptance holds up.',
  verdict_false: 'This does not hold up.',
  verdict_proved: 'Proved',
  verdict_stated: 'Only stated, or open',

  proved_head:
    'The holder of the key {fingerprint}, or of a key that it handed over to, signed the head of the log {origin}. Entries in it: {size}.',
  proved_rotations: 'Handovers from one key to the next, each signed by both: {count}.',
  proved_whole_log:
    'The file holds the whole log, entries: {size}. Each is in its place and as it was recorded; none was edited, removed, moved or added.',
  proved_entries: 'What the file shows of that log of {size} (at {places}) is in it, as it was recorded.',
  proved_certificate: 'The statement of certificate {id} is word for word the one that was recorded.',
  proved_acceptance: 'The statement of acceptance {id} is word for word the one that was recorded.',
  proved_acceptance_evidence: 'What the file says about who accepted, and how, is what was recorded then.',
  proved_agreement: 'It is about the agreement that you hold ({concluded}).',
  proved_extends: 'The log extends the head of {held} entries that you hold: nothing that you were shown then was changed since.',

  unproved_latest: 'Nothing proves that this is the latest state of the log: for that, compare with a head that you got before.',
  stated_head_time: 'The operator’s clock showed {headAt} when the head was signed.',
  stated_redacted:
    'Entries from which the person who acted, or the address, was taken away when its time was up: {count}. They hold up without it.',
  stated_acts: 'That the acts happened as the entries say, and when, is what the operator’s program recorded.',
  stated_erasure_record: 'One record was erased at {erasedAt}: {rows} rows, {tables}. Ground: {ground}.',
  stated_erasure_person: 'All data of one person was erased at {erasedAt}: {rows} rows, {tables}. Ground: {ground}.',
  stated_erasure_retention: 'What had reached the end of its retention was erased at {erasedAt}: {rows} rows, {tables}. Ground: {ground}.',
  stated_erasure_everything: 'All data of the customer was erased at {erasedAt}: {rows} rows, {tables}. Ground: {ground}.',
  stated_complete: 'A sweep that shares no query with the erasure found nothing left at {completeAt}.',
  stated_not_complete: 'No sweep has confirmed the erasure yet.',
  stated_audited: 'A scan that decrypts everything found nothing left at {auditedAt}.',
  stated_not_audited: 'No scan that decrypts everything has confirmed the erasure yet.',
  stated_keys_destroyed: 'Keys destroyed, so that old copies cannot be read: {keys}.',
  stated_remains_until: 'What is left: {what}, readable until {untilAt} at the latest, because {because}.',
  stated_remains: 'What is left: {what}, without an end that is known today, because {because}.',
  stated_nothing_remains: 'Nothing is left, the operator says.',
  stated_other_agreement: 'The certificate names the agreement {named}; the one that you hold is {concluded}, as after an amendment.',
  stated_acceptance: 'The agreement {agreement}, version {version}, was accepted at {acceptedAt}. Its hash is {concluded}.',
  stated_evidence: 'About who accepted: {evidence}',
  stated_evidence_withheld: 'Who accepted, and how, is not in the file; the operator keeps it sealed.',
  stated_simulated:
    'The clock of this deployment is simulated: its times are not those of the world, and this is no evidence of real acts.',
} as const
