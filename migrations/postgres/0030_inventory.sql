-- The stock ledger.
--
-- Every quantity we show or promise is explained by rows that are only ever inserted: moves between typed
-- locations, and entries of promises. Balances, pools and reservations are their running sums, kept in the
-- same transaction. Constraint names are part of the API (modules/inventory/errors.ts).
--
-- On a cluster these tables are distributed by sku_id: every key holds it, and all rows of a SKU share a shard.
-- Foreign keys stand in a file of their own (0031), applied after distribution.

create schema inventory;

-- A document's effect happens once. Its own table, because uniqueness must not depend on the SKU.
create table inventory.postings (
  cause     text primary key,
  posted_at timestamptz not null default now()
);

create table inventory.moves (
  sku_id          uuid not null,
  id              bigint generated always as identity,
  qty             bigint not null constraint moves_qty_positive check (qty > 0),
  from_location   uuid not null,
  to_location     uuid not null,
  from_quality    text not null,
  to_quality      text not null,
  lot             text not null default '',
  owner_id        uuid not null,
  reason          text not null check (reason in ('receive', 'put_away', 'ship', 'return', 'transfer', 'count', 'adjust',
                                                  'quality', 'scrap', 'produce', 'opening', 'reversal')),
  document        text not null,
  cause           text not null,
  unit_cost_minor bigint check (unit_cost_minor >= 0),
  effective_at    timestamptz not null,
  recorded_at     timestamptz not null default clock_timestamp(),
  actor           text not null,
  primary key (sku_id, id),
  constraint moves_go_somewhere check (from_location <> to_location or from_quality <> to_quality),
  constraint moves_known_quality check (
    from_quality in ('good', 'seconds', 'inspection', 'frozen') and to_quality in ('good', 'seconds', 'inspection', 'frozen'))
);
create index moves_by_time on inventory.moves (sku_id, effective_at, id);
create index moves_by_document on inventory.moves (document);
create index moves_newest on inventory.moves (id desc);

create table inventory.balances (
  sku_id      uuid not null,
  location_id uuid not null,
  lot         text not null,
  quality     text not null,
  owner_id    uuid not null,
  is_real     boolean not null,
  qty         bigint not null default 0,
  hard        bigint not null default 0,
  primary key (sku_id, location_id, lot, quality, owner_id),
  constraint balances_real_not_negative check (not is_real or qty >= 0),            -- INV-1 (I2)
  constraint balances_hard_within_qty check (hard >= 0 and (hard = 0 or hard <= qty))  -- INV-4 (I5)
);
create index balances_by_location on inventory.balances (location_id) where qty <> 0;

-- Per SKU and site: the good stock that promises are made against, and the promises by kind.
create table inventory.pools (
  sku_id  uuid not null,
  site_id uuid not null,
  good    bigint not null default 0,
  soft    bigint not null default 0,
  ordered bigint not null default 0,
  hard    bigint not null default 0,
  frozen  bigint not null default 0,
  peg     bigint not null default 0,
  quota   bigint not null default 0,
  primary key (sku_id, site_id),
  constraint pools_promised_within_good check (soft + ordered + hard + frozen <= good),  -- INV-2 (I3)
  constraint pools_not_negative check (soft >= 0 and ordered >= 0 and hard >= 0 and frozen >= 0 and peg >= 0 and quota >= 0)
);

-- What is still promised, per order line, site and kind. location_id is set for HARD only.
create table inventory.reservations (
  sku_id      uuid not null,
  site_id     uuid not null,
  order_ref   text not null,
  line_ref    text not null,
  kind        text not null check (kind in ('SOFT', 'ORDER', 'HARD', 'QUOTA', 'FREEZE', 'PEG')),
  location_id uuid not null default '00000000-0000-0000-0000-000000000000',
  lot         text not null default '',
  channel     text not null default '',
  outstanding bigint not null default 0,
  expires_at  timestamptz,
  updated_at  timestamptz not null default now(),
  primary key (sku_id, order_ref, line_ref, kind, site_id, location_id, lot),
  constraint reservations_not_negative check (outstanding >= 0)                        -- INV-3
);
-- Every index here is paid for by each reservation of a flash sale: there are as few as can be.
create index reservations_by_order on inventory.reservations (order_ref);
create index reservations_expiring on inventory.reservations (expires_at) where outstanding > 0 and expires_at is not null;

create table inventory.reservation_entries (
  sku_id      uuid not null,
  id          bigint generated always as identity,
  site_id     uuid not null,
  order_ref   text not null,
  line_ref    text not null,
  kind        text not null,
  location_id uuid not null,
  lot         text not null default '',
  delta       bigint not null constraint entries_move_something check (delta <> 0),
  cause       text not null,
  reason      text not null check (reason in ('reserve', 'release', 'consume', 'change', 'expire', 'lose')),
  recorded_at timestamptz not null default clock_timestamp(),
  actor       text not null,
  -- An event applies once. The key is also how entries of an order are found: one index, not two.
  constraint entries_applied_once primary key (sku_id, order_ref, line_ref, kind, site_id, location_id, lot, cause)
);

create function inventory.refuse_rewrite() returns trigger language plpgsql as $$
begin
  raise exception 'the ledger is append-only; post a correcting row instead' using errcode = '42501';
end $$;

-- On a cluster, where triggers on distributed tables are not to be had, revoke update and delete instead.
create trigger moves_append_only before update or delete on inventory.moves
  for each row execute function inventory.refuse_rewrite();
create trigger reservation_entries_append_only before update or delete on inventory.reservation_entries
  for each row execute function inventory.refuse_rewrite();
