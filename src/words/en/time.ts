/** What legal time says when it says no. */
export const timeWords = {
  not_a_term:
    '"{term}" is no term; write a whole number and a unit (72 hours, 15 days, 30 business days, 1 month, 10 years, 30 days to month end), continuous, without undue delay (target 24 hours), earliest of (A, B), every 12 months, at most 1 per calendar year, at most 1 per rolling 12 months, or until EVENT.',
  term_too_long: 'The term has {length} characters, at most {longest} are read; write a shorter one or split the clause.',
  zero_business_days: '"{term}" has no last day, because counting starts with the first business day; write 1 business day or 0 days.',
  target_without_figure:
    'The target "{target}" of "{term}" has no figure; write a period there, as in "without undue delay (target 24 hours)".',
  earliest_of_too_few:
    '"{term}" does not list two terms or more; write them in brackets with commas, as in "earliest of (72 hours, 2 business days)".',
  every_without_period:
    '"{term}" names no period to repeat; write one or more hours, days, business days, months or years, as in "every 12 months".',
  lead_is_no_period: '"{term}" counts back from an end and starts no period of its own; use it as a lead, or write a period such as 1 day.',
  not_a_lead: '"{lead}" is no lead; write hours, days, months or years, or "last local day", as in "24 hours".',
  not_an_instant: '"{text}" is no instant; write date, time and offset as in 2027-06-02T12:20:00Z or 2027-06-02T14:20:00+02:00.',
  finer_than_milliseconds:
    '"{text}" is finer than a millisecond, and instants are kept in whole milliseconds; write at most three digits of a second.',
  unknown_zone: 'The time zone "{zone}" is not known; write a name of the IANA list, such as Europe/Copenhagen.',
  unknown_calendar: 'The calendar "{calendar}" is not known; write one of {known}.',
  year_without_holidays:
    'The calendar "{calendar}" has no holidays for {year}: its table reaches from {firstYear} to {lastYear}; use hours, or days as our own duty, which consult no holiday, or take a later edition of the calendars.',
  beyond_years:
    'The result lies outside the years {firstYear} to {lastYear}, in which instants can be written; shorten the term or correct its start.',
  not_a_side: 'The side "{side}" is not known; write ours (our duty) or theirs (the right of the other side).',
  not_a_table: '"{file}" is no table of deadlines; write a JSON array of objects with {fields}.',
  table_unreadable: 'The table "{file}" could not be read ({cause}); name a file that exists and that you may read.',
  table_not_json: '"{file}" is not JSON ({cause}); write an array of objects with {fields}.',
  row_not_an_object: 'Row {row} of the table is no object; write one with {fields}.',
  row_without_field: 'Row {row} of the table has no text under "{field}"; write one with {fields}.',
  due_without_term: 'The call names no term; write one in quotation marks, as in {usage}.',
  due_with_two_terms: 'The call names more than one term ({terms}); write one in quotation marks, as in "30 business days".',
  due_unknown_flag: 'The flag {flag} is not known; the call reads {usage}.',
  due_flag_without_value: 'The flag {flag} has no value; the call reads {usage}.',
  due_flag_with_value: 'The flag {flag} takes no value; write it alone.',
  due_flag_twice: 'The flag {flag} stands there twice; write it once.',
  due_flag_missing: 'The call lacks {flag}; it reads {usage}.',
  due_table_and_flag: 'With --table every row brings its own values, so {flag} cannot stand beside it; write the call with one of the two.',
} as const
