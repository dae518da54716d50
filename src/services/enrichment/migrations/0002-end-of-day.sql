-- The end of a day and a bulk insert cost what they must: nothing is read through that an index knows, and no row pays for its tenant anew.

-- Held rows are few and stand apart; who asks for them, or for whether there are any, looks here.
create index enrichment_contact_held on enrichment_contact (tenant_id, original_day) where held;

-- The same rule as make_tenant_table gives. As a query of its own the tenant is read once a statement, not once a row. The partitions
-- keep the rule that they were made with: nobody but the owner names one.
alter policy of_tenant on enrichment_contact
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid));
alter policy of_tenant on enrichment_word
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid));

-- Drops a day when nobody but these tenants has a row there and none is held; answers whether it did. The function looks for itself: its
-- owner is bound by row-level security too, so it lifts the force from the one partition while it alone holds the lock, in this transaction.
-- It steps from tenant to tenant along the primary keys, and to held rows along their index: a scan would take as long as a DELETE reads,
-- and what the planner thinks of a partition that was filled a moment ago must not choose one.
create or replace function enrichment_drop_day(day date, due uuid[]) returns boolean language plpgsql security definer
set search_path = pg_catalog, public, pg_temp set enable_seqscan = off set enable_bitmapscan = off as $$
declare
  contacts text := format('enrichment_contact_%s', to_char(day, 'YYYYMMDD'));
  words text := format('enrichment_word_%s', to_char(day, 'YYYYMMDD'));
  tenants constant text := '
    with recursive step (tenant) as (
      (select tenant_id from public.%1$I order by tenant_id limit 1)
      union all
      select following.tenant_id from step
        cross join lateral (select tenant_id from public.%1$I where tenant_id > step.tenant order by tenant_id limit 1) following
    )
    select exists (select from step where tenant <> all ($1))';
  kept boolean;
  other boolean;
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
  execute format('select exists (select from public.%I where held)', contacts) into kept;
  execute format(tenants, contacts) into other using due;
  kept := kept or other;
  execute format(tenants, words) into other using due;
  if kept or other then
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
