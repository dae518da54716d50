import { readFileSync } from 'node:fs'
import { isRefusal, type Named, type Refusal } from '../domain/refusal.ts'
import { readTerm, writeTerm } from '../domain/term.ts'
import { beginsAt, dueAt, readInstant, writeInstant, type Due, type Side } from '../domain/time.ts'
import { timeWords } from '../words/en/time.ts'
import type { Command, Io } from './command.ts'
import { readCall, usage, type OneCall, type Question } from './due-call.ts'

/** `./mandate due`: when a term is over, for one call or for a table of them. */
export const due: Command = {
  name: 'due',
  summary: 'say when a term is over',
  usage,
  run: (words, io) => Promise.resolve(run(words, io)),
}

const run = (words: readonly string[], io: Io): number => {
  const call = readCall(words)
  if (isRefusal(call)) return refuse(io, call)
  return call.table === null ? answerOne(call, io) : answerTable(call.table, call.json, io)
}

const refuse = (io: Io, refusal: Refusal): number => {
  io.err(sentence(refusal))
  return 2
}

const answer = (question: Question): Due | Refusal => {
  const term = readTerm(question.term)
  if (isRefusal(term)) return term
  const from = readInstant(question.from)
  if (isRefusal(from)) return from
  const side = sideOf(question.side)
  if (side === null) return { refused: 'not_a_side', side: question.side }
  return dueAt({ term, from, zone: question.zone, calendar: question.calendar, side })
}

const sideOf = (text: string): Side | null => (text === 'ours' || text === 'theirs' ? text : null)

const beginOf = ({ ends }: Due, lead: string, zone: string): string | null | Refusal => {
  const term = readTerm(lead)
  if (isRefusal(term) || ends === null) return isRefusal(term) ? term : null
  const begins = beginsAt(ends, term, zone)
  return isRefusal(begins) ? begins : writeInstant(begins)
}

const answerOne = (call: OneCall, io: Io): number => {
  const end = answer(call)
  const begins = isRefusal(end) || call.lead === null ? undefined : beginOf(end, call.lead, call.zone)
  const no = isRefusal(end) ? end : isRefusal(begins) ? begins : null
  if (no !== null || isRefusal(end)) {
    if (no !== null && call.json) io.out(JSON.stringify({ refused: no.refused, sentence: sentence(no) }))
    else if (no !== null) io.err(sentence(no))
    return 1
  }
  const ends = end.ends === null ? null : writeInstant(end.ends)
  if (call.json) io.out(JSON.stringify({ ends, why: end.why, calendarVersion: end.calendarVersion, begins }))
  else {
    io.out(
      ends === null
        ? `No end: ${end.why}.`
        : `${termText(call.term)} from ${call.from}: over at ${ends} (${call.side}, ${call.zone}, ${end.calendarVersion}).`,
    )
    if (typeof begins === 'string') io.out(`Work begins at ${begins}.`)
    if (ends !== null) io.out(`How: ${end.why}.`)
  }
  return 0
}

const termText = (text: string): string => {
  const term = readTerm(text)
  return isRefusal(term) ? text : writeTerm(term)
}

const fields = ['term', 'from', 'zone', 'calendar', 'side'] as const
const fieldList = 'id, from, zone, calendar, term and side'

type Row = {
  readonly id: string | number | null
  readonly ends: string | null
  readonly why?: string
  readonly refused?: string
  readonly sentence?: string
}

const answerTable = (file: string, json: boolean, io: Io): number => {
  const rows = readTable(file)
  if (isRefusal(rows)) return refuse(io, rows)
  const answers = rows.map((row, index) => answerRow(row, index + 1))
  if (json) io.out(JSON.stringify(answers, null, 1))
  else
    for (const { id, ends, why, sentence } of answers)
      io.out(`${id ?? 'no id'}: ${sentence ?? (ends === null ? `no end: ${why}.` : `over at ${ends}.`)}`)
  return answers.some((row) => row.refused !== undefined) ? 1 : 0
}

const readTable = (file: string): readonly unknown[] | Refusal => {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    return { refused: 'table_unreadable', file, cause: causeOf(error) }
  }
  try {
    const value: unknown = JSON.parse(text.replace(/^\uFEFF/, ''))
    return Array.isArray(value) ? value : { refused: 'not_a_table', file, fields: fieldList }
  } catch (error) {
    return { refused: 'table_not_json', file, cause: causeOf(error), fields: fieldList }
  }
}

const causeOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const answerRow = (row: unknown, number: number): Row => {
  if (!isRecord(row)) return refusedRow(null, { refused: 'row_not_an_object', row: number, fields: fieldList })
  const id = typeof row.id === 'string' || typeof row.id === 'number' ? row.id : null
  if (id === null) return refusedRow(null, { refused: 'row_without_field', row: number, field: 'id', fields: fieldList })
  const lacking = fields.find((field) => typeof row[field] !== 'string')
  if (lacking !== undefined) return refusedRow(id, { refused: 'row_without_field', row: number, field: lacking, fields: fieldList })
  const text = (field: (typeof fields)[number]): string => String(row[field])
  const end = answer({ term: text('term'), from: text('from'), zone: text('zone'), calendar: text('calendar'), side: text('side') })
  if (isRefusal(end)) return refusedRow(id, end)
  return end.ends === null ? { id, ends: null, why: end.why } : { id, ends: writeInstant(end.ends) }
}

const refusedRow = (id: string | number | null, refusal: Refusal): Row => ({
  id,
  ends: null,
  refused: refusal.refused,
  sentence: sentence(refusal),
})

const words: Readonly<Record<string, string>> = timeWords

const sentence = (refusal: Refusal): string =>
  (words[refusal.refused] ?? refusal.refused).replaceAll(/\{(\w+)\}/g, (placeholder, name: string) => written(refusal[name]) ?? placeholder)

const written = (value: Named | undefined): string | undefined =>
  value === undefined ? undefined : typeof value === 'object' && value !== null ? value.join(', ') : String(value)
