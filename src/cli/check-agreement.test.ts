import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { check } from './check-agreement.ts'

const run = async (...words: readonly string[]): Promise<{ status: number; out: string; err: string }> => {
  const [out, err]: [string[], string[]] = [[], []]
  const status = await check.run(words, { out: (text) => void out.push(text), err: (text) => void err.push(text) })
  return { status, out: out.join('\n'), err: err.join('\n') }
}

const file = (path: string): string => new URL(`../../${path}`, import.meta.url).pathname

const withFile = async (content: string | Uint8Array, act: (path: string) => Promise<void>): Promise<void> => {
  const folder = mkdtempSync(join(tmpdir(), 'mandate-check-'))
  try {
    writeFileSync(join(folder, 'draft.yaml'), content)
    await act(join(folder, 'draft.yaml'))
  } finally {
    rmSync(folder, { recursive: true })
  }
}

const contradictions: Readonly<Record<string, readonly string[]>> = {
  leads: [
    'third-country-without-mechanism',
    'unreadable-term',
    'precedence-missing',
    'operation-not-listed',
    'title-names-a-law-without-terms',
    'return-promised-without-export',
    'certificate-missing',
    'erasure-without-exception-of-law',
    'breach-register-missing',
    'notice-without-lead-time',
    'objection-effect-missing',
    'activity-beyond-service',
    'liability-cap-missing',
    'vague-word-without-target',
  ],
  enrichment: [
    'article-28-content-missing',
    'suspension-missing',
    'data-subjects-differ',
    'two-roles-unseparated',
    'retention-crosses-the-end',
    'kept-past-erasure',
    'breach-clock-without-start',
    'objection-silence-missing',
    'talks-without-standstill',
    'stored-inside-reached-from-outside',
    'transfer-named-and-denied',
    'names-withheld',
    'flow-down-weaker',
  ],
  fundraising: [
    'switched-off-without-record',
    'override-of-a-duty-of-law',
    'one-topic-two-figures',
    'authority-notice-owed-by-processor',
    'reference-to-nothing',
    'figure-outside-term',
    'suspension-missing',
    'second-factor-two-scopes',
    'passwords-denied-and-governed',
    'national-number-among-ordinary-data',
    'end-contradicts-itself',
    'breach-register-missing',
    'objection-window-missing',
    'objection-silence-missing',
    'one-entity-two-names',
    'stored-inside-reached-from-outside',
    'audit-notice-missing',
    'audit-cap-missing',
    'reply-lock-missing',
    'same-thing-twice',
  ],
}

for (const [draft, rules] of Object.entries(contradictions)) {
  test(`the ${draft} draft is refused, and each of its contradictions is named`, async () => {
    const { status, out } = await run(file(`test/contradictions/drafts/${draft}-draft.yaml`))
    assert.equal(status, 1)
    const named = out.split('\n').flatMap((line) => /^(?:fault|question|warning) +([a-z0-9-]+)/.exec(line)?.[1] ?? [])
    assert.deepEqual(
      rules.filter((rule) => !named.includes(rule)),
      [],
    )
  })
}

test('an agreement without faults and open questions passes', async () => {
  const { status, out } = await run(file('test/contradictions/clean.yaml'))
  assert.equal(status, 0)
  assert.match(out, /no faults and no unanswered questions/)
})

for (const shipped of ['enrichment', 'lead-management', 'fundraising']) {
  test(`the shipped agreement ${shipped} has no faults and no unanswered questions`, async () => {
    const { status, out } = await run(file(`agreements/${shipped}.yaml`))
    assert.equal(status, 0, out)
  })
}

test('a finding says the rule, the place, the value, what is expected and the way out', async () => {
  const { out } = await run(file('test/contradictions/drafts/leads-draft.yaml'))
  assert.match(
    out,
    /fault +third-country-without-mechanism \(annexes\.subprocessors\.cloud\)\n +.*Cumulus Cloud Inc\. stores in Ireland and is reached from United States.*"none"; name the mechanism/,
  )
})

test('the JSON form carries every finding with its sentence', async () => {
  const { status, out } = await run('--json', file('test/contradictions/drafts/leads-draft.yaml'))
  assert.equal(status, 1)
  const told: unknown = JSON.parse(out)
  assert.ok(typeof told === 'object' && told !== null && 'findings' in told && Array.isArray(told.findings) && 'ok' in told)
  assert.equal(told.ok, false)
  assert.ok(told.findings.every((finding: unknown) => typeof finding === 'object' && finding !== null && 'sentence' in finding))
})

test('a file that is no agreement is refused with every fault and its line', async () => {
  await withFile('agreement: x\n"agreement\n', async (path) => {
    const { status, out } = await run(path)
    assert.equal(status, 1)
    assert.match(out, /line 2: this is no YAML/)
  })
})

test('a call without a file, with two, or with one that cannot be read ends with 2', async () => {
  assert.equal((await run()).status, 2)
  assert.equal((await run('a.yaml', 'b.yaml')).status, 2)
  const missing = await run('/nowhere/at-all.yaml')
  assert.equal(missing.status, 2)
  assert.match(missing.err, /"\/nowhere\/at-all\.yaml" cannot be read \(ENOENT\)/)
})

test('a file that is not UTF-8 is refused as such', async () => {
  await withFile(Uint8Array.of(0x61, 0xff, 0xfe, 0x80), async (path) => {
    const { status, err } = await run(path)
    assert.equal(status, 2)
    assert.match(err, /is not UTF-8/)
  })
})
