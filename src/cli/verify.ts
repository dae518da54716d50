import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { isFaults, readEvidence } from '../domain/evidence/read.ts'
import type { Trust } from '../domain/evidence/trust.ts'
import { readTrustedAgreement, readTrustedKey } from '../domain/evidence/trust.ts'
import { verifyEvidence } from '../domain/evidence/verify.ts'
import type { Refusal } from '../domain/refusal.ts'
import { isRefusal } from '../domain/refusal.ts'
import type { Told } from '../words/tell.ts'
import { tellVerdict, tellWrong } from '../words/tell.ts'
import type { Command } from './command.ts'
import { digest, verify as verifySignature } from './node-crypto.ts'

const usage = './mandate verify FILE [--key FILE | --agreement FILE] [--head FILE]'

/** `./mandate verify`: checks an evidence file offline. It opens no connection and no data folder. */
export const verify: Command = {
  name: 'verify',
  summary: 'check a trail, a certificate or an acceptance, offline',
  usage,
  run: async (words, io) => {
    const call = readCall(words)
    if (call === null) {
      io.err(`Usage: ${usage}`)
      return 2
    }
    const told = await check(call)
    for (const line of linesOf(told)) (told.ok ? io.out : io.err)(line)
    return told.ok ? 0 : 1
  },
}

type Call = { readonly file: string; readonly key: string | null; readonly agreement: string | null; readonly head: string | null }

const readCall = (words: readonly string[]): Call | null => {
  try {
    const options = { key: { type: 'string' }, agreement: { type: 'string' }, head: { type: 'string' } } as const
    const { values, positionals } = parseArgs({ args: [...words], options, allowPositionals: true })
    const [file, ...more] = positionals
    if (file === undefined || more.length > 0 || (values.key !== undefined && values.agreement !== undefined)) return null
    return { file, key: values.key ?? null, agreement: values.agreement ?? null, head: values.head ?? null }
  } catch {
    // parseArgs throws for an option that it does not know: the usage says which there are.
    return null
  }
}

const check = async (call: Call): Promise<Told> => {
  const text = await readText(call.file)
  if (typeof text !== 'string') return tellRefusal(text)
  const trust = await readTrust(call)
  if (isRefusal(trust)) return tellRefusal(trust)
  const earlierHead = call.head === null ? null : await readText(call.head)
  if (isRefusal(earlierHead)) return tellRefusal(earlierHead)
  const evidence = readEvidence(text)
  if (isFaults(evidence)) return tellRefusal(evidence[0] ?? { refused: 'evidence_not_json' })
  return tellVerdict(verifyEvidence(evidence, { ...trust, earlierHead }, { digest, verify: verifySignature }), showInstant)
}

const readTrust = async ({ key, agreement }: Call): Promise<Trust | Refusal> => {
  const file = key ?? agreement
  if (file === null) return { refused: 'trust_nothing_given' }
  const text = await readText(file)
  if (typeof text !== 'string') return text
  return key === null ? readTrustedAgreement(text, digest) : readTrustedKey(text, digest)
}

const readText = async (file: string): Promise<string | Refusal> => {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(await readFile(file))
  } catch (error) {
    if (error instanceof TypeError) return { refused: 'verify_file_not_text', file }
    return { refused: 'verify_file_unreadable', file, because: error instanceof Error ? error.message : String(error) }
  }
}

const tellRefusal = (refusal: Refusal): Told => tellWrong(refusal.refused, refusal, showInstant)

// UTC, because the file may be checked anywhere and its times are instants, not local dates.
const showInstant = (milliseconds: number): string => `${new Date(milliseconds).toISOString().slice(0, 19).replace('T', ' ')} UTC`

const linesOf = (told: Told): readonly string[] => [
  told.headline,
  ...told.parts.flatMap(({ title, sentences }) => [
    ...(title === '' ? [] : ['', `${title}:`]),
    ...sentences.map((sentence) => `  ${sentence}`),
  ]),
]
