-- What a customer hands in for enrichment: contacts, one partition for each local day on which they must be gone, so that a day that
-- is over is dropped and not deleted. Rows without an end (held by law, or an agreement without a period) stand under 'infinity'.

create table enrichment_contact (
  tenant_id uuid not null,
  -- Leads with the time of making (UUID version 7), so that the order of the key is the order of arrival.
  id uuid not null,
  expires_on date not null,
  state text not null,
  country text,
  source text not null,
  import_id uuid,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  -- Held back from erasure by a legal duty; original_day is where it goes back to.
  held boolean not null default false,
  original_day date,
  -- The closed import whose row took this one's place; it comes back when that import is undone.
  superseded_by uuid,
  replaces uuid,
  email_token bytea,
  phone_token bytea,
  name_token bytea,
  company_token bytea,
  -- The tokens of this row in enrichment_word, 16 bytes each: what an erasure has to find there.
  words bytea,
  envelope bytea not null,
  primary key (tenant_id, id, expires_on)
) partition by range (expires_on);
create index enrichment_contact_email on enrichment_contact (tenant_id, email_token) where email_token is not null;
create index enrichment_contact_phone on enrichment_contact (tenant_id, phone_token) where phone_token is not null;
create index enrichment_contact_name on enrichment_contact (tenant_id, name_token) where name_token is not null;
create index enrichment_contact_company on enrichment_contact (tenant_id, company_token) where company_token is not null;
create index enrichment_contact_import on enrichment_contact (tenant_id, import_id) where import_id is not null;
select make_tenant_table('enrichment_contact');
grant select, insert, update, delete on enrichment_contact to mandate_app;

-- Word prefixes, a row each: row-level security keeps the planner from using an index over arrays, because array operators are not leakproof.
create table enrichment_word (
  tenant_id uuid not null,
  token bytea not null,
  contact uuid not null,
  expires_on date not null,
  primary key (tenant_id, token, contact, expires_on)
) partition by range (expires_on);
select make_tenant_table('enrichment_word');
grant select, insert, update (expires_on), delete on enrichment_word to mandate_app;

create table enrichment_contact_rest partition of enrichment_contact for values from ('infinity') to (maxvalue);
create table enrichment_word_rest partition of enrichment_word for values from ('infinity') to (maxvalue);
select make_tenant_table('enrichment_contact_rest');
select make_tenant_table('enrichment_word_rest');

create table enrichment_import (
  tenant_id uuid not null,
  id uuid not null,
  state text not null check (state in ('uploading', 'checked', 'open', 'closed', 'undone', 'rolled back')),
  expires_on date not null,
  duplicates text not null check (duplicates in ('skip', 'update', 'keep')),
  -- Key of the wing by index of the file's column; what a person chose.
  chosen jsonb not null,
  -- Columns of the agreement that the file fills: what the gate is asked for, batch by batch.
  columns text[] not null,
  counts jsonb not null,
  rows_done integer not null default 0,
  chunks uuid[] not null default '{}',
  error_files uuid[] not null default '{}',
  quarantine uuid[] not null default '{}',
  report uuid,
  created_at timestamptz not null,
  closed_at timestamptz,
  primary key (tenant_id, id)
);
create index enrichment_import_day on enrichment_import (tenant_id, expires_on);
select make_tenant_table('enrichment_import');
grant select, insert, update, delete on enrichment_import to mandate_app;

-- Makes the partitions of a day when there are none. Attached, not created in place: attaching does not stop those who read and write.
create function enrichment_open_day(day date) returns void language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  parent text;
  name text;
begin
  if day is null or not isfinite(day) then
    raise exception 'a day is a finite date' using errcode = 'MA002';
  end if;
  if to_regclass(format('public.enrichment_word_%s', to_char(day, 'YYYYMMDD'))) is not null then
    return;
  end if;
  -- Two who hand in the first contact of a day at once take turns.
  perform pg_advisory_xact_lock(2816022, (day - date '2000-01-01'));
  foreach parent in array array['enrichment_contact', 'enrichment_word'] loop
    name := format('%s_%s', parent, to_char(day, 'YYYYMMDD'));
    if to_regclass('public.' || name) is null then
      execute format('create table public.%I (like public.%I including all)', name, parent);
      perform make_tenant_table(format('public.%I', name)::regclass);
      execute format('alter table public.%I attach partition public.%I for values from (%L) to (%L)', parent, name, day, day + 1);
    end if;
  end loop;
end
$$;
revoke all on function enrichment_open_day(date) from public;
grant execute on function enrichment_open_day(date) to mandate_app, mandate_worker;

-- Drops a day when nobody but these tenants has a row there and none is held; answers whether it did. The function looks for itself: its
-- owner is bound by row-level security too, so it lifts the force from the one partition while it alone holds the lock, in this transaction.
create function enrichment_drop_day(day date, due uuid[]) returns boolean language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  contacts text := format('enrichment_contact_%s', to_char(day, 'YYYYMMDD'));
  words text := format('enrichment_word_%s', to_char(day, 'YYYYMMDD'));
  kept boolean;
begin
  if day is null or not isfinite(day) or due is null or array_position(due, null) is not null then
    raise exception 'a day is a finite date, and the tenants are listed' using errcode = 'MA002';
  end if;
  if to_regclass('public.' || contacts) is null then
    return false;
  end if;
  lock table public.enrichment_contact, public.enrichment_word in access exclusive mode;
  if to_regclass('public.' || contacts) is null then
    return false;
  end if;
  execute format('alter table public.%I no force row level security', contacts);
  execute format('alter table public.%I no force row level security', words);
  execute format(
    'select exists (select from public.%I where held or tenant_id <> all ($1)) or exists (select from public.%I where tenant_id <> all ($1))',
    contacts, words) into kept using due;
  if kept then
    execute format('alter table public.%I force row level security', contacts);
    execute format('alter table public.%I force row level security', words);
    return false;
  end if;
  execute format('alter table public.enrichment_contact detach partition public.%I', contacts);
  execute format('alter table public.enrichment_word detach partition public.%I', words);
  execute format('drop table public.%I, public.%I', contacts, words);
  return true;
end
$$;
revoke all on function enrichment_drop_day(date, uuid[]) from public;
grant execute on function enrichment_drop_day(date, uuid[]) to mandate_worker;

-- Is anything of a day still kept, of these tenants or any other: a partition, or a sealed upload? The key of the day may die when not.
create function enrichment_day_in_use(wanted date) returns boolean language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  each uuid;
  kept boolean := to_regclass(format('public.enrichment_contact_%s', to_char(wanted, 'YYYYMMDD'))) is not null;
begin
  for each in select tenant_id from public.tenant loop
    exit when kept;
    perform set_config('app.tenant', each::text, true);
    select exists (select from public.vault where tenant_id = each and class = 'submitted' and day = wanted) into kept;
  end loop;
  perform set_config('app.tenant', '', true);
  return kept;
end
$$;
revoke all on function enrichment_day_in_use(date) from public;
grant execute on function enrichment_day_in_use(date) to mandate_worker;
