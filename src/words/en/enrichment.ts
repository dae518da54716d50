/** The sentences of the wing `enrichment`. Those about files, cells and rows stand with the words of reading files. */
export const enrichmentWords = {
  upload_broken_off: 'The file did not arrive whole: the sender hung up before its end. Nothing of it was kept; send it again.',
  import_not_checked: 'Import {import} is {state}; only a file that was handed in whole and checked can be imported. Hand it in again.',
  import_not_open: 'Import {import} is {state}; only one that was started and not closed can go on or be rolled back. Look at its state.',
  import_not_closed: 'Import {import} is {state}; this needs one that is closed. Wait until all of its rows are in.',
  import_runs_elsewhere: 'Import {import} has been carried on by another worker to row {row}. There is nothing to do; look at its state.',
  import_day_over:
    'Import {import} was to be erased on {day}, and that day has come; nothing of it can be stored any more. Hand the file in again.',
  undo_over: 'Import {import} could be undone until {untilAt}, 24 hours after it closed. Erase its records one by one, or all of them.',
  line_not_set_aside: 'Line {line} of import {import} is not among the rows that were set aside. Choose lines from the list, or all.',
  field_unknown: 'A contact has no field "{field}"; known are {known}. Choose one of these.',
  field_refused: 'The value of "{field}" was refused ({because}). Correct it, or leave the field empty.',
  field_special: 'The value of "{field}" may be {category} data ({rule}), which the agreement does not allow. Leave it out.',
  contact_without_person:
    'Nothing would be left that names the person; an e-mail, a telephone, a LinkedIn profile, or a last name with a company is expected. Keep one of them, or erase the contact.',
} as const
