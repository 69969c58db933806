-- The floor: orders released to it, waves they are worked off in, what is picked from where, and what goes back.
--
-- An order on the floor has one open row in floor_orders. Its goods are pinned shelf by shelf (HARD); a pick task stands for exactly
-- one such promise, and a picked one for the same promise at the pack station (I5).

create schema warehouse;

create sequence warehouse.wave_no;

-- What people pick with: how many there are, and what each holds.
create table warehouse.devices (
  id           uuid primary key,
  site_id      uuid not null references places.sites,
  code         text not null constraint devices_code check (code <> ''),
  name         text not null,
  units        integer not null constraint devices_units check (units between 1 and 999),
  -- Orders it keeps apart while picking; null: it does not, its goods are sorted afterwards.
  compartments integer constraint devices_compartments check (compartments between 1 and 200),
  max_orders   integer not null constraint devices_orders check (max_orders between 1 and 2000),
  max_grams    bigint not null constraint devices_grams check (max_grams > 0),
  max_cm3      bigint not null constraint devices_cm3 check (max_cm3 > 0),
  active       boolean not null default true,
  version      integer not null default 1,
  constraint devices_code_once unique (site_id, code)
);

create table warehouse.cartons (
  id         uuid primary key,
  code       text not null constraint cartons_code_once unique,
  name       text not null,
  -- Inside.
  length_mm  integer not null constraint cartons_length check (length_mm between 1 and 5000),
  width_mm   integer not null constraint cartons_width check (width_mm between 1 and 5000),
  height_mm  integer not null constraint cartons_height check (height_mm between 1 and 5000),
  tare_grams integer not null constraint cartons_tare check (tare_grams between 0 and 100000),
  max_grams  integer not null constraint cartons_max check (max_grams between 1 and 10000000),
  cost_minor bigint not null default 0 constraint cartons_cost check (cost_minor >= 0),
  active     boolean not null default true,
  version    integer not null default 1
);

create table warehouse.waves (
  id          uuid primary key,
  no          text not null constraint waves_no_once unique,
  site_id     uuid not null references places.sites,
  status      text not null default 'DRAFT' constraint waves_status check
    (status in ('DRAFT', 'RELEASED', 'PICKING', 'SORTING', 'CHECKING', 'DONE', 'CANCELLED')),
  method      text not null constraint waves_method check (method in ('sku', 'batch', 'cluster')),
  profile     text,
  carrier     text,
  device_id   uuid not null references warehouse.devices,
  -- As it was built: kept so that what was planned can be compared with what became of it.
  template    jsonb not null,
  orders      integer not null,
  lines       integer not null,
  qty         bigint not null,
  grams       bigint not null,
  cm3         bigint not null,
  steps       integer not null,
  naive_steps integer not null,
  minutes     integer not null,
  jumps       jsonb not null default '[]',
  due_at      timestamptz,
  picker_id   text,
  picker_name text not null default '',
  created_by  text not null,
  created_at  timestamptz not null default clock_timestamp(),
  released_at timestamptz,
  started_at  timestamptz,
  ended_at    timestamptz,
  version     integer not null default 1
);
create index waves_open on warehouse.waves (site_id, coalesce(due_at, 'infinity'), id) where status not in ('DONE', 'CANCELLED');
create index waves_newest on warehouse.waves (created_at desc, id desc);

