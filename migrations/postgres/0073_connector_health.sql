-- What a person has to see of a link: when each part of a poll last went well or failed and why, how far the clocks stand
-- apart, and when the platform asked us to wait.

alter table connectors.links
  add column skew_seen_at      timestamptz,
  add column throttled_at      timestamptz,
  add column throttled_wait_ms bigint not null default 0;

-- One row a part of the poll (connect, orders, stock …): its newest success and its newest failure.
create table connectors.steps (
  shop_id    uuid not null references connectors.links,
  step       text not null check (step <> ''),
  success_at timestamptz,
  error_at   timestamptz,
  error      text not null default '',
  primary key (shop_id, step)
);
