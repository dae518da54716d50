/** The workloads in the order of the table. */
import { append } from './append.ts'
import { dryRunOfFile } from './dry-run.ts'
import { due } from './due.ts'
import { erase } from './erase.ts'
import type { Workload } from './figures.ts'
import { ingest } from './ingest.ts'
import { retain } from './retain.ts'

export const workloads: readonly Workload[] = [ingest, append, erase, retain, due, dryRunOfFile]
