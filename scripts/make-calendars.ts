/**
 * Writes the holiday tables of `src/domain/calendars/` from date-holidays: public holidays only, 2024 to 2060, reviewed against the law.
 *
 *     node scripts/make-calendars.ts
 *
 * Every rule of the source that is public in a country must stand in its list below and the other way round; anything else stops the run,
 * so that a change of the source is read by a person before it moves a deadline.
 */
import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Holidays from 'date-holidays'

type Day = { readonly name: string; readonly rule: string }
type Recipe = {
  readonly file: string
  readonly constant: string
  readonly name: string
  readonly law: string
  readonly country: string
  readonly state: string | null
  readonly days: readonly Day[]
  /** Days that no law makes a holiday but that the calendar's name adds: month and day. */
  readonly closing: readonly Day[]
}

const first = 2024
const last = 2060
const folder = join(import.meta.dirname, '../src/domain/calendars')
const source = join(import.meta.dirname, '../node_modules/date-holidays/package.json')

const on = (name: string, rule: string): Day => ({ name, rule })
const newYear = on("New Year's Day", '01-01')
const epiphany = on('Epiphany', '01-06')
const maundyThursday = on('Maundy Thursday', 'easter -3')
const goodFriday = on('Good Friday', 'easter -2')
const easterSunday = on('Easter Sunday', 'easter')
const easterMonday = on('Easter Monday', 'easter 1')
const labourDay = on('Labour Day', '05-01')
const ascension = on('Ascension Day', 'easter 39')
const whitSunday = on('Whit Sunday', 'easter 49')
const whitMonday = on('Whit Monday', 'easter 50')
const assumption = on('Assumption', '08-15')
const allSaints = on("All Saints' Day", '11-01')
const christmas = on('Christmas Day', '12-25')
const secondChristmas = on('Second Christmas Day', '12-26')

const danish = [
  newYear,
  maundyThursday,
  goodFriday,
  easterSunday,
  easterMonday,
  ascension,
  whitSunday,
  whitMonday,
  christmas,
  secondChristmas,
]
const french = [
  newYear,
  easterMonday,
  labourDay,
  on('8 May', '05-08'),
  ascension,
  whitMonday,
  on('14 July', '07-14'),
  assumption,
  allSaints,
  on('11 November', '11-11'),
  christmas,
]

const recipes: readonly Recipe[] = [
  {
    file: 'dk.ts',
    constant: 'denmark',
    name: 'DK',
    law: 'Denmark: the ten holidays of the national church. No Great Prayer Day since lov nr. 214 af 6. marts 2023; 1 May, 5 June and 24 December are ordinary days in law.',
    country: 'DK',
    state: null,
    days: danish,
    closing: [],
  },
  {
    file: 'dk-plus.ts',
    constant: 'denmarkPlus',
    name: 'DK+',
    law: 'Denmark and the days on which offices close by custom or agreement: 5 June, 24 December, 31 December.',
    country: 'DK',
    state: null,
    days: danish,
    closing: [on('closing day 5 June', '06-05'), on('closing day 24 December', '12-24'), on('closing day 31 December', '12-31')],
  },
  {
    file: 'fr.ts',
    constant: 'france',
    name: 'FR',
    law: 'Metropolitan France: Code du travail, art. L3133-1, the eleven legal holidays.',
    country: 'FR',
    state: null,
    days: french,
    closing: [],
  },
  {
    file: 'fr-alsace-moselle.ts',
    constant: 'alsaceMoselle',
    name: 'FR-ALSACE-MOSELLE',
    law: 'Bas-Rhin, Haut-Rhin and Moselle (Code du travail, art. L3134-13): Good Friday, where a commune has a Protestant church, and 26 December too.',
    country: 'FR',
    state: '57',
    days: [newYear, goodFriday, ...french.slice(1), secondChristmas],
    closing: [],
  },
  {
    file: 'no.ts',
    constant: 'norway',
    name: 'NO',
    law: 'Norway: lov om helligdager og helligdagsfred (1995-02-24-12) § 2; 1 and 17 May by lov 1947-04-26-1. Eves are ordinary days.',
    country: 'NO',
    state: null,
    days: [
      newYear,
      maundyThursday,
      goodFriday,
      easterSunday,
      easterMonday,
      labourDay,
      on('Constitution Day', '05-17'),
      ascension,
      whitSunday,
      whitMonday,
      christmas,
      secondChristmas,
    ],
    closing: [],
  },
  {
    file: 'se.ts',
    constant: 'sweden',
    name: 'SE',
    law: 'Sweden: lag (1989:253) om allmänna helgdagar. No Whit Monday since 2005; the eves of Midsummer, Christmas and New Year are ordinary days.',
    country: 'SE',
    state: null,
    days: [
      newYear,
      epiphany,
      goodFriday,
      easterSunday,
      easterMonday,
      labourDay,
      ascension,
      whitSunday,
      on('National Day', '06-06 since 2005'),
      on('Midsummer Day', 'saturday after 06-20'),
      on("All Saints' Day", 'saturday after 10-31'),
      christmas,
      secondChristmas,
    ],
    closing: [],
  },
  {
    file: 'es.ts',
    constant: 'spain',
    name: 'ES',
    law: 'Spain, national days only: Estatuto de los Trabajadores, art. 37.2; Real Decreto 2001/1983, art. 45. A day on a Sunday has no national substitute.',
    country: 'ES',
    state: null,
    days: [
      newYear,
      epiphany,
      goodFriday,
      labourDay,
      assumption,
      on('National Day', '10-12'),
      allSaints,
      on('Constitution Day', '12-06'),
      on('Immaculate Conception', '12-08'),
      christmas,
    ],
    closing: [],
  },
]

