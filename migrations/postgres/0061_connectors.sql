-- Shops tied to a platform's API: how to reach it, how far it has been read, what must be read again, and what has to be
-- told to it. What the platform said goes the way of files (sales, aftersales); nothing of it is kept here.

create schema connectors;

create table connectors.links (
  shop_id            uuid primary key references shops.shops,
  connector          text not null check (connector <> ''),
  -- Base address of the API.
  address            text not null check (address ~ '^https?://'),
  -- The platform's own number of the shop.
  remote_shop        text not null check (remote_shop <> ''),
  app_key            text not null check (app_key <> ''),
  -- Secret and tokens, sealed (context `connectors.credentials:<shop id>`).
  credentials_sealed text not null,
  active             boolean not null default true,
  -- The platform's clock less ours, as last seen.
  skew_ms            bigint not null default 0,
  last_success_at    timestamptz,
  last_error_at      timestamptz,
  last_error         text not null default '',
  -- Polls that failed since the last that did not.
  failures           integer not null default 0 check (failures >= 0),
  version            integer not null default 1,
  created_at         timestamptz not null default now(),
  constraint links_app_key_once unique (connector, address, app_key)
);

-- How far lists have been read, in the platform's time.
create table connectors.cursors (
  shop_id    uuid not null references connectors.links,
  kind       text not null check (kind in ('orders', 'aftersales')),
  read_until timestamptz not null,
  primary key (shop_id, kind)
);

-- One row a record the platform has spoken of. A list or a push only marks it dirty; what it says is read afterwards.
create table connectors.marks (
  shop_id      uuid not null references connectors.links,
  kind         text not null check (kind in ('orders', 'aftersales')),
  no           text not null check (no <> ''),
  dirty        boolean not null default true,
  -- Counts up with every mark: a mark set while the record was being read is not wiped out by that reading.  INV-CONN-2
  asked        integer not null default 1,
  -- The newest modification heard of, and the one that was read.
  heard_at     timestamptz,
  have_at      timestamptz,
  amount_minor bigint not null default 0,
  dirty_since  timestamptz not null default clock_timestamp(),
  tries        integer not null default 0,
  next_try_at  timestamptz not null default clock_timestamp(),
  problem      text not null default '',
  primary key (shop_id, kind, no)
);
create index marks_dirty on connectors.marks (shop_id, kind, next_try_at) where dirty;

-- Pushes that came, by the platform's number of the message: the second is known.                       INV-CONN-3
create table connectors.inbox (
  shop_id     uuid not null references connectors.links,
  message_id  text not null check (message_id <> ''),
  tag         text not null,
  received_at timestamptz not null default clock_timestamp(),
  primary key (shop_id, message_id)
);
create index inbox_oldest on connectors.inbox (received_at);

-- What each offer of a shop should show. The newest figure is the only one that is ever sent.           INV-CONN-4
create table connectors.stock (
  shop_id       uuid not null references connectors.links,
  platform_item text not null,
  platform_sku  text not null check (platform_sku <> ''),
  qty           bigint not null constraint stock_not_negative check (qty >= 0),
  version       bigint not null default 1,
  sent_version  bigint not null default 0,
  sent_at       timestamptz,
  problem       text not null default '',
  wanted_at     timestamptz not null default clock_timestamp(),
  primary key (shop_id, platform_item, platform_sku),
  constraint stock_versions_count_up check (sent_version <= version)
);
create index stock_unsent on connectors.stock (shop_id) where sent_version < version;

-- Parcels to tell a platform of: one an order. `doubtful`: a call was made and its outcome is not known; the order is read
-- before anything else is done.                                                                         INV-CONN-1
create table connectors.shipments (
  shop_id    uuid not null references connectors.links,
  order_no   text not null check (order_no <> ''),
  carrier    text not null check (carrier <> ''),
  waybill    text not null check (waybill <> ''),
  status     text not null default 'waiting' check (status in ('waiting', 'doubtful', 'told', 'refused')),
  calls      integer not null default 0,
  problem    text not null default '',
  asked_by   text not null,
  created_at timestamptz not null default clock_timestamp(),
  told_at    timestamptz,
  primary key (shop_id, order_no)
);
create index shipments_open on connectors.shipments (shop_id) where status in ('waiting', 'doubtful');

-- Calls by hour: the error budget.
create table connectors.calls (
  shop_id   uuid not null references connectors.links,
  hour      timestamptz not null,
  calls     bigint not null default 0,
  failed    bigint not null default 0,
  throttled bigint not null default 0,
  primary key (shop_id, hour)
);
