-- What platforms report per day, beside the orders. A figure nobody told is NULL. Rows that cover several days count only in
-- questions (and buckets) that hold them whole.

create table if not exists shop_traffic (
  shop_id     UUID,
  day         Date,
  id          UUID,
  version     UInt64,
  deleted     UInt8,
  shop        LowCardinality(String),
  platform    LowCardinality(String),
  -- '' is the whole shop; the others are where visitors came from, and do not add up to it.
  traffic_source LowCardinality(String),
  visitors    Nullable(Int64),
  page_views  Nullable(Int64),
  new_visitors       Nullable(Int64),
  returning_visitors Nullable(Int64),
  cart_users  Nullable(Int64),
  fav_users   Nullable(Int64),
  order_buyers Nullable(Int64)
) engine = ReplacingMergeTree(version, deleted)
order by (shop_id, day, id)
settings non_replicated_deduplication_window = 1000;

create table if not exists item_traffic (
  shop_id     UUID,
  from_on     Date,
  id          UUID,
  version     UInt64,
  deleted     UInt8,
  to_on       Date,
  shop        LowCardinality(String),
  platform    LowCardinality(String),
  item        String,
  title       String,
  visitors    Nullable(Int64),
  page_views  Nullable(Int64),
  cart_users  Nullable(Int64),
  fav_users   Nullable(Int64),
  paid_buyers Nullable(Int64)
) engine = ReplacingMergeTree(version, deleted)
order by (shop_id, from_on, id)
settings non_replicated_deduplication_window = 1000;

create table if not exists ad_spend (
  shop_id     UUID,
  from_on     Date,
  id          UUID,
  version     UInt64,
  deleted     UInt8,
  to_on       Date,
  shop        LowCardinality(String),
  platform    LowCardinality(String),
  tool        LowCardinality(String),
  plan        String,
  impressions Nullable(Int64),
  clicks      Nullable(Int64),
  spend_minor Nullable(Int64),
  sales_orders Nullable(Int64),
  sales_minor Nullable(Int64)
) engine = ReplacingMergeTree(version, deleted)
order by (shop_id, from_on, id)
settings non_replicated_deduplication_window = 1000;

create table if not exists offline_sales (
  day         Date,
  id          UUID,
  version     UInt64,
  deleted     UInt8,
  offline_channel LowCardinality(String),
  region      LowCardinality(String),
  sku         String,
  title       String,
  currency    LowCardinality(String),
  qty         Nullable(Int64),
  amount_minor Int64
) engine = ReplacingMergeTree(version, deleted)
order by (day, id)
settings non_replicated_deduplication_window = 1000;

-- What lay on the shelves at the end of each day, per SKU and site. Value by moving average; NULL where no cost is known.
create table if not exists stock_days (
  day         Date,
  site_id     UUID,
  sku_id      UUID,
  version     UInt64,
  deleted     UInt8,
  site        LowCardinality(String),
  sku         String,
  spu         LowCardinality(String),
  title       String,
  on_hand     Int64,
  promised    Int64,
  available   Int64,
  value_minor Nullable(Int64)
) engine = ReplacingMergeTree(version, deleted)
order by (day, site_id, sku_id)
settings non_replicated_deduplication_window = 1000;

truncate table fact_builds;
