/** The personal-data map of the house: every column of its tables. What a wing keeps stands in the wing's own map. */
import { nobody, type ColumnMap, type TableMap } from '../domain/data-map.ts'

const kept = (holds: string, because: string): ColumnMap => ({
  holds,
  subject: 'person concerned',
  openness: 'open',
  onErasure: { kept: because },
})
const holder = (holds: string, openness: ColumnMap['openness'], onErasure: ColumnMap['onErasure'] = 'row deleted'): ColumnMap => ({
  holds,
  subject: 'account holder',
  openness,
  onErasure,
})
const columns = (holds: Readonly<Record<string, string>>): Readonly<Record<string, ColumnMap>> =>
  Object.fromEntries(Object.entries(holds).map(([name, text]) => [name, nobody(text)]))
const controller = { tenant_id: 'the controller' }

/** Acts, their order and what they lead to: ids, codes, counts and instants. */
const loop: readonly TableMap[] = [
  { table: 'standing', class: 'none', columns: columns({ ...controller, body: 'which agreement and instructions are in force' }) },
  {
    table: 'agreement',
    class: 'evidence',
    columns: {
      ...columns({ ...controller, hash: 'hash of the concluded text', template: 'hash of its template', created_at: 'when it was stored' }),
      envelope: holder('the concluded agreement, with its parties', 'sealed', {
        kept: 'proof of the contract, for the period of its class',
      }),
    },
  },
  {
    table: 'event',
    class: 'none',
    columns: columns({
      ...controller,
      clause: 'module',
      case_id: 'case',
      seq: 'place in the case',
      type: 'what happened',
      body: 'ids, codes, counts and instants',
      at: 'when',
    }),
  },
  {
    table: 'deadline',
    class: 'none',
    columns: columns({
      ...controller,
      clause: 'module',
      case_id: 'case',
      name: 'which deadline of the case',
      status: 'open, kept, broken or remedied',
      side: 'whose time it is',
      term: 'the period',
      term_name: 'its name in the agreement',
      started: 'from when it counts',
      begins: 'when work starts',
      ends: 'when it is over',
      zone: 'where it is counted',
      calendar: 'whose holidays count',
      calendar_version: 'which table of holidays',
      lead: 'how long before the end work starts',
      on_amendment: 'whether an amendment moves it',
      agreement: 'hash of the agreement that gives it',
      clause_of_agreement: 'on which clause it stands',
      steps: 'what the clock still does',
      next_step: 'what it does next',
      next_at: 'and when',
      attempts: 'how often it was tried',
      begun_at: 'when work began',
      closed_at: 'when it was done',
      closed_by: 'the entry that proves it',
      remedy: 'vault record of cause and remedy',
    }),
  },
  {
    table: 'outbox',
    class: 'none',
    columns: columns({
      ...controller,
      id: 'the task',
      kind: 'mail or job',
      name: 'template or job',
      clause: 'module',
      case_id: 'case',
      facts: 'ids, codes and counts',
      queued_at: 'when it was queued',
      due_at: 'when it is tried',
      attempts: 'how often it was tried',
      last_code: 'why it failed',
      done_at: 'when it was done',
    }),
  },
]

const trail: readonly TableMap[] = [
  {
    table: 'trail_entry',
    class: 'accessLogs',
    columns: {
      ...columns({
        ...controller,
        id: 'the entry',
        era: 'count of restores',
        xid: 'transaction',
        at: 'when',
        act: 'declared name of the act',
        ground: 'what permits it',
        clause: 'module',
        case_id: 'case',
        outcome: 'done or refused',
        counts: 'counts',
        detail_digest: 'digest of what it commits to',
        actor_commitment: 'commitment to who acted: opens nothing by itself',
        ip_commitment: 'commitment to from where: opens nothing by itself',
        private_day: 'day of the redaction',
        leaf: 'hash of the entry',
      }),
      // Not in the list above: there the column's name would read as a refusal.
      ['refused']: nobody('code of the refusal'),
      names: kept('ids that the act was about', 'they prove what was done and open nothing'),
      private: holder('who acted and from where', 'sealed', 'redacted'),
    },
  },
  {
    table: 'trail_batch',
    class: 'none',
    columns: columns({
      ...controller,
      start: 'first number',
      size: 'entries',
      era: 'count of restores',
      last_xid: 'last transaction',
      entries: 'ids of entries',
      frontier: 'edge of the tree',
      root: 'its root',
      checkpoint: 'signed head',
      at: 'when it was sealed',
    }),
  },
  {
    table: 'trail_tile',
    class: 'none',
    columns: columns({ ...controller, level: 'level of the tree', tile: 'tile', start: 'place in it', hashes: 'hashes' }),
  },
  {
    table: 'trail_rotation',
    class: 'none',
    columns: columns({ ...controller, version: 'version of the signing key', note: 'note that both keys signed', at: 'when' }),
  },
  {
    table: 'audit_scan',
    class: 'none',
    columns: {
      ...columns({
        ...controller,
        cases: 'erasures that the scan can confirm',
        part: 'wing or files',
        after: 'id of the last record read',
        scanned: 'records read',
        started_at: 'when it began',
      }),
      found: kept('ids of records in which something was left', 'until the scan is over, a matter of minutes'),
    },
  },
]

