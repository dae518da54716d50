/** Who calls: a person with a session, a program with a key, or nobody that is known. */
import { findKey } from '../app/api-keys.ts'
import { isCustomer } from '../app/customers.ts'
import type { RealHouse, Request } from '../app/house.ts'
import { findSession, type Session } from '../app/sessions.ts'
import { isUuid, tenantId, type TenantId } from '../domain/ids.ts'
import type { Refusal } from '../domain/refusal.ts'
import type { Role, Route } from './route.ts'

export type Caller =
  | { readonly kind: 'session'; readonly session: Session; readonly secret: string; readonly tenant: TenantId; readonly role: Role }
  | { readonly kind: 'key'; readonly key: string; readonly tenant: TenantId; readonly role: 'key' }

export type Credentials = { readonly bearer: string | null; readonly session: string | null }

/** A header wins over a cookie, and a wrong header is not saved by a right cookie. */
export const findCaller = async (house: RealHouse, { bearer, session: secret }: Credentials): Promise<Caller | null> => {
  if (bearer !== null) {
    const key = await findKey(house, bearer)
    return key === null ? null : { kind: 'key', key: key.id, tenant: key.tenant, role: 'key' }
  }
  if (secret === null) return null
  const session = await findSession(house.store.database, secret, house.now())
  return session === null ? null : { kind: 'session', session, secret, tenant: session.tenant, role: session.role }
}

/** The account behind a session; null for a key. */
export const accountOf = (caller: Caller | null): string | null => (caller?.kind === 'session' ? caller.session.account : null)

/** Names a caller in idempotency and on the trail: an id, never a name or an address. */
export const actorId = (caller: Caller | null): string => {
  if (caller === null) return 'anonymous'
  return caller.kind === 'session' ? `account:${caller.session.account}` : `key:${caller.key}`
}

export type Admitted = { readonly request: Request; readonly refusal: Refusal | null }

/** In whose log the act belongs, and whether the caller may do it. Nobody's acts are the operator's affair. */
export const admitCaller = async (
  house: RealHouse,
  route: Route,
  caller: Caller | null,
  ip: string,
  params: unknown,
): Promise<Admitted> => {
  const request: Request = {
    tenant: caller?.tenant ?? house.operator,
    actor: { side: caller?.role === 'staff' ? 'processor' : 'controller', id: actorId(caller) },
    ip,
    act: route.act ?? 'none',
    ground: null,
    names: [],
  }
  if (route.audience === 'public') return { request, refusal: null }
  if (caller === null) return { request, refusal: { refused: 'not_signed_in' } }
  if (!route.roles.includes(caller.role))
    return { request, refusal: { refused: 'not_for_your_role', roles: [...route.roles], role: caller.role } }
  if (route.within === undefined) return { request, refusal: null }
  const customer = customerIn(params)
  if (!isUuid(customer) || !(await isCustomer(house, customer)))
    return { request, refusal: { refused: 'not_found', id: isUuid(customer) ? customer : '' } }
  return { request: { ...request, tenant: tenantId(customer) }, refusal: null }
}

const customerIn = (params: unknown): string =>
  typeof params === 'object' && params !== null && 'customer' in params && typeof params.customer === 'string' ? params.customer : ''
