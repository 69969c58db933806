-- Carriers: who carries parcels, at what price, where, from which branch. Prices and areas are data with dates and a source.

create extension if not exists btree_gist;
create schema carriers;

create table carriers.carriers (
  id                 uuid primary key,
  code               text not null constraint carriers_code check (code ~ '^[A-Z0-9_]{1,20}$'),
  name               text not null constraint carriers_name check (btrim(name) <> ''),
  -- How labels are had: `own` numbers and prints them here; others speak to somebody's API.
  port               text not null constraint carriers_port check (port in ('own', 'kdniao')),
  -- Of the API: base address, our number there, the carrier's code there, the key sealed (context `carriers.key:<id>`).
  address            text not null default '' constraint carriers_address check (address = '' or address ~ '^https?://'),
  api_account        text not null default '',
  api_code           text not null default '',
  key_sealed         text,
  -- Own numbers: a prefix and what comes next.
  number_prefix      text not null default '' constraint carriers_prefix check (number_prefix ~ '^[A-Z0-9]{0,8}$'),
  number_next        bigint not null default 1 constraint carriers_number check (number_next >= 1),
  active             boolean not null default true,
  -- Since when it takes nothing, and why. Null: it works.
  down_since         timestamptz,
  down_reason        text not null default '',
  version            integer not null default 1,
  created_at         timestamptz not null default clock_timestamp()
);
create unique index carriers_code_once on carriers.carriers (code);

create table carriers.services (
  id               uuid primary key,
  carrier_id       uuid not null references carriers.carriers,
  code             text not null constraint services_code check (code ~ '^[A-Za-z0-9_-]{1,30}$'),
  name             text not null constraint services_name check (btrim(name) <> ''),
  -- cm³ a kilogram; null: weight alone counts.
  divisor          integer constraint services_divisor check (divisor between 1000 and 20000),
  max_grams        integer not null default 30000 constraint services_max_grams check (max_grams between 1 and 10000000),
  max_side_mm      integer not null default 1200 constraint services_max_side check (max_side_mm between 1 and 100000),
  -- Classes of goods it does not take.
  forbids          text[] not null default '{}',
  -- Of a million parcels: late ones, and ones that end in a claim. What is expected is paid, too.
  late_ppm         integer not null default 0 constraint services_late check (late_ppm between 0 and 1000000),
  claim_ppm        integer not null default 0 constraint services_claim check (claim_ppm between 0 and 1000000),
  pickup_hours     integer not null default 24 constraint services_pickup check (pickup_hours between 1 and 720),
  stall_hours      integer not null default 48 constraint services_stall check (stall_hours between 1 and 720),
  delivery_hours   integer not null default 48 constraint services_delivery check (delivery_hours between 1 and 720),
  active           boolean not null default true,
  version          integer not null default 1,
  created_at       timestamptz not null default clock_timestamp()
);
create unique index services_code_once on carriers.services (carrier_id, upper(code));

-- A month account with one branch. Numbers are prepaid: each draw takes one, a cancelled one may come back.
create table carriers.accounts (
  id          uuid primary key,
  carrier_id  uuid not null references carriers.carriers,
  branch_code text not null constraint accounts_branch check (btrim(branch_code) <> ''),
  name        text not null constraint accounts_name check (btrim(name) <> ''),
  -- Null: serves every site.
  site_id     uuid references places.sites,
  -- Billed by month: no balance is kept.
  metered     boolean not null default true,
  balance     bigint not null default 0 constraint accounts_balance_not_negative check (balance >= 0),
  low_at      bigint not null default 100 constraint accounts_low check (low_at >= 0),
  active      boolean not null default true,
  version     integer not null default 1,
  created_at  timestamptz not null default clock_timestamp()
);
create unique index accounts_branch_once on carriers.accounts (carrier_id, upper(branch_code));

-- Every change of a balance; the balance is their sum.                                                   INV-CAR-3
create table carriers.account_entries (
  id         uuid primary key,
  account_id uuid not null references carriers.accounts,
  qty        bigint not null constraint account_entries_qty check (qty <> 0),
  kind       text not null constraint account_entries_kind check (kind in ('top_up', 'correction', 'draw', 'give_back')),
  -- The parcel, or a person's key: the same cause never counts twice.
  cause      text not null,
  note       text not null default '',
  made_by    text not null,
  made_at    timestamptz not null default clock_timestamp(),
  constraint account_entries_once unique (account_id, kind, cause)
);

