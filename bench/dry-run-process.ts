// The process whose memory is measured: dry-run-process.ts FILE.
import { createReadStream } from 'node:fs'
import { isRefusal } from '../src/domain/refusal.ts'
import { dryRun } from '../src/intake/dry-run.ts'
import { enrichmentColumns } from '../src/services/enrichment/columns.ts'
import type { DryRunFacts } from './dry-run.ts'

const [file = ''] = process.argv.slice(2)
const start = performance.now()
const report = await dryRun(createReadStream(file), { columns: enrichmentColumns })
if (isRefusal(report)) throw new Error(JSON.stringify(report))
// The kernel counts in KiB.
const facts: DryRunFacts = {
  rows: report.rows,
  accepted: report.rowsAccepted,
  milliseconds: performance.now() - start,
  memory: process.resourceUsage().maxRSS * 1_024,
}
console.log(JSON.stringify(facts))
