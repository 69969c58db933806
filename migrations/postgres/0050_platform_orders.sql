-- Orders of every platform, as the platform said them: where they stand, what was paid by whom, who receives them
-- (sealed), and what the file itself could not make add up.

alter table sales.orders
  drop constraint orders_money_adds_up,
  -- Canonical state; the platform's own word stays beside it.
  add column status text not null default 'completed' check (status in ('pending_payment', 'on_hold', 'awaiting_shipment',
    'partially_shipped', 'shipped', 'delivered', 'completed', 'cancelled', 'closed_refunded')),
  add column status_text text not null default '',
  -- Taken back by undoing an import: counts nowhere, comes back when a file brings it again.
  add column withdrawn boolean not null default false,
  -- Business dates in the shop's time zone beside each instant: the days people count by.
  add column paid_at timestamptz,
  add column paid_on date,
  add column shipped_at timestamptz,
  add column shipped_on date,
  add column completed_at timestamptz,
  add column completed_on date,
  add column ship_due_at timestamptz,
  add column freight_minor bigint not null default 0,
  -- Discounts by who bears them. The shop's own lower its income; the others are paid to it by their sponsor.
  add column discount_shop_minor bigint not null default 0,
  add column discount_platform_minor bigint not null default 0,
  add column discount_talent_minor bigint not null default 0,
  add column discount_channel_minor bigint not null default 0,
  -- A discount that the file shows only as the difference between price and payable.
  add column discount_unnamed_minor bigint not null default 0,
  -- What is left when the stated parts do not make the stated sum. Flagged, never spread.
  add column residual_minor bigint not null default 0,
  -- What the buyer really paid (0 while unpaid), and what was given back so far as the order itself says.
  add column paid_minor bigint not null default 0,
  add column refunded_minor bigint not null default 0,
  add column payment_method text not null default '',
  add column payment_no text not null default '',
  add column source_channel text not null default '',
  add column talent text not null default '',
  add column carrier text not null default '',
  add column waybill text not null default '',
  add column close_reason text not null default '',
  -- Name, phone, address and notes: one sealed text (context `sales.receiver:<order id>`), and what may be shown of it.
  add column receiver_sealed text,
  add column receiver_masked text not null default '',
  add column receiver_fingerprint text,
  add column province_code text,
  add column city_code text,
  add column district_code text,
  add column address_state text not null default 'none' check (address_state in ('none', 'clear', 'doubtful', 'confirmed')),
  add column address_note text not null default '',
  add column has_buyer_note boolean not null default false,
  add column has_seller_note boolean not null default false,
  add column layout text not null default 'online_retail',
  -- A platform may tell an order's head and its lines in two files; each half has its own hash.
  add column head_hash text,
  add column lines_hash text,
  -- When the platform said so, if the file tells: an older word never replaces a newer one.
  add column snapshot_at timestamptz,
  add constraint orders_money_adds_up check (payable_minor = goods_minor + service_minor + freight_minor
    - discount_shop_minor - discount_platform_minor - discount_talent_minor - discount_channel_minor
    - discount_unnamed_minor + residual_minor);  -- INV-SALES-1

create index orders_by_status on sales.orders (status, ordered_at desc, id) where not withdrawn;
create index orders_by_shop on sales.orders (shop_id, ordered_at desc, id);
create index orders_by_buyer on sales.orders (customer_ref, ordered_at desc) where customer_ref is not null;
create index orders_by_waybill on sales.orders (waybill) where waybill <> '';
create index orders_doubtful_address on sales.orders (ordered_at desc, id) where address_state = 'doubtful' and not withdrawn;
create index orders_flagged on sales.orders using gin (flags);
create index orders_by_number on sales.orders (platform_no text_pattern_ops);

alter table sales.order_lines
  add column line_ref text not null default '',
  add column platform_item text not null default '',
  add column merchant_code text not null default '',
  add column barcode text not null default '',
  add column spec text not null default '',
  add column is_gift boolean not null default false,
  -- Which offer of the shop this line bought; what is really shipped hangs on the offer (module listings).
  add column listing_id uuid,
  add column discount_minor bigint not null default 0,
  add column net_minor bigint generated always as (amount_minor - discount_minor) stored,
  add column refunded_minor bigint not null default 0,
  add column status text not null default '',
  add column refund_status text not null default '';
create index order_lines_by_listing on sales.order_lines (listing_id) where listing_id is not null;
create index order_lines_unmapped on sales.order_lines (order_id) where sku_id is null and is_goods;

alter table sales.order_versions
  add column layout text not null default 'online_retail',
  add column receiver_sealed text,
  add column snapshot_at timestamptz;
create index order_versions_by_source on sales.order_versions (source);

create table sales.order_deadlines (
  order_id uuid not null references sales.orders,
  kind     text not null check (kind in ('ship', 'deliver')),
  source   text not null,
  due_at   timestamptz not null,
  primary key (order_id, kind, source)
);
