-- More that a platform is told and asked: prices and listings (last value wins, like stock), refunds agreed to and dates asked
-- for (looked at before they are told again, like parcels), and what it has settled.

alter table connectors.cursors
  drop constraint cursors_kind_check,
  add constraint cursors_kind_check check (kind in ('orders', 'aftersales', 'bills'));

-- The figure a platform holds of each offer of a shop that only counts up and down, as last acknowledged.
alter table connectors.stock add column shown_qty bigint;

-- What an offer should cost and how it should stand there. Only the newest is ever sent.                 INV-CONN-4
create table connectors.wants (
  shop_id       uuid not null references connectors.links,
  kind          text not null check (kind in ('prices', 'listings')),
  platform_item text not null,
  platform_sku  text not null check (platform_sku <> ''),
  value         jsonb not null,
  version       bigint not null default 1,
  sent_version  bigint not null default 0,
  sent_at       timestamptz,
  problem       text not null default '',
  asked_by      text not null,
  wanted_at     timestamptz not null default clock_timestamp(),
  primary key (shop_id, kind, platform_item, platform_sku),
  constraint wants_versions_count_up check (sent_version <= version)
);
create index wants_unsent on connectors.wants (shop_id, kind) where sent_version < version;

-- Refunds agreed to (by number of the after-sale) and dates asked for (by order). `doubtful`: a call was made and its outcome
-- is not known; the record is read before anything else is done.                                        INV-CONN-5
create table connectors.acts (
  shop_id    uuid not null references connectors.links,
  kind       text not null check (kind in ('refunds', 'dates')),
  no         text not null check (no <> ''),
  value      jsonb not null,
  status     text not null default 'waiting' check (status in ('waiting', 'doubtful', 'told', 'refused')),
  calls      integer not null default 0,
  called_at  timestamptz,
  -- How often the record was looked at since the last call.
  looks      integer not null default 0,
  problem    text not null default '',
  asked_by   text not null,
  created_at timestamptz not null default clock_timestamp(),
  told_at    timestamptz,
  primary key (shop_id, kind, no)
);
create index acts_open on connectors.acts (shop_id, kind) where status in ('waiting', 'doubtful');

-- Lines of the shop's account with the platform, as it told them. A line counts once, by its number; one that comes again with
-- other contents is marked and the first word stands.                                                   INV-CONN-6
create table connectors.bill_lines (
  shop_id      uuid not null references connectors.links,
  line_no      text not null check (line_no <> ''),
  order_no     text not null default '',
  kind         text not null check (kind in ('income', 'refund', 'commission', 'other')),
  word         text not null,
  amount_minor bigint not null,
  billed_at    timestamptz not null,
  -- The day in the shop's time zone.
  billed_on    date not null,
  disagrees    boolean not null default false,
  read_at      timestamptz not null default clock_timestamp(),
  primary key (shop_id, line_no)
);
create index bill_lines_newest on connectors.bill_lines (shop_id, billed_at desc, line_no);
create index bill_lines_by_order on connectors.bill_lines (shop_id, order_no);
