-- Facts, second edition. Every table replaces a row by its newest version: repeating an insert changes nothing, and what the
-- newest version no longer has is marked deleted. Sorted by shop and day, since that is how people ask; order ids are found
-- by a bloom filter. Everything here is rebuilt from PostgreSQL (src/modules/analytics/rebuild.ts).

drop table if exists fact_builds;
drop table if exists order_lines;

-- An order is its head (line 0: count, freight, residual) and its lines (goods and services). A day that has not come is
-- 1970-01-01, which no question asks for.
create table if not exists order_lines (
  shop_id         UUID,
  ordered_on      Date,
  order_id        UUID,
  line_no         UInt32,
  version         UInt64,
  deleted         UInt8,
  shop            LowCardinality(String),
  platform        LowCardinality(String),
  platform_no     String,
  kind            LowCardinality(String),
  status          LowCardinality(String),
  hour            UInt8,
  paid_on         Date,
  shipped_on      Date,
  completed_on    Date,
  country         LowCardinality(String),
  province        LowCardinality(String),
  city            LowCardinality(String),
  customer        String,
  customer_key    UInt64 materialized if(customer = '', 0, sipHash64(shop_id, customer)),
  source          LowCardinality(String),
  talent          LowCardinality(String),
  sku             String,
  spu             LowCardinality(String),
  listing_id      String,
  title           String,
  is_goods        UInt8,
  is_gift         UInt8,
  qty             Int64,
  amount_minor    Int64,
  discount_shop_minor     Int64,
  discount_platform_minor Int64,
  discount_talent_minor   Int64,
  discount_channel_minor  Int64,
  discount_unnamed_minor  Int64,
  net_minor       Int64,
  paid_minor      Int64,
  refunded_minor  Int64,
  freight_minor   Int64,
  residual_minor  Int64,
  -- What left stock for this line and what came back, by moving average. NULL: nobody knows, which is not 0.
  cost_minor          Nullable(Int64),
  cost_returned_minor Nullable(Int64),
  index by_order order_id type bloom_filter granularity 1,
  index by_paid paid_on type minmax granularity 1,
  index by_shipped shipped_on type minmax granularity 1,
  index by_completed completed_on type minmax granularity 1
) engine = ReplacingMergeTree(version, deleted)
order by (shop_id, ordered_on, order_id, line_no)
settings non_replicated_deduplication_window = 1000;

-- Money that went back, on the day it went, with what is known of its order. `ref` tells where it is written: a record of
-- after-sales, the order itself, or a refund document of its own.
create table if not exists refunds (
  shop_id       UUID,
  refunded_on   Date,
  subject_id    UUID,
  ref           String,
  line_no       UInt32,
  version       UInt64,
  deleted       UInt8,
  shop          LowCardinality(String),
  platform      LowCardinality(String),
  platform_no   String,
  basis         LowCardinality(String),
  hour          UInt8,
  country       LowCardinality(String),
  province      LowCardinality(String),
  city          LowCardinality(String),
  customer      String,
  source        LowCardinality(String),
  talent        LowCardinality(String),
  sku           String,
  spu           LowCardinality(String),
  title         String,
  qty           Int64,
  amount_minor  Int64,
  index by_subject subject_id type bloom_filter granularity 1
) engine = ReplacingMergeTree(version, deleted)
order by (shop_id, refunded_on, subject_id, ref, line_no)
settings non_replicated_deduplication_window = 1000;

-- The day a customer of a shop first paid, and what that order was like: read again from PostgreSQL whenever one of the
-- customer's orders changes, so that files may come in any order.
create table if not exists customers (
  shop_id       UUID,
  customer      String,
  version       UInt64,
  deleted       UInt8,
  customer_key  UInt64 materialized sipHash64(shop_id, customer),
  first_paid_on Date,
  order_id      UUID,
  shop          LowCardinality(String),
  platform      LowCardinality(String),
  country       LowCardinality(String),
  province      LowCardinality(String),
  city          LowCardinality(String),
  source        LowCardinality(String),
  talent        LowCardinality(String)
) engine = ReplacingMergeTree(version, deleted)
order by (shop_id, customer)
settings non_replicated_deduplication_window = 1000;

-- Sums per shop and day, so that a dashboard over years reads thousands of rows and not millions. Additive measures only.
create table if not exists shop_days (
  source   LowCardinality(String),
  shop_id  UUID,
  day      Date,
  measure  LowCardinality(String),
  version  UInt64,
  shop     LowCardinality(String),
  platform LowCardinality(String),
  value    Int64
) engine = ReplacingMergeTree(version)
order by (source, measure, shop_id, day)
settings non_replicated_deduplication_window = 1000;

-- Shop days whose sums are older than their rows. Written before the rows, taken away after the sums: a crash between
-- leaves a mark, and a question that meets a mark reads the rows themselves.
create table if not exists stale_days (
  source  LowCardinality(String),
  shop_id UUID,
  day     Date,
  version UInt64,
  deleted UInt8
) engine = ReplacingMergeTree(version, deleted)
order by (source, shop_id, day);

create table if not exists fact_builds (
  name     String,
  built_at DateTime default now()
) engine = MergeTree
order by name;
