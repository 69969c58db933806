-- Shops, the files people bring, and the orders in them as the platform said them.

create schema shops;

create table shops.shops (
  id            uuid primary key,
  code          text not null,
  name          text not null,
  platform      text not null,
  currency      text not null check (currency ~ '^[A-Z]{3}$'),
  time_zone     text not null,
  -- When set, imported history leaves stock from this site, opened as needed; else orders move no stock yet.
  stock_site_id uuid references places.sites,
  active        boolean not null default true,
  version       integer not null default 1,
  created_at    timestamptz not null default now()
);
create unique index shops_code_once on shops.shops (upper(code));

create schema intake;

create table intake.runs (
  id           uuid primary key,
  kind         text not null check (kind in ('orders', 'skus')),
  shop_id      uuid references shops.shops,
  file_name    text not null,
  file_key     text not null,
  file_size    bigint not null,
  file_sha256  text not null,
  dry_run      boolean not null,
  layout       text,
  status       text not null default 'waiting' check (status in ('waiting', 'running', 'done', 'refused')),
  rows_read    integer not null default 0,
  created      integer not null default 0,
  updated      integer not null default 0,
  unchanged    integer not null default 0,
  refused      integer not null default 0,
  totals       jsonb not null default '{}',
  problem      jsonb,
  job_id       uuid,
  requested_by text not null,
  created_at   timestamptz not null default now(),
  finished_at  timestamptz,
  constraint runs_account_for_every_row check (rows_read = created + updated + unchanged + refused)  -- INV-INTAKE-1
);
create index runs_newest on intake.runs (created_at desc, id);

create table intake.refusals (
  run_id uuid not null references intake.runs,
  row    integer not null,
  "column" text not null,
  zh     text not null,
  en     text not null,
  cells  jsonb not null,
  primary key (run_id, row, "column")
);

create schema sales;

create table sales.orders (
  id             uuid primary key,
  shop_id        uuid not null references shops.shops,
  platform_no    text not null,
  kind           text not null check (kind in ('sale', 'refund', 'write_off', 'free')),
  ordered_at     timestamptz not null,
  ordered_on     date not null,
  customer_ref   text,
  country        text,
  goods_minor    bigint not null,
  service_minor  bigint not null,
  payable_minor  bigint not null,
  flags          text[] not null default '{}',
  version        integer not null,
  content_hash   text not null,
  constraint orders_money_adds_up check (payable_minor = goods_minor + service_minor)  -- INV-SALES-1
);
create unique index orders_platform_no_once on sales.orders (shop_id, platform_no);
create index orders_newest on sales.orders (ordered_at desc, id);

-- What the platform said, never changed: one row per version with the raw rows of the file.
create table sales.order_versions (
  order_id     uuid not null references sales.orders,
  version      integer not null,
  content_hash text not null,
  raw          jsonb not null,
  source       text not null,
  recorded_at  timestamptz not null default clock_timestamp(),
  primary key (order_id, version)
);

create table sales.order_lines (
  order_id         uuid not null references sales.orders,
  line_no          integer not null,
  sku_id           uuid references catalog.skus,
  platform_sku     text not null,
  title            text not null,
  is_goods         boolean not null,
  qty              bigint not null,
  unit_price_text  text not null,
  amount_minor     bigint not null,
  primary key (order_id, line_no)
);
create index order_lines_by_sku on sales.order_lines (sku_id);
