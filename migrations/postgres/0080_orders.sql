-- The order desk: what we make of the platforms' paid orders, and what becomes of each until it has left.
--
-- A platform order (sales.orders) is what the platform said; a system order (orders.fulfil_orders) is what we ship.
-- They are linked line by line with a quantity, so that merging and splitting never touch what the platform said.

-- Who fulfils a shop's orders: the platform's word moves stock (as before), or the desk does.
alter table shops.shops
  add column fulfilment text not null default 'platform' check (fulfilment in ('platform', 'desk')),
  -- Orders placed before this stay the platform's, however late they are told.
  add column desk_from timestamptz,
  add constraint shops_desk_has_a_beginning check (fulfilment = 'platform' or desk_from is not null);

-- Decided once per order, when it is first heard of or when a shop is taken over: never both, never neither.
alter table sales.orders
  add column fulfilment text not null default 'platform' check (fulfilment in ('platform', 'desk'));
create index orders_of_desk on sales.orders (shop_id, ordered_at desc) where fulfilment = 'desk';

create schema orders;

create sequence orders.order_no;

create table orders.fulfil_orders (
  id             uuid primary key,
  no             text not null constraint fulfil_orders_no_once unique,
  shop_id        uuid not null references shops.shops,
  currency       text not null,
  origin         text not null default 'platform' check (origin in ('platform', 'merge', 'split', 'reissue')),
  status         text not null check (status in ('DRAFT', 'WAIT_PAY', 'WAIT_TAIL', 'PRE', 'PRESALE', 'WAIT_AUDIT', 'WAIT_FIN',
    'AUDITED', 'RELEASED', 'PICKING', 'CHECKED', 'PACKED', 'WEIGHED', 'SHIPPED', 'IN_TRANSIT', 'DELIVERED', 'COMPLETED',
    'CANCELLED', 'MERGED', 'SPLIT', 'PUSHED', 'ACCEPTED', 'REJECTED')),
  status_at      timestamptz not null default now(),
  -- The set of holds that stand, kept beside orders.holds so that lists can ask for it (check O3).
  hold_codes     text[] not null default '{}',
  blocked_at     timestamptz,
  tags           text[] not null default '{}',
  -- Whether all of it is promised from site_id: full or none, never half.
  is_allocated   boolean not null default false,
  site_id        uuid references places.sites,
  carrier        text not null default '',
  waybill        text not null default '',
  summary        text not null default '',
  lines          integer not null default 0,
  qty            bigint not null default 0,
  goods_minor    bigint not null default 0,
  discount_minor bigint not null default 0,
  freight_minor  bigint not null default 0,
  net_minor      bigint not null default 0,
  cost_minor     bigint,
  receiver_masked text not null default '',
  receiver_key   text,
  buyer_key      text,
  province_code  text,
  city_code      text,
  district_code  text,
  has_buyer_note boolean not null default false,
  has_seller_note boolean not null default false,
  platform_nos   text[] not null default '{}',
  ordered_at     timestamptz not null,
  paid_at        timestamptz,
  due_at         timestamptz,
  due_source     text not null default '',
  -- Not before this day's work: a date the buyer asked for.
  hold_until     timestamptz,
  shipped_at     timestamptz,
  -- MERGED orders name what they became.
  became         uuid references orders.fulfil_orders,
  runs           integer not null default 0,
  version        integer not null default 1,
  created_at     timestamptz not null default now(),
  constraint fulfil_orders_money_adds_up check (net_minor = goods_minor - discount_minor + freight_minor),  -- INV-ORDERS-2
  -- INV-ORDERS-3: nothing that is held has left.
  constraint fulfil_orders_shipped_is_free check (status <> 'SHIPPED' or cardinality(hold_codes) = 0),
  constraint fulfil_orders_shipped_has_parcel check (status <> 'SHIPPED' or (waybill <> '' and shipped_at is not null))
);
create index fulfil_orders_by_status on orders.fulfil_orders (status, coalesce(due_at, 'infinity'), id);
create index fulfil_orders_open on orders.fulfil_orders (coalesce(due_at, 'infinity'), id)
  where status not in ('SHIPPED', 'IN_TRANSIT', 'DELIVERED', 'COMPLETED', 'CANCELLED', 'MERGED', 'SPLIT');
