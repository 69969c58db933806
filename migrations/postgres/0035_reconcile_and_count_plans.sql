-- What is done about drift, when places are counted, and quotas that really are kept.

-- INV-6: a quota was kept by the decision alone; goods adjusted or moved away could eat into it (I7).
alter table inventory.pools
  add constraint pools_quota_within_free check (soft + ordered + hard + frozen + quota <= good);

-- OP-STK-7: reconciling reports and proposes; another person lets a running sum be brought back to its rows,
-- or a promise be ended whose reason is gone.
create table inventory.corrections (
  id          uuid primary key,
  drift_key   text not null,
  kind        text not null check (kind in ('balance', 'hold', 'pool', 'reservation', 'promise')),
  sku_id      uuid not null,
  subject     jsonb not null,
  found       bigint not null,
  expected    bigint not null,
  chain       jsonb not null,
  reason      text not null,
  status      text not null check (status in ('proposed', 'posted', 'refused')),
  proposed_by text not null,
  proposed_by_name text not null,
  decided_by  text,
  created_at  timestamptz not null default now(),
  decided_at  timestamptz,
  constraint corrections_change_something check (found <> expected),
  constraint corrections_decided_by_another check (decided_by is null or decided_by <> proposed_by)
);
create unique index corrections_one_open on inventory.corrections (drift_key) where status = 'proposed';

-- OP-STK-12: how often a place is counted by the class of what lies in it. 行业经验值, editable.
create table inventory.count_rules (
  class      text primary key check (class in ('A', 'B', 'C', 'zero')),
  every_days integer check (every_days between 1 and 3650),
  is_on      boolean not null default true,
  constraint count_rules_days check ((class = 'zero') = (every_days is null))
);
insert into inventory.count_rules (class, every_days) values ('A', 30), ('B', 90), ('C', 180), ('zero', null);

alter table inventory.counts
  add column class text check (class in ('A', 'B', 'C')),
  add column order_ref text,
  add column cancel_reason text;
create index counts_looked_at on inventory.counts (sku_id, location_id, counted_at) where status = 'posted';
create index counts_by_time on inventory.counts (counted_at) where status = 'posted';
