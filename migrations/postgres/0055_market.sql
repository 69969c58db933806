-- What platforms and people report per day: traffic, advertising, offline sales, reviews, prices. Each row is the newest word
-- about its key; what it replaced lies in market.replaced, so that an import can be taken back.
-- NULL means that nobody said; it is never written for 0, nor 0 for it.

create extension if not exists btree_gist;
create schema market;

-- Columns every table has: source (`import:<run id>`) and source_row say where the newest word stands; snapshot_at when the
-- platform said it, if known; more holds the columns that have no place of their own, under their header.

create table market.shop_traffic (
  id                  uuid primary key,
  shop_id             uuid not null references shops.shops,
  day                 date not null,
  channel             text not null default '',          -- '' is the whole shop
  visitors            bigint check (visitors >= 0),
  page_views          bigint check (page_views >= 0),
  new_visitors        bigint check (new_visitors >= 0),
  returning_visitors  bigint check (returning_visitors >= 0),
  bounce_ppm          bigint check (bounce_ppm between 0 and 1000000),
  dwell_ms            bigint check (dwell_ms >= 0),       -- average per visitor
  cart_users          bigint check (cart_users >= 0),
  cart_qty            bigint check (cart_qty >= 0),
  fav_users           bigint check (fav_users >= 0),
  order_buyers        bigint check (order_buyers >= 0),
  order_minor         bigint check (order_minor >= 0),
  paid_buyers         bigint check (paid_buyers >= 0),
  paid_orders         bigint check (paid_orders >= 0),
  paid_qty            bigint check (paid_qty >= 0),
  paid_minor          bigint check (paid_minor >= 0),
  returning_buyers    bigint check (returning_buyers >= 0),
  returning_minor     bigint check (returning_minor >= 0),
  refund_minor        bigint check (refund_minor >= 0),
  more                jsonb not null default '{}',
  layout              text not null,
  source              text not null,
  source_row          integer not null,
  snapshot_at         timestamptz,
  version             integer not null default 1,
  recorded_at         timestamptz not null default clock_timestamp(),
  constraint shop_traffic_once unique (shop_id, day, channel)                      -- INV-MARKET-1
);
create index shop_traffic_newest on market.shop_traffic (day desc, id);
create index shop_traffic_by_source on market.shop_traffic (source);

create table market.item_traffic (
  id                  uuid primary key,
  shop_id             uuid not null references shops.shops,
  from_on             date not null,
  to_on               date not null,
  platform_item       text not null check (platform_item <> ''),
  title               text not null default '',
  product_code        text not null default '',
  item_status         text not null default '',
  visitors            bigint check (visitors >= 0),
  page_views          bigint check (page_views >= 0),
  bounce_ppm          bigint check (bounce_ppm between 0 and 1000000),
  dwell_ms            bigint check (dwell_ms >= 0),
  fav_users           bigint check (fav_users >= 0),
  cart_users          bigint check (cart_users >= 0),
  cart_qty            bigint check (cart_qty >= 0),
  order_buyers        bigint check (order_buyers >= 0),
  order_qty           bigint check (order_qty >= 0),
  order_minor         bigint check (order_minor >= 0),
  paid_buyers         bigint check (paid_buyers >= 0),
  paid_qty            bigint check (paid_qty >= 0),
  paid_minor          bigint check (paid_minor >= 0),
  new_buyers          bigint check (new_buyers >= 0),
  returning_buyers    bigint check (returning_buyers >= 0),
  returning_minor     bigint check (returning_minor >= 0),
  refund_minor        bigint check (refund_minor >= 0),
  search_visitors     bigint check (search_visitors >= 0),
  search_buyers       bigint check (search_buyers >= 0),
  more                jsonb not null default '{}',
  layout              text not null,
  source              text not null,
  source_row          integer not null,
  snapshot_at         timestamptz,
  version             integer not null default 1,
  recorded_at         timestamptz not null default clock_timestamp(),
  constraint item_traffic_period check (from_on <= to_on),
  -- A month and a day inside it would count the day twice.
  constraint item_traffic_once exclude using gist (shop_id with =, platform_item with =,  -- INV-MARKET-1
    daterange(from_on, to_on, '[]') with &&)
);
create index item_traffic_newest on market.item_traffic (from_on desc, id);
create index item_traffic_by_item on market.item_traffic (platform_item text_pattern_ops);
create index item_traffic_by_source on market.item_traffic (source);