const sealed: readonly TableMap[] = [
  {
    table: 'vault',
    class: 'by record',
    columns: {
      ...columns({
        ...controller,
        id: 'the record',
        class: 'class of retention',
        day: 'day of its end',
        kind: 'what it is',
        created_at: 'when it was sealed',
      }),
      owner: kept('id of what it belongs to', 'it goes with the record'),
      envelope: {
        holds: 'uploads, refused rows, letters, proofs, answers',
        subject: 'person concerned',
        openness: 'sealed',
        onErasure: 'redacted',
      },
    },
  },
  {
    table: 'api_key',
    class: 'none',
    columns: columns({
      ...controller,
      id: 'the key',
      hash: 'hash of its secret',
      label_ref: 'vault record of its label',
      created_at: 'when it was made',
      expires_at: 'when it ends',
      revoked_at: 'when it was revoked',
      last_used_on: 'day of its last use',
    }),
  },
  {
    table: 'idempotent_answer',
    class: 'house',
    columns: {
      ...columns({
        ...controller,
        key_digest: 'digest of the key of the order',
        route: 'declared route',
        body_digest: 'digest of the order',
        status: 'status of the answer',
        answer: 'vault record of the answer',
        created_at: 'when it was given',
      }),
      actor: holder('account or key, an id', 'open'),
    },
  },
]

/** Tables over all tenants: the closed list of `store/house.ts`. */
const house: readonly TableMap[] = [
  {
    table: 'migration',
    class: 'none',
    columns: columns({ name: 'migration', sha256: 'hash of its text', position: 'place', applied_at: 'when it was applied' }),
  },
  { table: 'tenant', class: 'none', columns: columns({ ...controller, kind: 'operator or controller', created_at: 'since when' }) },
  { table: 'agenda', class: 'none', columns: columns({ ...controller, next_due_at: 'when something is next due' }) },
  {
    table: 'account',
    class: 'account',
    columns: {
      account_id: holder('the account', 'open'),
      address_token: holder('keyed index of the address', 'searchable'),
      envelope: holder('the address', 'sealed'),
      created_at: holder('when it was opened', 'open'),
      verified_at: holder('when the address was confirmed', 'open'),
      closed_at: holder('when it was closed', 'open'),
    },
  },
  {
    table: 'membership',
    class: 'account',
    columns: {
      ...columns(controller),
      account_id: holder('the account', 'open'),
      role: holder('what it may do', 'open'),
      since: holder('since when', 'open'),
    },
  },
  {
    table: 'login_link',
    class: 'account',
    columns: {
      ...columns({
        hash: 'hash of the link',
        browser_hash: 'hash of the browser that asked',
        created_at: 'when',
        expires_at: 'until when',
        used_at: 'when it was used',
      }),
      account_id: holder('the account', 'open'),
    },
  },
  {
    table: 'session',
    class: 'account',
    columns: {
      ...columns({
        ...controller,
        hash: 'hash of the cookie',
        created_at: 'when',
        expires_at: 'until when',
        revoked_at: 'when it was ended',
      }),
      account_id: holder('the account', 'open'),
    },
  },
  { table: 'key_directory', class: 'none', columns: columns({ ...controller, hash: 'hash of a key', key_id: 'the key' }) },
  {
    table: 'person_directory',
    class: 'submitted',
    columns: {
      ...columns(controller),
      person: {
        holds: 'keyed index of an address or number, under a key of the house',
        subject: 'person concerned',
        openness: 'searchable',
        onErasure: 'row deleted',
      },
    },
  },
  { table: 'setting', class: 'none', columns: columns({ name: 'name of the value', body: 'what the deployment is' }) },
]

export const houseMaps: readonly TableMap[] = [...loop, ...trail, ...sealed, ...house]
