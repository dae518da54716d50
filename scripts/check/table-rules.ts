import type { HouseTable } from '../../src/store/house.ts'
import type { Catalogue, Table } from './catalogue.ts'
import { finding, type Finding } from './part.ts'

/** Tables whose rows are proof: the serving roles may add to them, and change nothing but what redaction needs. */
const appendOnly: Readonly<Record<string, readonly string[]>> = {
  trail_entry: ['private', 'private_day'],
  trail_batch: [],
  trail_tile: [],
  event: [],
  // The text stays; a renewed key seals it again.
  agreement: ['envelope'],
}

const table = (name: string): string => `table "${name}"`

/** Every table is a tenant's, with all that belongs to it, or stands on the closed list of the house. */
export const judgeTables = ({ tables }: Catalogue, house: readonly HouseTable[]): readonly Finding[] => [
  ...tables.flatMap((each) => {
    const listed = house.some((entry) => entry.table === each.name)
    if (listed)
      return each.secured
        ? [
            finding(
              table(each.name),
              'stands on the list of house tables and has row-level security: it is one or the other; take it off src/store/house.ts',
            ),
          ]
        : []
    if (!each.columns.includes('tenant_id'))
      return [
        finding(
          table(each.name),
          'has no tenant_id and stands on no list: give it one and select make_tenant_table, or add it to src/store/house.ts with its reason and its reader',
        ),
      ]
    return tenantFaults(each).map((says) => finding(table(each.name), says))
  }),
  ...house
    .filter((entry) => !tables.some((each) => each.name === entry.table))
    .map((entry) => finding('src/store/house.ts', `lists "${entry.table}", which no migration makes: remove the line`)),
]

const tenantFaults = ({ secured, forced, policies, indexes, foreign }: Table): readonly string[] => {
  const faults: string[] = []
  if (!secured || !forced)
    faults.push(`its row-level security is ${secured ? 'not forced' : 'off'}: select make_tenant_table for it in its migration`)
  const wide = policies.filter(
    (policy) => !policy.restricts && !(isOfTenant(policy.using) && (policy.command === 'r' || isOfTenant(policy.check))),
  )
  for (const policy of wide)
    faults.push(`its policy "${policy.name}" lets other tenants' rows through: USING and WITH CHECK both compare tenant_id with app.tenant`)
  if (!policies.some((policy) => policy.command === '*'))
    faults.push('no policy binds all its rows to app.tenant: select make_tenant_table for it in its migration')
  const primary = indexes.find((index) => index.primary)
  if (primary?.columns[0] !== 'tenant_id') faults.push('its primary key does not lead with tenant_id: put the tenant first')
  for (const index of indexes.filter((each) => each.unique && !each.columns.includes('tenant_id')))
    faults.push(`its unique index "${index.name}" leaves tenant_id out, so one tenant could see that another has the value: add tenant_id`)
  for (const key of foreign.filter((each) => !each.columns.includes('tenant_id')))
    faults.push(`its foreign key "${key.name}" to ${key.to} leaves tenant_id out: add it on both sides`)
  return faults
}

const isOfTenant = (expression: string | null): boolean =>
  expression !== null && /tenant_id = /.test(expression) && expression.includes("current_setting('app.tenant'")

/** Nobody but the owner makes, drops or empties; proof is only added to. */
export const judgeRights = ({ tables, roles }: Catalogue): readonly Finding[] => [
  ...roles.flatMap(({ name, faults }) =>
    faults.map((fault) => finding(`role "${name}"`, `${fault}, and no role of the program does: take it away in a migration`)),
  ),
  ...tables.flatMap((each) => {
    const faults: string[] = []
    if (each.owner !== 'mandate_owner') faults.push(`belongs to ${each.owner}: mandate_owner owns every table`)
    for (const { role, right } of each.grants) {
      if (role === 'public') faults.push(`everybody may ${right}: revoke it from public`)
      else if (['TRUNCATE', 'TRIGGER', 'REFERENCES'].includes(right)) faults.push(`${role} may ${right}: revoke it, only the owner may`)
      else if (right === 'DELETE' && Object.hasOwn(appendOnly, each.of))
        faults.push(`${role} may DELETE, and its rows are proof: revoke it`)
    }
    const allowed = Object.hasOwn(appendOnly, each.of) ? appendOnly[each.of] : undefined
    const beyond = allowed === undefined ? [] : each.changeable.filter((column) => !allowed.includes(column))
    if (beyond.length > 0)
      faults.push(
        `a serving role may UPDATE ${beyond.join(', ')}, and its rows are proof: grant no more than ${allowed?.join(', ') || 'insert and select'}`,
      )
    return faults.map((says) => finding(table(each.name), says))
  }),
]

/** What would act unseen: triggers, views that read as their owner, functions of the owner that look where a caller points them. */
export const judgeHidden = ({ functions, views, triggers }: Catalogue): readonly Finding[] => [
  ...triggers.map(({ name, table: on }) =>
    finding(table(on), `has the trigger "${name}": do in the program what it does, where it can be read`),
  ),
  ...views
    .filter(({ invoker }) => !invoker)
    .map(({ name }) =>
      finding(
        `view "${name}"`,
        'reads as its owner, past the rows that a tenant may see: make it a plain view with (security_invoker = true)',
      ),
    ),
  ...functions.flatMap(({ name, definer, pinned, forAll }) =>
    definer
      ? [
          ...(pinned
            ? []
            : [
                finding(
                  `function "${name}"`,
                  'acts as its owner under the search_path of its caller: add set search_path = pg_catalog, public, pg_temp',
                ),
              ]),
          ...(forAll
            ? [
                finding(
                  `function "${name}"`,
                  'acts as its owner for everybody: revoke all on it from public, and grant it to the role that needs it',
                ),
              ]
            : []),
        ]
      : [],
  ),
]
