/** The personal-data map of this wing: every column of its tables. The partitions of a table are that table. */
import { nobody, type ColumnMap, type TableMap } from '../../domain/data-map.ts'

const concerned = (holds: string, openness: ColumnMap['openness']): ColumnMap => ({
  holds,
  subject: 'person concerned',
  openness,
  onErasure: 'row deleted',
})

/** Tables of the wing `enrichment`. Class `submitted`: erased on `expires_on`, a local day of the agreement. */
export const enrichmentMaps: readonly TableMap[] = [
  {
    table: 'enrichment_contact',
    class: 'submitted',
    columns: {
      tenant_id: nobody('the controller'),
      id: concerned('id of the record; tells when it was made', 'open'),
      expires_on: concerned('local day on which the record is erased; infinity while none is known', 'open'),
      state: concerned('where the record stands', 'open'),
      country: concerned('country of the contact, two letters', 'open'),
      source: concerned('how the record came: from a file or entered by hand', 'open'),
      import_id: concerned('the file that brought it', 'open'),
      created_at: concerned('when it was handed in', 'open'),
      updated_at: concerned('when it was last changed', 'open'),
      held: concerned('whether a legal duty holds it back from erasure', 'open'),
      original_day: concerned('the day it is held back from', 'open'),
      superseded_by: concerned('the import whose row took its place', 'open'),
      replaces: concerned('the record whose place it takes', 'open'),
      email_token: concerned('keyed index of the e-mail address', 'searchable'),
      phone_token: concerned('keyed index of the telephone number', 'searchable'),
      name_token: concerned('keyed index of the full name', 'searchable'),
      company_token: concerned('keyed index of the company', 'searchable'),
      words: concerned('keyed indexes of word prefixes of last name and company', 'searchable'),
      envelope: concerned('every field that was handed in', 'sealed'),
    },
  },
  {
    table: 'enrichment_word',
    class: 'submitted',
    columns: {
      tenant_id: nobody('the controller'),
      token: concerned('keyed index of one word prefix of last name or company, or of a second spelling of the name', 'searchable'),
      contact: concerned('id of the record', 'open'),
      expires_on: concerned('local day on which the record is erased', 'open'),
    },
  },
  {
    table: 'enrichment_import',
    class: 'none',
    columns: {
      tenant_id: nobody('the controller'),
      id: nobody('id of the import'),
      state: nobody('where the import stands'),
      expires_on: nobody('local day on which what it brought is erased'),
      duplicates: nobody('what happens to rows that are known'),
      chosen: nobody('which column of the file fills which field'),
      columns: nobody('which columns of the agreement are filled'),
      counts: nobody('rows by outcome'),
      rows_done: nobody('how far a running import is'),
      chunks: nobody('vault records of the upload'),
      error_files: nobody('vault records of the rows that were refused'),
      quarantine: nobody('vault records of the rows that were set aside'),
      report: nobody('vault record of what the dry run found'),
      created_at: nobody('when the file was handed in'),
      closed_at: nobody('when its rows became visible'),
    },
  },
]
