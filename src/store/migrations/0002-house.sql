-- The tables of the house. Tenant tables: the tenant leads every key, row-level security is forced. House tables: a closed list in
-- store/house.ts. No triggers; nothing here asks the database for the time.

-- Every tenant table is made fit by this one function, so that none is forgotten halfway; the check reads the catalogue as well.
create function make_tenant_table(name regclass) returns void language plpgsql as $$
begin
  execute format('alter table %s enable row level security', name);
  execute format('alter table %s force row level security', name);
  -- After one SET LOCAL the setting reads '', not null: without nullif a session outside a tenant would fail instead of seeing nothing.
  execute format(
    'create policy of_tenant on %s using (tenant_id = nullif(current_setting(''app.tenant'', true), '''')::uuid)
       with check (tenant_id = nullif(current_setting(''app.tenant'', true), '''')::uuid)', name);
end
$$;
revoke all on function make_tenant_table(regclass) from public;

create table standing (
  tenant_id uuid primary key,
  body jsonb not null
);
select make_tenant_table('standing');
grant select, insert, update on standing to mandate_app;

create table agreement (
  tenant_id uuid not null,
  hash text not null,
  template text not null,
  -- Parties are named in it, and a party can be a person: the text is sealed.
  envelope bytea not null,
  created_at timestamptz not null,
  primary key (tenant_id, hash)
);
select make_tenant_table('agreement');
grant select, insert on agreement to mandate_app;

create table event (
  tenant_id uuid not null,
  clause text not null,
  case_id text not null,
  seq integer not null,
  type text not null,
  body jsonb not null,
  at timestamptz not null,
  primary key (tenant_id, clause, case_id, seq)
);
select make_tenant_table('event');
grant select, insert on event to mandate_app;

create table deadline (
  tenant_id uuid not null,
  clause text not null,
  case_id text not null,
  name text not null,
  status text not null check (status in ('open', 'kept', 'broken', 'remedied')),
  side text not null check (side in ('ours', 'theirs')),
  term text not null,
  term_name text,
  started timestamptz not null,
  begins timestamptz,
  ends timestamptz,
  zone text not null,
  calendar text not null,
  calendar_version text not null,
  lead text,
  on_amendment text not null check (on_amendment in ('pinned', 'follows')),
  agreement text,
  clause_of_agreement text not null,
  -- What the clock still has to do; the first step stands in the columns that the worker reads.
  steps jsonb not null,
  next_step jsonb,
  next_at timestamptz,
  attempts integer not null default 0,
  begun_at timestamptz,
  closed_at timestamptz,
  remedy uuid,
  primary key (tenant_id, clause, case_id, name)
);
create index deadline_due on deadline (tenant_id, next_at) where next_at is not null;
create index deadline_board on deadline (tenant_id, clause, status, ends);
select make_tenant_table('deadline');
grant select, insert, update on deadline to mandate_app;

create table outbox (
  tenant_id uuid not null,
  id uuid not null,
  kind text not null check (kind in ('mail', 'job')),
  name text not null,
  clause text not null,
  case_id text not null,
  facts jsonb not null,
  queued_at timestamptz not null,
  due_at timestamptz,
  attempts integer not null default 0,
  last_code text,
  done_at timestamptz,
  primary key (tenant_id, id)
);
create index outbox_due on outbox (tenant_id, due_at) where due_at is not null;
select make_tenant_table('outbox');
grant select, insert, update on outbox to mandate_app;

create table trail_entry (
  tenant_id uuid not null,
  id uuid not null,
  -- Entries are numbered after they are committed. (era, xid) orders commits well enough to know what is settled; a restore opens a new era.
  era smallint not null,
  xid xid8 not null default pg_current_xact_id(),
  at timestamptz not null,
  act text not null,
  ground text,
  clause text,
  case_id text,
  names text[] not null,
  outcome text not null check (outcome in ('done', 'refused')),
  refused text,
  counts jsonb not null,
  detail_digest bytea,
  actor_commitment bytea not null,
  ip_commitment bytea not null,
  -- What opens the two commitments, sealed; null once it was redacted.
  private bytea,
  private_day date,
  leaf bytea not null,
  primary key (tenant_id, id)
);
create index trail_entry_settled on trail_entry (tenant_id, era, xid);
select make_tenant_table('trail_entry');
grant select, insert, update (private, private_day) on trail_entry to mandate_app;