create index fulfil_orders_by_due on orders.fulfil_orders (coalesce(due_at, 'infinity'), id);
create index fulfil_orders_held on orders.fulfil_orders using gin (hold_codes) where cardinality(hold_codes) > 0;
create index fulfil_orders_by_number on orders.fulfil_orders using gin (platform_nos);
create index fulfil_orders_by_waybill on orders.fulfil_orders (waybill) where waybill <> '';
create index fulfil_orders_by_receiver on orders.fulfil_orders (receiver_key, ordered_at desc) where receiver_key is not null;
create index fulfil_orders_waiting on orders.fulfil_orders (hold_until) where hold_until is not null;

-- The platform orders the desk has taken over, and what of each it has taken over.
create table orders.sources (
  platform_order_id uuid primary key,
  shop_id           uuid not null,
  version           integer not null,
  status            text not null,
  receiver_key      text,
  shape             text not null,
  taken_at          timestamptz not null default now()
);

create table orders.source_lines (
  platform_order_id uuid not null references orders.sources,
  line_key          text not null,
  line_no           integer not null,
  sku_id            uuid,
  sku_qty           bigint not null default 1 check (sku_qty > 0),
  is_gift           boolean not null default false,
  title             text not null default '',
  spec              text not null default '',
  platform_sku      text not null default '',
  qty               bigint not null check (qty > 0),
  -- Cancelled by the platform, or refunded before it left: will not be shipped.
  dropped           bigint not null default 0 check (dropped >= 0),
  -- Cancelled at the desk, by a person with a reason.
  given_up          bigint not null default 0 check (given_up >= 0),
  goods_minor       bigint not null,
  discount_minor    bigint not null,
  freight_minor     bigint not null,
  primary key (platform_order_id, line_key),
  constraint source_lines_drop_what_there_is check (dropped + given_up <= qty)
);

create table orders.fulfil_lines (
  id             uuid primary key,
  order_id       uuid not null references orders.fulfil_orders,
  line_no        integer not null,
  kind           text not null default 'goods' check (kind in ('goods', 'gift', 'packing', 'reissue')),
  -- Null while the shop's offer is not mapped: such an order is held (H-SKU).
  sku_id         uuid references catalog.skus,
  -- In base units of the SKU.
  qty            bigint not null check (qty > 0),
  goods_minor    bigint not null default 0,
  discount_minor bigint not null default 0,
  freight_minor  bigint not null default 0,
  net_minor      bigint not null generated always as (goods_minor - discount_minor + freight_minor) stored,
  title          text not null default '',
  spec           text not null default '',
  unique (order_id, line_no)
);
create index fulfil_lines_by_sku on orders.fulfil_lines (sku_id, order_id);

-- INV-ORDERS-1: over all links of a platform line, Σ qty = its qty − dropped − given_up. Links of orders
-- that were cancelled, merged or split stay to be read, and count for nothing (check O1).
create table orders.line_links (
  platform_order_id uuid not null,
  line_key          text not null,
  fulfil_line_id    uuid not null references orders.fulfil_lines on delete cascade,
  qty               bigint not null check (qty > 0),
  primary key (platform_order_id, line_key, fulfil_line_id),
  foreign key (platform_order_id, line_key) references orders.source_lines
);
create index line_links_by_line on orders.line_links (fulfil_line_id);

