-- What erasure and its checks need: where a decrypting scan stands, and indexes so that neither reads a tenant through.

-- A scan of everything sealed goes in pages, each in a transaction of its own; killed, it goes on where it was.
create table audit_scan (
  tenant_id uuid primary key,
  -- The erasures that this scan can confirm: those that were complete when it began.
  cases text[] not null,
  part text not null,
  after text,
  scanned bigint not null,
  found jsonb not null,
  started_at timestamptz not null
);
select make_tenant_table('audit_scan');
grant select, insert, update, delete on audit_scan to mandate_app;

-- Who acted and from where is taken out day by day.
create index trail_entry_private on trail_entry (tenant_id, private_day) where private is not null;
