/** What erasure, its checks, retention and the end of a contract say when they say no. */
export const erasureWords = {
  nothing_to_erase: 'Nothing was found to erase; look for the person first under Erase, with an address, a number or the id of a record.',
  nothing_to_look_for: 'No address, number, name or id was given; give at least one to look for.',
  record_id_malformed: '"{id}" is no id of a record, which looks like 0b2c7e54-8a2f-4d0e-9f4e-3a5d1c6b7e80; copy it from the list.',
  leftover_in_kept_table:
    'Something of what was erased was found in {tables}, where rows are never deleted by the program; an operator removes it there, and the sweep is tried again.',
  contract_not_ended: 'The contract is "{status}", and everything is erased only after it has ended; end it under End of contract.',
  retention_class_unknown: 'No class of retention is called "{class}"; the classes stand under Retention.',
  ledger_changed:
    'Line {line} of the ledger of erasures is not as it was written; put the file back from where you keep its copy, and start again.',
} as const