create table warehouse.floor_orders (
  id              uuid primary key,
  order_id        uuid not null references orders.fulfil_orders,
  site_id         uuid not null references places.sites,
  state           text not null default 'open' constraint floor_orders_state check (state in ('open', 'shipped', 'pulled')),
  wave_id         uuid references warehouse.waves,
  -- Its compartment of the cart, or place at the wall.
  slot            integer constraint floor_orders_slot check (slot >= 1),
  profile         text not null,
  profile_reason  jsonb not null,
  carrier         text not null default '',
  service_id      uuid,
  carrier_because jsonb not null default '{}',
  grams           bigint not null,
  -- Some SKU has no weight on file: the scale cannot judge it.
  is_weight_known boolean not null,
  cm3             bigint not null,
  zone            text not null default '',
  due_at          timestamptz,
  carton_id       uuid references warehouse.cartons,
  parcel_id       uuid references carriers.parcels,
  weighed_grams   bigint,
  -- Why it left its wave.
  pulled_because  jsonb,
  -- The waybill of a pulled order is taken back by the job; null: there is nothing to take back.
  recall          text constraint floor_orders_recall check (recall in ('waiting', 'done', 'failed')),
  released_at     timestamptz not null default clock_timestamp(),
  released_by     text not null,
  ended_at        timestamptz
);
-- An order is on the floor once, hence in one wave.                                             INV-WMS-1
create unique index floor_orders_once on warehouse.floor_orders (order_id) where state = 'open';
create index floor_orders_of_order on warehouse.floor_orders (order_id, released_at desc);
create unique index floor_orders_slot_once on warehouse.floor_orders (wave_id, slot) where wave_id is not null;
create index floor_orders_waiting on warehouse.floor_orders (site_id, coalesce(due_at, 'infinity'), id) where state = 'open' and wave_id is null;
create index floor_orders_recall on warehouse.floor_orders (id) where recall = 'waiting';

create table warehouse.tasks (
  id          uuid primary key,
  floor_id    uuid not null references warehouse.floor_orders,
  line_ref    text not null,
  sku_id      uuid not null references catalog.skus,
  location_id uuid not null references places.locations,
  lot         text not null default '',
  qty         bigint not null constraint tasks_qty check (qty > 0),
  -- open: pinned on its shelf. picked: pinned at the pack station. The others are over.
  state       text not null default 'open' constraint tasks_state check (state in ('open', 'picked', 'short', 'cancelled', 'put_back', 'shipped')),
  skips       integer not null default 0,
  stage_id    uuid references places.locations,
  sorted_qty  bigint not null default 0 constraint tasks_sorted check (sorted_qty between 0 and qty),
  checked_qty bigint not null default 0 constraint tasks_checked check (checked_qty between 0 and qty),
  picked_by   text,
  picked_at   timestamptz,
  constraint tasks_picked_lie_somewhere check ((state in ('picked', 'put_back', 'shipped')) = (stage_id is not null))
);
create index tasks_of_order on warehouse.tasks (floor_id);
create index tasks_open on warehouse.tasks (location_id, sku_id) where state = 'open';

create table warehouse.put_backs (
  id          uuid primary key,
  floor_id    uuid not null references warehouse.floor_orders,
  sku_id      uuid not null references catalog.skus,
  lot         text not null default '',
  qty         bigint not null constraint put_backs_qty check (qty > 0),
  from_id     uuid not null references places.locations,
  -- Where it was picked: where it belongs.
  to_id       uuid not null references places.locations,
  state       text not null default 'open' constraint put_backs_state check (state in ('open', 'done')),
  made_at     timestamptz not null default clock_timestamp(),
  done_to     uuid references places.locations,
  done_by     text,
  done_at     timestamptz
);
create index put_backs_open on warehouse.put_backs (made_at, id) where state = 'open';

-- What people did, only added to: the ground of the board of productivity.
create table warehouse.work (
  id         bigint generated always as identity primary key,
  at         timestamptz not null default clock_timestamp(),
  actor_id   text not null,
  actor_name text not null,
  site_id    uuid not null,
  wave_id    uuid,
  order_id   uuid,
  kind       text not null constraint work_kind check (kind in ('pick', 'sort', 'check', 'pack', 'weigh', 'ship', 'put_back', 'error')),
  lines      integer not null default 0,
  units      bigint not null default 0,
  steps      integer not null default 0,
  detail     jsonb not null default '{}'
);
create index work_by_time on warehouse.work (at, actor_id);
create index work_of_order on warehouse.work (order_id);
create function warehouse.refuse_rewrite() returns trigger language plpgsql as $$
begin
  raise exception 'what was done is only added to' using errcode = '42501';
end $$;
create trigger work_append_only before update or delete on warehouse.work
  for each row execute function warehouse.refuse_rewrite();
