-- One row per order line, replaced by its newest version: repeating an insert changes nothing, and a line
-- that a newer version no longer has is marked deleted.
create table if not exists order_lines (
  shop_id      UUID,
  order_id     UUID,
  line_no      UInt32,
  version      UInt32,
  deleted      UInt8,
  shop         LowCardinality(String),
  platform_no  String,
  kind         LowCardinality(String),
  is_goods     UInt8,
  day          Date,
  country      LowCardinality(String),
  customer     String,
  sku          String,
  title        String,
  qty          Int64,
  amount_minor Int64
) engine = ReplacingMergeTree(version, deleted)
order by (shop_id, order_id, line_no);
