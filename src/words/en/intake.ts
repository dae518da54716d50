/** The sentences of reading an uploaded file: what was found, what is expected, the way out. */
export const intakeWords = {
  file_empty:
    'The file is empty; a first line with the names of the columns and a row for each person are expected. Export the list again.',
  file_is_spreadsheet:
    'This is a {kind} workbook, not text. Open it, choose "Save as" and "CSV UTF-8 (comma delimited)", one sheet at a time, and upload that file.',
  file_is_packed: 'This file is packed ({kind}). Unpack it and upload the CSV inside.',
  file_is_picture: 'This is a picture ({kind}). A list in CSV is expected; pictures of lists are not read.',
  file_is_document: 'This is a {kind}, not a list in CSV. Export the contacts from their program as CSV and upload that file.',
  encoding_unknown: 'The text is encoded as {kind}. Save the file as UTF-8 and upload it again; UTF-16 and windows-1252 are read too.',
  nul_bytes:
    'There is a NUL byte at position {offset}, which no text has. Export the list again as CSV; do not rename another kind of file.',
  header_unreadable:
    'The first line cannot be read as names of columns: a quote in it is never closed or it is longer than 64 kB. Mend that line.',
  header_missing:
    'The first line holds an address or a number in column {column}, so it is a person and not the names of the columns. Add a first line such as "First name;Last name;E-mail".',
  only_a_header: 'The file has {columns} names of columns and no row below them. Export it with its rows.',
  too_many_columns: 'The file has more than {most} columns. Keep the columns that hold contact data and upload it again.',
  no_known_column: 'None of the {columns} columns is known by its name. Choose what each column holds; known are {known}.',
  chosen_column_missing: 'Column {column} was chosen, but the file has {columns} columns. Choose a column that is there.',
  chosen_column_special:
    'Column {column} announces {category} data by its name ({rule}), which the agreement does not allow. Leave it out; if it holds something else, rename it.',
  chosen_key_unknown: 'A column was assigned to "{key}", which is not among {known}. Choose one of these, or leave the column out.',
  chosen_key_twice: 'Two columns were both assigned to "{key}". Choose one of them and leave the other out.',
  quote_broken:
    'Line {line}: the quote of cell {column} closes in the middle of the cell. Double the quotes inside it ("") or take them away.',
  quote_open: 'Line {line}: the quote of cell {column} is opened and never closed. Close it or take it away.',
  cell_too_long: 'Line {line}: cell {column} is longer than 64 kB, or its quote is never closed. Shorten it or close the quote.',
  row_too_long: 'Line {line}: the row is longer than 1 MB. Shorten its cells.',
  too_many_cells: 'Line {line}: the row has more than 200 cells; {expected} are expected. Take out the delimiters that part nothing.',
  row_short: 'Line {line}: {found} cells, {expected} expected. Fill the row up with delimiters, or quote a line break inside a cell.',
  row_long: 'Line {line}: {found} cells, {expected} expected. Put cells that hold the delimiter in quotes.',
  row_blank: 'Line {line}: the row has delimiters and no value. Delete it.',
  nul_byte: 'Line {line}: cell {column} holds a NUL byte. Retype the cell.',
  row_without_person:
    'Line {line}: nothing in it names a person; an e-mail, a telephone, a LinkedIn profile, or a last name with a company is expected. Complete the row.',
  special_category:
    'Line {line}, column "{header}": {category} data ({rule}), which the agreement does not allow. Delete it; if the whole column holds such data, remove the column or leave it out.',
  special_category_possible:
    'Line {line}, column "{header}": this may be {category} data ({rule}), which the agreement does not allow. Take the row if it is not, or discard it.',
  cell_undecodable: 'Line {line}, column "{header}": letters were lost when the file was saved. Save it as UTF-8 and upload it again.',
  cell_control_characters: 'Line {line}, column "{header}": there are invisible control characters in the cell. Retype it.',
  cell_longer_than_field: 'Line {line}, column "{header}": the value is longer than the field. Shorten it.',
  text_without_letters: 'Line {line}, column "{header}": a name or a title has letters; this looks like a number. Is it the right column?',
  email_malformed: 'Line {line}, column "{header}": not an e-mail address such as name@company.example. Correct it.',
  email_several: 'Line {line}, column "{header}": more than one e-mail address. Keep the one that is meant.',
  phone_malformed: 'Line {line}, column "{header}": not a telephone number of 3 to 17 digits. Correct it or leave it empty.',
  phone_lost_to_spreadsheet:
    'Line {line}, column "{header}": a spreadsheet turned the number into "1.99E+08" and lost its digits. Format the column as text and export it again.',
  url_malformed: 'Line {line}, column "{header}": not a web address such as https://company.example. Correct it.',
  url_scheme: 'Line {line}, column "{header}": only http and https addresses are taken. Correct it.',
  linkedin_elsewhere: 'Line {line}, column "{header}": not a profile on linkedin.com. Correct it or leave it empty.',
  country_unknown: 'Line {line}, column "{header}": not a country by its two-letter code or its name. Correct it.',
} as const