/** The public holidays of a year as the source has them: rule → MM-DD. Substitute days are left out: none of these laws knows them nationally. */
const publicDays = (recipe: Recipe, year: number): ReadonlyMap<string, string> => {
  const almanac = recipe.state === null ? new Holidays(recipe.country) : new Holidays(recipe.country, recipe.state)
  const days = almanac.getHolidays(year).filter((day) => day.type === 'public' && day.substitute !== true)
  return new Map(days.map((day) => [day.rule, day.date.slice(5, 10)]))
}

const rowOf = (recipe: Recipe, year: number): readonly string[] => {
  const found = publicDays(recipe, year)
  const unknown = [...found.keys()].filter((rule) => !recipe.days.some((day) => day.rule === rule))
  if (unknown.length > 0)
    throw new Error(`${recipe.name} ${year}: the source has public days that were not reviewed: ${unknown.join(', ')}`)
  const legal = recipe.days.map((day) => {
    const date = found.get(day.rule)
    if (date === undefined) throw new Error(`${recipe.name} ${year}: the source has no "${day.rule}" (${day.name})`)
    return date
  })
  return [...legal, ...recipe.closing.map((day) => day.rule)]
}

const quoted = (word: string): string => (word.includes("'") ? `"${word}"` : `'${word}'`)

const tableFile = (recipe: Recipe, edition: string): string => {
  const names = [...recipe.days, ...recipe.closing].map((day) => day.name)
  const rows = Array.from({ length: last - first + 1 }, (_, index) => [first + index, rowOf(recipe, first + index)] as const)
  // The version is made from the content, so that no table can change and keep its version.
  const digest = createHash('sha256').update(JSON.stringify([recipe.name, names, Object.fromEntries(rows)]))
  const version = `${recipe.name} ${first}-${last} ${digest.digest('hex').slice(0, 12)}`
  return `// Written by scripts/make-calendars.ts from date-holidays ${edition} (ISC, CC-BY-3.0); do not edit by hand.
import type { HolidayTable } from './holiday-table.ts'

/** ${recipe.law} */
export const ${recipe.constant}: HolidayTable = {
  name: '${recipe.name}',
  version: '${version}',
  days: [
${names.map((name) => `    ${quoted(name)},`).join('\n')}
  ],
  years: {
${rows.map(([year, row]) => `    ${year}: [${row.map(quoted).join(', ')}],`).join('\n')}
  },
}
`
}

const editionOf = (text: string): string => {
  const edition = /"version": "([^"]+)"/.exec(text)?.[1]
  if (edition === undefined) throw new Error('date-holidays is not installed; run npm ci')
  return edition
}

const edition = editionOf(readFileSync(source, 'utf8'))
for (const recipe of recipes) writeFileSync(join(folder, recipe.file), tableFile(recipe, edition))
