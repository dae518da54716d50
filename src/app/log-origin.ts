/** The name under which a tenant's log is signed (C2SP checkpoint, origin line): no space, no plus sign, stable for ever. */
import type { TenantId } from '../domain/ids.ts'

export const logOrigin = (tenant: TenantId): string => `mandate/trail/${tenant}`