create table orders.holds (
  id         bigint generated always as identity primary key,
  order_id   uuid not null references orders.fulfil_orders,
  code       text not null,
  -- What it was raised for; cleared by a person, it is not raised again for the same.
  basis      text not null default '',
  reason     jsonb not null default '{}',
  raised_at  timestamptz not null default now(),
  raised_by  text not null,
  cleared_at timestamptz,
  cleared_by text,
  is_by_person boolean not null default false,
  note       text not null default ''
);
create unique index holds_once on orders.holds (order_id, code) where cleared_at is null;
create index holds_of_order on orders.holds (order_id, id);
create index holds_standing on orders.holds (code, raised_at) where cleared_at is null;

-- What a held order waits for, part by part (bundles opened), so that arriving stock finds it.
create table orders.stock_waits (
  sku_id   uuid not null,
  order_id uuid not null references orders.fulfil_orders,
  short    bigint not null check (short > 0),
  primary key (sku_id, order_id)
);
create index stock_waits_of_order on orders.stock_waits (order_id);

-- Everything that happened to an order, only added to.
create table orders.timeline (
  id          bigint generated always as identity primary key,
  order_id    uuid not null references orders.fulfil_orders,
  at          timestamptz not null default clock_timestamp(),
  event       text not null,
  from_status text not null,
  to_status   text not null,
  actor_id    text not null,
  actor_name  text not null,
  detail      jsonb not null default '{}'
);
create index timeline_of_order on orders.timeline (order_id, id);

-- Each run of the pipeline: per step what went in, which rule, what came out.
create table orders.pipeline_runs (
  order_id uuid not null references orders.fulfil_orders,
  run      integer not null,
  because  text not null,
  at       timestamptz not null default clock_timestamp(),
  steps    jsonb not null,
  primary key (order_id, run)
);

create table orders.blacklist (
  id         uuid primary key,
  kind       text not null check (kind in ('receiver', 'buyer')),
  key        text not null,
  label      text not null,
  reason     text not null,
  added_by   text not null,
  added_at   timestamptz not null default now(),
  removed_at timestamptz,
  removed_by text
);
create unique index blacklist_once on orders.blacklist (kind, key) where removed_at is null;

-- One row per platform order in a parcel: what the platform has to be told, and whether it knows.
create table orders.shipments (
  id                uuid primary key,
  order_id          uuid not null references orders.fulfil_orders,
  platform_order_id uuid not null references orders.sources,
  shop_id           uuid not null,
  platform_no       text not null,
  carrier           text not null,
  waybill           text not null check (waybill <> ''),
  shipped_at        timestamptz not null,
  -- waiting: nobody has told; told: by connector or sheet; confirmed: the platform says so itself.
  told              text not null default 'waiting' check (told in ('waiting', 'told', 'confirmed')),
  told_at           timestamptz,
  told_by           text not null default '',
  sheet_id          uuid,
  problem           text not null default '',
  confirmed_at      timestamptz,
  constraint shipments_once unique (order_id, platform_order_id)
);
create index shipments_untold on orders.shipments (shop_id, shipped_at, id) where told <> 'confirmed';
create index shipments_by_order on orders.shipments (platform_order_id);

-- One action on many orders: a job that goes through its items chunk by chunk, each chunk's effects and results in one transaction,
-- so that a restart goes on where it stopped and does nothing twice.
create table orders.bulk_runs (
  id          uuid primary key,
  action      text not null,
  args        jsonb not null,
  actor       jsonb not null,
  total       integer not null,
  undoes      uuid references orders.bulk_runs,
  created_at  timestamptz not null default now(),
  finished_at timestamptz
);
create index bulk_runs_newest on orders.bulk_runs (created_at desc, id);

create table orders.bulk_items (
  run_id   uuid not null references orders.bulk_runs,
  seq      integer not null,
  order_id uuid not null,
  -- Per order, where the action needs it (a waybill each).
  args     jsonb not null default '{}',
  state    text not null default 'waiting' check (state in ('waiting', 'done', 'refused')),
  result   jsonb not null default '{}',
  primary key (run_id, seq)
);
create index bulk_items_waiting on orders.bulk_items (run_id, seq) where state = 'waiting';