create function carriers.refuse_rewrite() returns trigger language plpgsql as $$
begin
  raise exception 'this is append-only; write a correcting row instead' using errcode = '42501';
end $$;
create trigger account_entries_append_only before update or delete on carriers.account_entries
  for each row execute function carriers.refuse_rewrite();

-- A price list: one service, one site (null: every site), some days. On any day one answer.               INV-CAR-1
create table carriers.tariffs (
  id               uuid primary key,
  service_id       uuid not null references carriers.services,
  site_id          uuid references places.sites,
  name             text not null constraint tariffs_name check (btrim(name) <> ''),
  valid_from       date not null,
  valid_to         date,
  source           text not null default '',
  verified         boolean not null default false,
  -- Weight is rounded up to a step; from some weight on, to a larger one.
  step_grams       integer not null constraint tariffs_step check (step_grams between 1 and 10000),
  heavy_from_grams integer constraint tariffs_heavy_from check (heavy_from_grams > 0),
  heavy_step_grams integer constraint tariffs_heavy_step check (heavy_step_grams between 1 and 10000),
  version          integer not null default 1,
  created_at       timestamptz not null default clock_timestamp(),
  constraint tariffs_dates check (valid_to >= valid_from),
  constraint tariffs_heavy_both check ((heavy_from_grams is null) = (heavy_step_grams is null)),
  constraint tariffs_do_not_overlap exclude using gist (
    service_id with =,
    (coalesce(site_id, '00000000-0000-0000-0000-000000000000'::uuid)) with =,
    daterange(valid_from, valid_to, '[]') with &&)
);

create table carriers.zones (
  tariff_id   uuid not null references carriers.tariffs on delete cascade,
  n           integer not null,
  name        text not null constraint zones_name check (btrim(name) <> ''),
  first_grams integer not null constraint zones_first_grams check (first_grams between 1 and 1000000),
  first_minor bigint not null constraint zones_first_minor check (first_minor >= 0),
  add_grams   integer not null constraint zones_add_grams check (add_grams between 1 and 1000000),
  add_minor   bigint not null constraint zones_add_minor check (add_minor >= 0),
  days        integer not null constraint zones_days check (days between 0 and 60),
  primary key (tariff_id, n)
);

-- Which zone a division lies in: the most exact code wins; `000000` is everywhere else. What lies nowhere is not covered.
create table carriers.zone_regions (
  tariff_id uuid not null,
  region    text not null constraint zone_regions_code check (region ~ '^[0-9]{6}$'),
  n         integer not null,
  constraint zone_regions_once primary key (tariff_id, region),
  foreign key (tariff_id, n) references carriers.zones on delete cascade
);

create table carriers.surcharges (
  tariff_id    uuid not null references carriers.tariffs on delete cascade,
  n            integer not null,
  name         text not null constraint surcharges_name check (btrim(name) <> ''),
  -- One of the two: an amount a parcel, or a share of the freight.
  amount_minor bigint constraint surcharges_amount check (amount_minor >= 0),
  rate_ppm     bigint constraint surcharges_rate check (rate_ppm between 0 and 10000000),
  -- Empty: everywhere.
  regions      text[] not null default '{}',
  valid_from   date,
  valid_to     date,
  primary key (tariff_id, n),
  constraint surcharges_one_value check ((amount_minor is null) <> (rate_ppm is null)),
  constraint surcharges_dates check (valid_to >= valid_from)
);

-- What a contract promises: of the parcels of a site that these services could carry, so large a share each.
create table carriers.quotas (
  site_id    uuid not null references places.sites,
  service_id uuid not null references carriers.services,
  share_ppm  integer not null constraint quotas_share check (share_ppm between 1 and 1000000),
  primary key (site_id, service_id)
);

-- How many parcels of a month went by whom, counted where the service is decided.
create table carriers.quota_counts (
  site_id    uuid not null references places.sites,
  service_id uuid not null references carriers.services,
  month      text not null constraint quota_counts_month check (month ~ '^[0-9]{4}-[0-9]{2}$'),
  parcels    bigint not null default 0 constraint quota_counts_not_negative check (parcels >= 0),
  primary key (site_id, service_id, month)
);
