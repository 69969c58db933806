-- Where things are. A site is a warehouse, a store or a plant; a location is a place inside it, or one of the
-- places outside the walls that double entry needs (supplier, customer, production, scrap, adjustment).

create extension if not exists pg_trgm;

create schema places;

create table places.sites (
  id         uuid primary key,
  code       text not null,
  name       text not null,
  kind       text not null check (kind in ('warehouse', 'store', 'plant')),
  time_zone  text not null default 'Asia/Shanghai',
  active     boolean not null default true,
  version    integer not null default 1,
  created_at timestamptz not null default now()
);
create unique index sites_code_once on places.sites (upper(code));

create table places.locations (
  id         uuid primary key,
  site_id    uuid not null references places.sites,
  code       text not null,
  kind       text not null check (kind in ('bin', 'pick', 'pack', 'stage', 'transit', 'return_dock',
                                           'supplier', 'customer', 'production', 'scrap', 'adjustment')),
  -- Inside the walls: counted as stock on hand, and never below zero.
  is_real    boolean generated always as (kind in ('bin', 'pick', 'pack', 'stage', 'transit', 'return_dock')) stored,
  zone       text,
  walk_order integer not null default 0,
  active     boolean not null default true,
  version    integer not null default 1,
  created_at timestamptz not null default now()
);
create unique index locations_code_once on places.locations (site_id, upper(code));
create index locations_by_kind on places.locations (site_id, kind);
