-- Parcels and their waybills: what was drawn, printed, handed over, taken back, and where it is.

create table carriers.parcels (
  id               uuid primary key,
  -- Of whoever ships: opaque here.
  order_ref        text not null constraint parcels_order check (order_ref <> ''),
  shipment_ref     text not null constraint parcels_shipment check (shipment_ref <> ''),
  -- The first parcel of a shipment is the parent of the others (子母单).
  parent_id        uuid references carriers.parcels,
  seq              integer not null default 1 constraint parcels_seq check (seq between 1 and 99),
  site_id          uuid not null references places.sites,
  carrier_id       uuid not null references carriers.carriers,
  service_id       uuid not null references carriers.services,
  account_id       uuid references carriers.accounts,
  status           text not null default 'NONE' constraint parcels_status check (status in
    ('NONE', 'PRECREATED', 'CREATED', 'PRINTED', 'USED', 'CANCEL_REQ', 'CANCELLED', 'CANCEL_FAILED')),
  waybill_no       text,
  -- What the carrier wants on its label (routing, sorting), as it said it.
  print_data       jsonb,
  -- Receiver: sealed whole (context `carriers.receiver:<id>`), and as screens may show it.
  receiver_sealed  text not null,
  receiver_masked  text not null,
  region           text not null constraint parcels_region check (region ~ '^[0-9]{6}$'),
  grams            integer not null constraint parcels_grams check (grams between 1 and 10000000),
  length_mm        integer constraint parcels_length check (length_mm between 1 and 100000),
  width_mm         integer constraint parcels_width check (width_mm between 1 and 100000),
  height_mm        integer constraint parcels_height check (height_mm between 1 and 100000),
  goods            text[] not null default '{}',
  contents         text not null default '',
  declared_minor   bigint not null default 0 constraint parcels_declared check (declared_minor >= 0),
  late_minor       bigint not null default 0 constraint parcels_late check (late_minor >= 0),
  -- By when it must be with the receiver, when somebody promised.
  promised_on      date,
  quote_minor      bigint not null,
  days             integer not null,
  -- Facts the choice was made from, and why it fell so.
  facts            jsonb not null,
  choice           jsonb not null,
  -- Of the last failed draw or cancel.
  problem          text not null default '',
  track_state      text not null default 'none',
  tracked_at       timestamptz,
  used_at          timestamptz,
  delivered_at     timestamptz,
  created_by       text not null,
  created_at       timestamptz not null default clock_timestamp(),
  -- A number is there once one was drawn, and never of two parcels.                                       INV-CAR-2
  constraint parcels_numbered check (case when status in ('NONE', 'PRECREATED') then waybill_no is null
    when status = 'CANCELLED' then true else waybill_no is not null end),
  constraint parcels_shipment_once unique (shipment_ref, seq)
);
create unique index parcels_number_once on carriers.parcels (carrier_id, waybill_no);
create index parcels_by_waybill on carriers.parcels (upper(waybill_no));
create index parcels_by_order on carriers.parcels (order_ref);
create index parcels_open on carriers.parcels (carrier_id, status) where status in ('NONE', 'PRECREATED', 'CREATED', 'PRINTED', 'CANCEL_REQ');
create index parcels_on_the_way on carriers.parcels (used_at) where status = 'USED' and delivered_at is null;
create index parcels_newest on carriers.parcels (created_at desc, id desc);

-- Numbers we give ourselves, by the parcel they were given to: asking again gives the same.
create table carriers.own_numbers (
  parcel_id  uuid primary key references carriers.parcels,
  carrier_id uuid not null references carriers.carriers,
  first      bigint not null,
  qty        integer not null constraint own_numbers_qty check (qty >= 1)
);

create table carriers.parcel_steps (
  parcel_id uuid not null references carriers.parcels,
  n         integer not null,
  was       text not null,
  is_now    text not null,
  event     text not null,
  reason    text not null default '',
  made_by   text not null,
  made_at   timestamptz not null default clock_timestamp(),
  primary key (parcel_id, n)
);
create trigger parcel_steps_append_only before update or delete on carriers.parcel_steps
  for each row execute function carriers.refuse_rewrite();

-- Each time a label left for a printer. From the second on with a reason.                                 INV-CAR-4
create table carriers.prints (
  parcel_id uuid not null references carriers.parcels,
  n         integer not null,
  format    text not null constraint prints_format check (format in ('pdf', 'zpl')),
  reason    text not null default '',
  made_by   text not null,
  made_at   timestamptz not null default clock_timestamp(),
  acked_at  timestamptz,
  primary key (parcel_id, n),
  constraint prints_again_with_reason check (n = 1 or btrim(reason) <> '')
);

-- What the carrier said of a parcel, each word once.
create table carriers.tracks (
  parcel_id uuid not null references carriers.parcels,
  said_at   timestamptz not null,
  state     text not null constraint tracks_state check (state in ('picked_up', 'in_transit', 'out_for_delivery', 'delivered',
    'exception', 'damaged', 'lost', 'rejected', 'returning', 'returned')),
  text      text not null,
  place     text not null default '',
  heard_at  timestamptz not null default clock_timestamp(),
  constraint tracks_once primary key (parcel_id, said_at, state, text)
);

-- Something a person must see to. One open case of a kind a parcel.
create table carriers.cases (
  id         uuid primary key,
  parcel_id  uuid not null references carriers.parcels,
  kind       text not null constraint cases_kind check (kind in ('not_picked_up', 'stalled', 'not_delivered', 'trouble', 'rejected',
    'damaged', 'lost', 'signed_not_received')),
  raised_at  timestamptz not null default clock_timestamp(),
  -- By when somebody should have done something.
  due_at     timestamptz not null,
  owner      text,
  note       text not null default '',
  closed_at  timestamptz,
  closed_by  text,
  version    integer not null default 1
);
create unique index cases_one_open on carriers.cases (parcel_id, kind) where closed_at is null;
create index cases_open on carriers.cases (due_at) where closed_at is null;
