-- After-sale records as platforms said them. Versions are kept as for orders; what a refund counts for is one view.

create schema aftersales;

create table aftersales.records (
  id             uuid primary key,
  shop_id        uuid not null references shops.shops,
  aftersale_no   text not null check (aftersale_no <> ''),
  order_no       text not null,
  -- Found by number in the same shop, whichever of the two files came first.
  order_id       uuid references sales.orders,
  line_ref       text not null default '',
  type           text not null check (type in ('refund_only_unshipped', 'refund_only', 'return_refund', 'exchange', 'reissue',
    'repair', 'price_protect', 'other')),
  type_text      text not null default '',
  status         text not null check (status in ('requested', 'negotiating', 'merchant_rejected', 'awaiting_return',
    'return_in_transit', 'refunding', 'refunded', 'exchanged', 'refund_failed', 'platform_intervention', 'closed', 'unknown')),
  status_text    text not null default '',
  reason         text not null default '',
  requested_at   timestamptz,
  requested_on   date,
  closed_at      timestamptz,
  closed_on      date,
  -- The day the money went back, in the shop's time zone, and how it is known.
  refunded_at    timestamptz,
  refunded_on    date,
  refunded_basis text check (refunded_basis in ('stated', 'closed', 'seen', 'requested', 'imported')),
  refund_minor   bigint check (refund_minor >= 0),
  order_minor    bigint,
  qty            bigint check (qty >= 0),
  return_carrier text not null default '',
  return_waybill text not null default '',
  ship_state     text not null default '',
  platform_item  text not null default '',
  sku_code       text not null default '',
  title          text not null default '',
  spec           text not null default '',
  layout         text not null,
  -- Taken back by undoing an import: counts nowhere, comes back when a file brings it again.
  withdrawn      boolean not null default false,
  version        integer not null,
  content_hash   text not null,
  snapshot_at    timestamptz,
  source         text not null,
  recorded_at    timestamptz not null default clock_timestamp(),
  constraint records_aftersale_no_once unique (shop_id, aftersale_no),
  -- A refunded record always has a day; nothing else has one.                       INV-AFTERSALES-3
  constraint records_refunded_has_day check ((status = 'refunded') = (refunded_on is not null)
    and (refunded_on is null) = (refunded_basis is null))
);
create index records_newest on aftersales.records (requested_at desc nulls last, id desc);
create index records_by_order_no on aftersales.records (shop_id, order_no);
create index records_by_order on aftersales.records (order_id) where order_id is not null;
create index records_unlinked on aftersales.records (shop_id, order_no) where order_id is null;
create index records_by_waybill on aftersales.records (return_waybill) where return_waybill <> '';
create index records_refunded on aftersales.records (refunded_on, shop_id) where status = 'refunded' and not withdrawn;

-- What a file said, never changed. `undone` is set when its import is taken back; the newest version that is not undone
-- is what the record shows.                                                          INV-AFTERSALES-1
create table aftersales.record_versions (
  record_id    uuid not null references aftersales.records,
  version      integer not null,
  content_hash text not null,
  fields       jsonb not null,
  raw          jsonb not null,
  source       text not null,
  snapshot_at  timestamptz,
  undone       boolean not null default false,
  recorded_at  timestamptz not null default clock_timestamp(),
  primary key (record_id, version)
);
create index record_versions_by_source on aftersales.record_versions (source);

-- What was given back, once: after-sale records where they tell an amount, else what the order itself says. Never both for
-- one order.                                                                         INV-AFTERSALES-2
create view aftersales.refunds as
  select r.shop_id, o.id as order_id, r.order_no, r.line_ref, r.id as record_id, r.refunded_on, r.refund_minor,
    'record' as basis
  from aftersales.records r left join sales.orders o on o.shop_id = r.shop_id and o.platform_no = r.order_no
  where r.status = 'refunded' and r.refund_minor > 0 and not r.withdrawn and not coalesce(o.withdrawn, false)
  union all
  select o.shop_id, o.id, o.platform_no, '', null, coalesce(o.completed_on, o.shipped_on, o.paid_on, o.ordered_on),
    o.refunded_minor, 'order'
  from sales.orders o
  where o.refunded_minor > 0 and not o.withdrawn and o.kind <> 'refund'
    -- By number, not by link: a record counts from the moment it is there.
    and not exists (
      select 1 from aftersales.records r
      where r.shop_id = o.shop_id and r.order_no = o.platform_no and r.status = 'refunded' and r.refund_minor > 0
        and not r.withdrawn);
