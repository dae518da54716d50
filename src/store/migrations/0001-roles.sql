-- as: administrator
-- The first migration runs as whoever connects to migrate (the superuser of the embedded server; in production a login that may create
-- roles). All later ones run as mandate_owner. Roles belong to the server, not to the database: another database may have made them.

do $$
declare
  wanted text;
begin
  foreach wanted in array array['mandate_owner', 'mandate_app', 'mandate_worker'] loop
    if not exists (select from pg_roles where rolname = wanted) then
      begin
        execute format('create role %I login nosuperuser nobypassrls nocreatedb nocreaterole noreplication', wanted);
      exception when duplicate_object or unique_violation then
        null; -- another database of this server made it at this moment
      end;
    end if;
    if exists (select from pg_roles where rolname = wanted and (rolsuper or rolbypassrls)) then
      raise exception 'role % must be neither superuser nor allowed to bypass row-level security', wanted using errcode = 'MA001';
    end if;
    if current_user <> wanted and not (select rolsuper from pg_roles where rolname = current_user) then
      begin
        execute format('grant %I to current_user', wanted);
      exception when insufficient_privilege then
        null; -- the operator granted it beforehand, or the next statement says what is missing
      end;
    end if;
  end loop;
end
$$;

-- Nobody but the owner makes or drops; the two that serve may only use.
revoke all on schema public from public;
grant usage, create on schema public to mandate_owner;
grant usage on schema public to mandate_app, mandate_worker;

create table migration (
  name text primary key,
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  position integer not null unique,
  applied_at timestamptz not null
);
alter table migration owner to mandate_owner;
grant select on migration to mandate_app, mandate_worker;
