-- Rotation of keys. A log keeps the notes by which its signing keys handed over; a sealed agreement may be sealed again, never changed.

create table trail_rotation (
  tenant_id uuid not null,
  version integer not null,
  note text not null,
  at timestamptz not null,
  primary key (tenant_id, version)
);
select make_tenant_table('trail_rotation');
grant select, insert on trail_rotation to mandate_app;

grant update (envelope) on agreement to mandate_app;
