-- What we sell. An SPU is a product as customers see it, a SKU is what is sold, stocked and counted.

create schema catalog;

create table catalog.spus (
  id         uuid primary key,
  code       text not null,
  name       text not null,
  axes       text[] not null default '{}',
  version    integer not null default 1,
  created_at timestamptz not null default now()
);
create unique index spus_code_once on catalog.spus (upper(code));

create table catalog.skus (
  id              uuid primary key,
  code            text not null,
  name            text not null,
  spu_id          uuid references catalog.spus,
  variant         jsonb not null default '{}',
  kind            text not null default 'goods' check (kind in ('goods', 'bundle', 'service', 'packaging')),
  lifecycle       text not null default 'active' check (lifecycle in ('draft', 'active', 'phase_out', 'retired')),
  base_unit       text not null default '件',
  weight_grams    integer check (weight_grams between 0 and 10000000),
  length_mm       integer check (length_mm between 0 and 100000),
  width_mm        integer check (width_mm between 0 and 100000),
  height_mm       integer check (height_mm between 0 and 100000),
  lot_tracked     boolean not null default false,
  shelf_life_days integer check (shelf_life_days between 1 and 36500),
  -- Code, name, pinyin and initials in lower case, made by the program whenever one of them changes.
  search_text     text not null,
  version         integer not null default 1,
  created_at      timestamptz not null default now()
);
create unique index skus_code_once on catalog.skus (upper(code));
create index skus_search on catalog.skus using gin (search_text gin_trgm_ops);

create table catalog.barcodes (
  barcode  text primary key,
  sku_id   uuid not null references catalog.skus,
  pack_qty bigint not null default 1 check (pack_qty > 0)
);
create index barcodes_by_sku on catalog.barcodes (sku_id);

-- How a SKU is handled in larger units, and how many base units each holds.
create table catalog.packs (
  sku_id uuid not null references catalog.skus,
  unit   text not null,
  qty    bigint not null check (qty > 1),
  primary key (sku_id, unit)
);

-- Planned unit cost in 分 from a date on; the newest date not in the future is in force.
create table catalog.standard_costs (
  sku_id     uuid not null references catalog.skus,
  valid_from date not null,
  cost_minor bigint not null check (cost_minor >= 0),
  primary key (sku_id, valid_from)
);

create table catalog.bundle_components (
  bundle_id    uuid not null references catalog.skus,
  component_id uuid not null references catalog.skus,
  qty          bigint not null check (qty > 0),
  primary key (bundle_id, component_id),
  constraint bundle_not_of_itself check (bundle_id <> component_id)
);
create index bundle_components_by_part on catalog.bundle_components (component_id);
