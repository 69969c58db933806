-- What stock is worth and what each shipment cost: two valuations kept side by side, moving average and
-- first-in-first-out, from the moves that cross the walls. A projection of inventory.moves: it can be rebuilt.

-- How the moves of one posting are found again.
create index moves_by_cause on inventory.moves (cause, sku_id);

create schema costing;

-- Moving average: quantity and value of what a SKU and owner hold, over all sites and goods on the road.
create table costing.positions (
  sku_id      uuid not null references catalog.skus,
  owner_id    uuid not null,
  qty         bigint not null default 0,
  value_minor bigint not null default 0,
  primary key (sku_id, owner_id),
  constraint positions_not_negative check (qty >= 0 and value_minor >= 0),
  constraint positions_empty_is_worthless check (qty > 0 or value_minor = 0)
);

-- First in, first out: one layer per move that came in.
create table costing.layers (
  sku_id      uuid not null,
  owner_id    uuid not null,
  move_id     bigint not null,
  received_at timestamptz not null,
  qty         bigint not null check (qty > 0),
  value_minor bigint not null check (value_minor >= 0),
  qty_left    bigint not null,
  value_left  bigint not null,
  primary key (sku_id, owner_id, move_id),
  constraint layers_within check (qty_left between 0 and qty and value_left between 0 and value_minor),
  constraint layers_empty_is_worthless check (qty_left > 0 or value_left = 0)
);
create index layers_open on costing.layers (sku_id, owner_id, move_id) where qty_left > 0;

-- The value of each move across the walls, under both methods. Only ever inserted.
create table costing.entries (
  sku_id        uuid not null,
  move_id       bigint not null,
  owner_id      uuid not null,
  qty           bigint not null check (qty <> 0),     -- in positive, out negative
  average_minor bigint not null,                      -- signed like qty
  fifo_minor    bigint not null,
  basis         text not null check (basis in ('stated', 'standard', 'average', 'returned', 'unknown', 'issued')),
  reason        text not null,
  document      text not null,
  effective_at  timestamptz not null,
  booked_on     date not null,
  primary key (sku_id, move_id),
  constraint entries_signed check (sign(average_minor) * sign(qty) >= 0 and sign(fifo_minor) * sign(qty) >= 0)
);
create index entries_by_document on costing.entries (document, sku_id);
create index entries_by_day on costing.entries (booked_on, sku_id);

-- Months whose values stand. What happened in one but is recorded later is booked on the first open day.
create table costing.closed_months (
  month     date primary key check (extract(day from month) = 1),
  closed_by text not null,
  closed_at timestamptz not null default now()
);
