-- What people do with stock, beside the ledger that records it: transfers, counts, proposals of adjustment,
-- and the rules by which stock is offered.

create table inventory.transfers (
  id          uuid primary key,
  from_site   uuid not null references places.sites,
  to_site     uuid not null references places.sites,
  status      text not null check (status in ('in_transit', 'received')),
  note        text not null default '',
  shipped_at  timestamptz not null default now(),
  received_at timestamptz,
  created_by  text not null,
  constraint transfers_between_sites check (from_site <> to_site)
);

create table inventory.transfer_lines (
  transfer_id  uuid not null references inventory.transfers,
  line_no      integer not null,
  sku_id       uuid not null,
  lot          text not null default '',
  owner_id     uuid not null,
  qty          bigint not null check (qty > 0),
  received_qty bigint check (received_qty >= 0),
  reason       text,
  primary key (transfer_id, line_no)
);

-- One look at one SKU in one place. Counted at the instant of the scan; later moves do not matter.
create table inventory.counts (
  id          uuid primary key,
  sku_id      uuid not null references catalog.skus,
  location_id uuid not null references places.locations,
  lot         text not null default '',
  quality     text not null default 'good',
  owner_id    uuid not null,
  cause       text not null check (cause in ('cycle', 'zero_confirm', 'short_pick', 'manual')),
  status      text not null check (status in ('open', 'recount', 'posted', 'cancelled')),
  counted_qty bigint check (counted_qty >= 0),
  counted_at  timestamptz,
  counted_by  text,
  expected_qty bigint,
  variance    bigint,
  created_at  timestamptz not null default now()
);
-- OP-STK-12: never two open tasks for one place and SKU.
create unique index counts_one_open on inventory.counts (sku_id, location_id, lot, quality, owner_id)
  where status in ('open', 'recount');

create table inventory.adjustments (
  id          uuid primary key,
  sku_id      uuid not null references catalog.skus,
  location_id uuid not null references places.locations,
  lot         text not null default '',
  quality     text not null,
  owner_id    uuid not null,
  delta       bigint not null constraint adjustments_change_something check (delta <> 0),
  reason      text not null,
  value_minor bigint not null,
  status      text not null check (status in ('proposed', 'posted', 'refused')),
  proposed_by text not null,
  proposed_by_name text not null,
  decided_by  text,
  created_at  timestamptz not null default now(),
  decided_at  timestamptz,
  -- INV-5: over the threshold somebody else decides.
  constraint adjustments_decided_by_another check (decided_by is null or decided_by <> proposed_by)
);
create index adjustments_open on inventory.adjustments (created_at) where status = 'proposed';

-- Safety stock. The most specific rule wins, an explicit zero too: SKU, SKU and site, SKU and site and channel.
create table inventory.safety_rules (
  sku_id  uuid not null references catalog.skus,
  site_id uuid not null default '00000000-0000-0000-0000-000000000000',
  channel text not null default '',
  qty     bigint not null check (qty >= 0),
  primary key (sku_id, site_id, channel),
  constraint safety_rules_channel_needs_site check (channel = '' or site_id <> '00000000-0000-0000-0000-000000000000')
);

-- What part of shared stock a channel may offer, and at most how much. Without a rule: all of it.
create table inventory.channel_shares (
  sku_id  uuid not null references catalog.skus,
  channel text not null,
  percent integer not null check (percent between 0 and 100),
  cap     bigint check (cap >= 0),
  primary key (sku_id, channel)
);
