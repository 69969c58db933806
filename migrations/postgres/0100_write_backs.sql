-- Telling platforms what left, where no link does it: the platform's own sheet for shipping many orders at once. What a sheet held is kept
-- as it was handed out; whether it arrived is only believed when the platform itself says so.
create table orders.ship_sheet_layouts (
  platform       text primary key,
  order_header   text not null constraint ship_sheet_order_header check (btrim(order_header) <> ''),
  carrier_header text not null constraint ship_sheet_carrier_header check (btrim(carrier_header) <> ''),
  waybill_header text not null constraint ship_sheet_waybill_header check (btrim(waybill_header) <> ''),
  source         text not null default '',
  -- A person has held it against the template of the platform's own back office.
  verified       boolean not null default false,
  version        integer not null default 1
);
insert into orders.ship_sheet_layouts (platform, order_header, carrier_header, waybill_header, source)
select platform, o, '快递公司', w, '通用写法,未核对' from (values
  ('taobao', '订单编号', '运单号'), ('tmall', '订单编号', '运单号'), ('jd', '订单编号', '运单号'), ('pdd', '订单号', '快递单号'),
  ('douyin', '订单号', '快递单号'), ('kuaishou', '订单号', '快递单号'), ('wechat_shop', '订单号', '快递单号'),
  ('xiaohongshu', '订单号', '快递单号'), ('other', '订单号', '快递单号'), ('own', '订单号', '快递单号'),
  ('shopify', '订单号', '快递单号'), ('woocommerce', '订单号', '快递单号')) as v (platform, o, w);

create table orders.ship_sheets (
  id       uuid primary key,
  shop_id  uuid not null references shops.shops,
  -- The three headings as they were when it was made.
  header   text[] not null constraint ship_sheets_header check (cardinality(header) = 3),
  rows     integer not null constraint ship_sheets_rows check (rows > 0),
  made_by  text not null,
  made_at  timestamptz not null default clock_timestamp()
);
create index ship_sheets_newest on orders.ship_sheets (made_at desc, id desc);

create table orders.ship_sheet_rows (
  sheet_id    uuid not null references orders.ship_sheets,
  n           integer not null,
  shipment_id uuid not null references orders.shipments,
  platform_no text not null,
  carrier     text not null,
  waybill     text not null,
  primary key (sheet_id, n)
);
create index ship_sheet_rows_of_shipment on orders.ship_sheet_rows (shipment_id);
alter table orders.shipments add constraint shipments_sheet foreign key (sheet_id) references orders.ship_sheets;