create table trail_batch (
  tenant_id uuid not null,
  start bigint not null,
  size bigint not null,
  era smallint not null,
  last_xid xid8 not null,
  entries uuid[] not null,
  frontier bytea not null,
  root bytea not null,
  checkpoint text not null,
  at timestamptz not null,
  primary key (tenant_id, start)
);
select make_tenant_table('trail_batch');
grant select, insert on trail_batch to mandate_app;

create table trail_tile (
  tenant_id uuid not null,
  level integer not null,
  tile bigint not null,
  start integer not null,
  hashes bytea not null,
  primary key (tenant_id, level, tile, start)
);
select make_tenant_table('trail_tile');
grant select, insert on trail_tile to mandate_app;

-- Whatever can hold a person and is no wing's: mail bodies, stored answers, uploads, error files, undo images, proofs, texts of instructions.
create table vault (
  tenant_id uuid not null,
  id uuid not null,
  class text not null,
  day date,
  kind text not null,
  owner text,
  envelope bytea not null,
  created_at timestamptz not null,
  primary key (tenant_id, id)
);
create index vault_expiry on vault (tenant_id, class, day);
create index vault_owner on vault (tenant_id, kind, owner);
select make_tenant_table('vault');
grant select, insert, update, delete on vault to mandate_app;

create table api_key (
  tenant_id uuid not null,
  id uuid not null,
  hash bytea not null,
  label_ref uuid not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  revoked_at timestamptz,
  last_used_on date,
  primary key (tenant_id, id)
);
select make_tenant_table('api_key');
grant select, insert, update (revoked_at, last_used_on) on api_key to mandate_app;

create table idempotent_answer (
  tenant_id uuid not null,
  actor text not null,
  key_digest bytea not null,
  route text not null,
  body_digest bytea not null,
  status integer,
  answer uuid,
  created_at timestamptz not null,
  primary key (tenant_id, actor, key_digest, route)
);
select make_tenant_table('idempotent_answer');
grant select, insert, update, delete on idempotent_answer to mandate_app;

-- House tables ------------------------------------------------------------------------------------------------------------------

create table tenant (
  tenant_id uuid primary key,
  kind text not null check (kind in ('operator', 'controller')),
  created_at timestamptz not null
);
grant select, insert on tenant to mandate_app;
grant select on tenant to mandate_worker;

create table agenda (
  tenant_id uuid primary key,
  next_due_at timestamptz not null
);
create index agenda_due on agenda (next_due_at);
grant select, insert, update, delete on agenda to mandate_app, mandate_worker;

create table account (
  account_id uuid primary key,
  address_token bytea not null unique,
  envelope bytea not null,
  created_at timestamptz not null,
  verified_at timestamptz,
  closed_at timestamptz
);
grant select, insert, update, delete on account to mandate_app;

create table membership (
  account_id uuid not null references account on delete cascade,
  tenant_id uuid not null,
  role text not null,
  since timestamptz not null,
  primary key (account_id, tenant_id)
);
create index membership_of_tenant on membership (tenant_id);
grant select, insert, update, delete on membership to mandate_app;

create table login_link (
  hash bytea primary key,
  account_id uuid not null references account on delete cascade,
  browser_hash bytea not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz
);
grant select, insert, update, delete on login_link to mandate_app;

create table session (
  hash bytea primary key,
  account_id uuid not null references account on delete cascade,
  tenant_id uuid not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  revoked_at timestamptz
);
grant select, insert, update, delete on session to mandate_app;

create table key_directory (
  hash bytea primary key,
  tenant_id uuid not null,
  key_id uuid not null
);
grant select, insert, update, delete on key_directory to mandate_app;

create table person_directory (
  person bytea not null,
  tenant_id uuid not null,
  primary key (person, tenant_id)
);
grant select, insert, delete on person_directory to mandate_app;

create table setting (
  name text primary key,
  body jsonb not null
);
grant select, insert, update on setting to mandate_app, mandate_worker;
