/** The agreements that the operator offers: read once at start, found by name. */
import type { Agreement } from '../domain/agreement-shape.ts'

export type Templates = ReadonlyMap<string, Agreement>
