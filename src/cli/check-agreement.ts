import { readFile } from 'node:fs/promises'
import { isFaults, readAgreement } from '../domain/agreement.ts'
import type { Agreement } from '../domain/agreement-shape.ts'
import { moduleNames } from '../domain/clauses/names.ts'
import { lint, obstacles } from '../domain/lint.ts'
import type { Finding } from '../domain/lint/rule.ts'
import type { Fault, Named, Refusal } from '../domain/refusal.ts'
import { agreementWords } from '../words/en/agreement.ts'
import type { Command, Io } from './command.ts'

const usage = './mandate check FILE [--json]'

/** `./mandate check`: does an agreement contradict itself, or leave out what it must say? 0 it does not, 1 it does, 2 nothing could be read. */
export const check: Command = {
  name: 'check',
  summary: 'name contradictions and holes of an agreement',
  usage,
  run: async (words, io) => {
    const files = words.filter((word) => word !== '--json')
    const [file] = files
    if (file === undefined || files.length > 1 || file.startsWith('-')) return complain(io, { refused: 'check_usage', usage })
    const text = await readWholeFile(file)
    if (typeof text !== 'string') return complain(io, text)
    const agreement = readAgreement(text, Object.keys(moduleNames))
    const asJson = words.includes('--json')
    if (isFaults(agreement)) return tellFaults(file, agreement, asJson, io)
    return tellFindings(file, agreement, lint(agreement), asJson, io)
  },
}

const complain = (io: Io, refusal: Refusal): number => {
  io.err(sentence(refusal))
  return 2
}

const readWholeFile = async (file: string): Promise<string | Refusal> => {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(await readFile(file))
  } catch (error) {
    if (error instanceof TypeError) return { refused: 'check_not_utf8', file }
    return { refused: 'check_no_file', file, cause: error instanceof Error && 'code' in error ? String(error.code) : 'unknown' }
  }
}

const tellFaults = (file: string, faults: readonly Fault[], asJson: boolean, io: Io): number => {
  if (asJson) {
    io.out(JSON.stringify({ file, ok: false, faults: faults.map((fault) => ({ ...fault, sentence: sentence(fault) })) }, null, 2))
    return 1
  }
  for (const fault of faults)
    io.out(`fault     ${fault.refused.replace('agreement_', '').replaceAll('_', '-')}\n          ${sentence(fault)}`)
  io.out(sentence({ refused: 'check_unreadable', file, faults: faults.length }))
  return 1
}

const tellFindings = (file: string, agreement: Agreement, findings: readonly Finding[], asJson: boolean, io: Io): number => {
  const stopping = obstacles(findings)
  const ok = stopping.length === 0
  if (asJson) {
    io.out(
      JSON.stringify({ file, ok, agreement: agreement.agreement, version: agreement.version, findings: findings.map(written) }, null, 2),
    )
    return ok ? 0 : 1
  }
  const open = findings.filter(({ answer }) => answer === null)
  for (const level of ['fault', 'question', 'warning'] as const) {
    for (const finding of open.filter((each) => each.level === level)) {
      io.out(`${level.padEnd(9)} ${finding.rule} (${finding.places[0] ?? ''})\n          ${sentence(finding.says)}`)
    }
  }
  io.out(summary(agreement, findings, ok))
  return ok ? 0 : 1
}

const summary = (agreement: Agreement, findings: readonly Finding[], ok: boolean): string => {
  const count = (level: string): number => findings.filter((finding) => finding.level === level && finding.answer === null).length
  return sentence({
    refused: ok ? 'check_clean' : 'check_obstacles',
    title: agreement.title,
    version: agreement.version,
    faults: count('fault'),
    questions: count('question'),
    warnings: count('warning'),
    answered: findings.filter(({ answer }) => answer !== null).length,
  })
}

const written = ({ rule, level, places, clauses, says, answer }: Finding) => ({
  rule,
  level,
  at: places[0],
  places,
  clauses,
  sentence: sentence(says),
  says,
  answer,
})

const words: Readonly<Record<string, string>> = agreementWords

const sentence = (refusal: Refusal): string =>
  (words[refusal.refused] ?? refusal.refused).replaceAll(/\{(\w+)\}/g, (whole, name: string) => plain(refusal[name]) ?? whole)

const plain = (value: Named | undefined): string | undefined => {
  if (value === undefined) return undefined
  if (typeof value === 'object' && value !== null) return value.length === 0 ? 'none' : value.join(', ')
  return value === '' ? 'none' : String(value)
}