create table market.ad_spend (
  id                  uuid primary key,
  shop_id             uuid not null references shops.shops,
  from_on             date not null,
  to_on               date not null,
  -- Everything that tells one row of a report from another of the same days: tool, account, scene, plan, unit, subject, keyword.
  ad_key              text not null,
  tool                text not null default '',          -- the product: 万相台, 直通车, 千川 …
  -- `row` – as the report has it; `hosted` – total of the report less its rows: spent by the platform for the whole shop.
  row_kind            text not null default 'row' check (row_kind in ('row', 'hosted')),
  account_id          text not null default '',
  account_name        text not null default '',
  scene               text not null default '',
  plan_id             text not null default '',
  plan_name           text not null default '',
  group_name          text not null default '',
  subject_id          text not null default '',
  subject_type        text not null default '',
  subject_name        text not null default '',
  keyword             text not null default '',
  attribution         text not null default '',
  impressions         bigint check (impressions >= 0),
  clicks              bigint check (clicks >= 0),
  spend_minor         bigint check (spend_minor >= 0),
  sales_orders        bigint check (sales_orders >= 0),
  direct_orders       bigint check (direct_orders >= 0),
  indirect_orders     bigint check (indirect_orders >= 0),
  sales_minor         bigint check (sales_minor >= 0),
  direct_minor        bigint check (direct_minor >= 0),
  indirect_minor      bigint check (indirect_minor >= 0),
  presale_minor       bigint check (presale_minor >= 0),
  cart_adds           bigint check (cart_adds >= 0),
  favs                bigint check (favs >= 0),
  visits              bigint check (visits >= 0),
  visitors            bigint check (visitors >= 0),
  buyers              bigint check (buyers >= 0),
  new_buyers          bigint check (new_buyers >= 0),
  natural_minor       bigint check (natural_minor >= 0),
  natural_impressions bigint check (natural_impressions >= 0),
  more                jsonb not null default '{}',
  layout              text not null,
  source              text not null,
  source_row          integer not null,
  snapshot_at         timestamptz,
  version             integer not null default 1,
  recorded_at         timestamptz not null default clock_timestamp(),
  constraint ad_spend_period check (from_on <= to_on),
  constraint ad_spend_once exclude using gist (shop_id with =, ad_key with =,       -- INV-MARKET-1
    daterange(from_on, to_on, '[]') with &&)
);
create index ad_spend_newest on market.ad_spend (from_on desc, id);
create index ad_spend_by_source on market.ad_spend (source);

create table market.offline_sales (
  id                  uuid primary key,
  day                 date not null,
  channel             text not null check (channel <> ''),
  region              text not null default '',
  customer            text not null default '',          -- a dealer or store, never a person
  document_no         text not null default '',
  sku_code            text not null default '',
  sku_name            text not null default '',
  qty                 bigint,
  amount_minor        bigint not null,
  currency            text not null default 'CNY' check (currency ~ '^[A-Z]{3}$'),
  more                jsonb not null default '{}',
  layout              text not null,
  source              text not null,
  source_row          integer not null,
  snapshot_at         timestamptz,
  version             integer not null default 1,
  recorded_at         timestamptz not null default clock_timestamp(),
  constraint offline_sales_once unique (day, channel, region, customer, document_no, sku_code, sku_name)
);
create index offline_sales_newest on market.offline_sales (day desc, id);
create index offline_sales_by_source on market.offline_sales (source);

create table market.reviews (
  id                  uuid primary key,
  shop_id             uuid not null references shops.shops,
  -- The platform's id, or `hash:` and a digest of what was written where the file has none.
  review_no           text not null,
  platform_item       text not null default '',
  category            text not null default '',
  title               text not null default '',
  order_no            text not null default '',
  sku_code            text not null default '',
  score               smallint check (score between 1 and 5),
  label               text check (label in ('good', 'neutral', 'bad')),
  body                text not null default '',
  reply               text not null default '',
  buyer_masked        text not null default '',
  written_at          timestamptz,
  written_on          date,
  answered_at         timestamptz,
  more                jsonb not null default '{}',
  layout              text not null,
  source              text not null,
  source_row          integer not null,
  snapshot_at         timestamptz,
  version             integer not null default 1,
  recorded_at         timestamptz not null default clock_timestamp(),
  constraint reviews_once unique (shop_id, review_no)
);
create index reviews_newest on market.reviews (written_at desc nulls last, id desc);
create index reviews_by_item on market.reviews (platform_item) where platform_item <> '';
create index reviews_by_order on market.reviews (order_no) where order_no <> '';
create index reviews_by_source on market.reviews (source);

create table market.prices (
  id                  uuid primary key,
  platform            text not null default '',
  platform_item       text not null check (platform_item <> ''),  -- id, else address, else title
  observed_on         date not null,
  title               text not null default '',
  brand               text not null default '',
  seller              text not null default '',          -- the shop that offers it
  sku_code            text not null default '',          -- our SKU it is compared with
  url                 text not null default '',
  currency            text not null default 'CNY' check (currency ~ '^[A-Z]{3}$'),
  price_minor         bigint not null check (price_minor >= 0),
  list_price_minor    bigint check (list_price_minor >= 0),
  -- Since the offer began: the difference of two days is what sold between; a sum over days is nonsense.
  sale_count          bigint check (sale_count >= 0),
  comment_count       bigint check (comment_count >= 0),
  more                jsonb not null default '{}',
  layout              text not null,
  source              text not null,
  source_row          integer not null,
  snapshot_at         timestamptz,
  version             integer not null default 1,
  recorded_at         timestamptz not null default clock_timestamp(),
  constraint prices_once unique (platform, platform_item, observed_on)
);
create index prices_newest on market.prices (observed_on desc, id);
create index prices_by_brand on market.prices (brand);
create index prices_by_source on market.prices (source);

-- What lies under a row that a later import replaced: the whole row as it was, newest on top. Undoing an import takes the
-- top away again; nothing else removes from here.
create table market.replaced (
  id                  bigint generated always as identity primary key,
  table_name          text not null,
  row_id              uuid not null,
  version             integer not null,
  was                 jsonb not null,
  source              text not null,
  replaced_by         text not null,
  replaced_at         timestamptz not null default clock_timestamp(),
  constraint replaced_once unique (row_id, version)  -- INV-MARKET-2
);
create index replaced_by_source on market.replaced (source);
create index replaced_by_replacer on market.replaced (replaced_by);
