-- Raw rows are kept as cells without their header; the header, which thousands of orders share, stands once.

create table sales.headers (
  hash  text primary key,
  cells text[] not null
);

alter table sales.order_versions
  add column header_hash text references sales.headers,
  -- Which half of the order this word told: heads and lines may come in two files.
  add column half text not null default 'both' check (half in ('both', 'head', 'lines'));

-- How many of the SKU one of the offer is (3 件装 = 3).
alter table sales.order_lines add column sku_qty bigint not null default 1 check (sku_qty > 0);
