-- The category of each SKU, from the root down: ['厨具', '厨具/炒锅']. Small, and replaced whole whenever goods are put elsewhere,
-- so that all years are told by the tree as it is today.
create table if not exists sku_categories (
  -- In upper case.
  sku  String,
  path Array(String)
) engine = MergeTree
order by sku;
