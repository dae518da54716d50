/** Tenants: the operator (for its own acts) and its customers, each a controller. */
import { tenantId, type Instant, type NewId, type TenantId } from '../domain/ids.ts'
import { openStanding } from '../store/postgres/cases.ts'
import type { Database } from '../store/database.ts'

export type TenantKind = 'operator' | 'controller'
export type ListedTenant = { readonly id: TenantId; readonly kind: TenantKind; readonly createdAt: Instant }

/** Opens a tenant: a line in the house's directory and an empty standing of its own. */
export const openTenant = async (
  house: { readonly database: Database; readonly now: () => Instant; readonly newId: NewId },
  kind: TenantKind,
): Promise<TenantId> => {
  const id = tenantId(house.newId())
  await house.database.tenantTransaction(id, async (sql) => {
    await sql`insert into tenant (tenant_id, kind, created_at) values (${id}, ${kind}, ${house.now()})`
    await openStanding(sql, id)
  })
  return id
}

/** Every tenant, oldest first. Here are ids and kinds; what a tenant is called is sealed. */
export const listTenants = async (database: Database): Promise<readonly ListedTenant[]> =>
  database.app<{ id: TenantId; kind: TenantKind; createdAt: Instant }[]>`
    select tenant_id as id, kind, created_at as "createdAt" from tenant order by created_at, tenant_id`
