-- Shops that sell out of our stock: their orders hold it from the moment they are heard of, their offers show what may still be
-- sold, and an order that cannot be kept is stopped with the reason.

alter table shops.shops
  add column live_stock boolean not null default false,
  add constraint shops_live_stock_has_site check (not live_stock or stock_site_id is not null);

-- Orders that ask for more than there is, and what they lack. One goes away when it holds its stock, or asks no more.
create table sales.stock_stops (
  order_id uuid primary key references sales.orders,
  -- [{skuId, code, wanted, available}]
  short    jsonb not null,
  sku_ids  uuid[] not null,
  since    timestamptz not null default clock_timestamp(),
  tried_at timestamptz not null default clock_timestamp()
);
create index stock_stops_by_sku on sales.stock_stops using gin (sku_ids);

-- Offers whose figure must be computed anew. However many events ask, one figure is computed, when the shop is polled.
create table connectors.feed (
  shop_id    uuid not null references connectors.links,
  listing_id uuid not null references listings.listings,
  asked      integer not null default 1,
  -- Sent even when it has not changed: the platform counts orders by itself, and may have counted otherwise.
  forced     boolean not null default false,
  since      timestamptz not null default clock_timestamp(),
  primary key (shop_id, listing_id)
);
