-- Whom we buy from, and whose goods lie on our shelves.

create schema parties;

create table parties.suppliers (
  id             uuid primary key,
  code           text not null,
  name           text not null,
  contact_sealed text,
  lead_time_days integer not null default 0 check (lead_time_days between 0 and 730),
  active         boolean not null default true,
  version        integer not null default 1,
  created_at     timestamptz not null default now()
);
create unique index suppliers_code_once on parties.suppliers (upper(code));

create table parties.owners (
  id   uuid primary key,
  code text not null unique,
  name text not null,
  kind text not null check (kind in ('own', 'consignment', 'dealer'))
);
-- Our own goods: the owner of everything until somebody says otherwise.
insert into parties.owners (id, code, name, kind)
values ('00000000-0000-7000-8000-000000000001', 'SELF', '自有', 'own');
