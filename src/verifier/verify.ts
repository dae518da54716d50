import { isFaults, readEvidence } from '../domain/evidence/read.ts'
import { readTrustedAgreement, readTrustedKey } from '../domain/evidence/trust.ts'
import { verifyEvidence } from '../domain/evidence/verify.ts'
import { isRefusal } from '../domain/refusal.ts'
import { verifierWords } from '../words/en/verifier.ts'
import type { Told } from '../words/tell.ts'
import { tellVerdict, tellWrong } from '../words/tell.ts'
import type { Slot } from './files.ts'
import { readText, slotOf } from './files.ts'
import { digest, verify } from './noble-crypto.ts'

/** The page `verify.html`: the reader of `mandate verify`, in a browser without a network. */

const texts = new Map<Slot, string>()

const showInstant = (milliseconds: number): string => `${new Date(milliseconds).toISOString().slice(0, 19).replace('T', ' ')} UTC`

const check = (evidenceText: string, keyText: string): Told => {
  const trust = keyText.trimStart().startsWith('{') ? readTrustedAgreement(keyText, digest) : readTrustedKey(keyText, digest)
  if (isRefusal(trust)) return tellWrong(trust.refused, trust, showInstant)
  const evidence = readEvidence(evidenceText)
  if (isFaults(evidence)) {
    const [first = { refused: 'evidence_not_json' }] = evidence
    return tellWrong(first.refused, first, showInstant)
  }
  return tellVerdict(verifyEvidence(evidence, { ...trust, earlierHead: texts.get('head') ?? null }, { digest, verify }), showInstant)
}

const element = (id: string): HTMLElement => {
  const found = document.getElementById(id)
  if (found === null) throw new Error(`the page lacks #${id}`)
  return found
}

const make = (tag: string, text: string, children: readonly Node[] = []): HTMLElement => {
  const made = document.createElement(tag)
  made.append(text, ...children)
  return made
}

/** Hashes are set apart, so that two of them can be compared by eye. */
const hashesApart = (sentence: string): readonly Node[] =>
  sentence.split(/([0-9a-f]{64})/).map((part, at) => (at % 2 === 1 ? make('code', part) : document.createTextNode(part)))

const show = (state: 'waiting' | 'true' | 'false', headline: string, parts: Told['parts']): void => {
  const verdict = element('verdict')
  verdict.dataset.state = state
  verdict.replaceChildren(
    make('h2', headline),
    ...parts.flatMap(({ title, sentences }) => [
      ...(title === '' ? [] : [make('h3', title)]),
      title === ''
        ? make('p', sentences.join(' '))
        : make(
            'ul',
            '',
            sentences.map((sentence) => make('li', '', hashesApart(sentence))),
          ),
    ]),
  )
}

const waitFor = (sentence: string): void => show('waiting', verifierWords.verifier_waiting, [{ title: '', sentences: [sentence] }])

const judge = (): void => {
  const evidence = texts.get('evidence')
  const key = texts.get('key')
  if (evidence === undefined) return waitFor(verifierWords.verifier_needs_evidence)
  if (key === undefined) return waitFor(verifierWords.verifier_needs_key)
  const told = check(evidence, key)
  show(told.ok ? 'true' : 'false', told.headline, told.parts)
}

const take = async (files: Iterable<File>, slot: Slot | null): Promise<void> => {
  waitFor(verifierWords.verifier_checking)
  for (const file of files) {
    const text = await readText(file)
    const place = slot ?? slotOf(text ?? '')
    element(`${place}-name`).textContent = verifierWords.verifier_chosen.replace('{file}', () => file.name)
    if (text !== null) {
      texts.set(place, text)
      continue
    }
    texts.delete(place)
    return show('false', verifierWords.verifier_waiting, [
      { title: '', sentences: [verifierWords.verifier_not_text.replace('{file}', () => file.name)] },
    ])
  }
  judge()
}

const listen = (): void => {
  for (const slot of ['evidence', 'key', 'head'] as const) {
    const input = element(slot)
    if (!(input instanceof HTMLInputElement)) throw new Error(`#${slot} is not a field`)
    input.addEventListener('change', () => {
      if (input.files !== null && input.files.length > 0) void take(input.files, slot)
    })
  }
  document.addEventListener('dragover', (event) => {
    event.preventDefault()
    document.body.classList.add('over')
  })
  document.addEventListener('dragleave', (event) => {
    if (event.relatedTarget === null) document.body.classList.remove('over')
  })
  document.addEventListener('drop', (event) => {
    event.preventDefault()
    document.body.classList.remove('over')
    if (event.dataTransfer !== null && event.dataTransfer.files.length > 0) void take(event.dataTransfer.files, null)
  })
  judge()
}

listen()
