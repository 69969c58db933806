-- What stands waiting for a mapping is worth money, and people ask for it all day: kept per listing nobody has decided about,
-- made again when one of its orders changes (listings/worth.ts). A listing without a row, or with a stale one, is summed when asked.
create table listings.worth (
  listing_id     uuid primary key references listings.listings,
  lines          integer not null,
  -- Orders that cannot leave before somebody knows what they are.
  waiting        integer not null,
  ever_minor     bigint not null,
  -- Of the last 90 and 30 days, counted from the day it was made.
  recent_minor   bigint not null,
  month_minor    bigint not null,
  as_of          date not null,
  is_stale       boolean not null default false
);
create index worth_to_be_made on listings.worth (listing_id) where is_stale;

-- Numbers that changed after people had seen them: the sum of a shop's closed day, before and after, by what changed it
-- (AC-5.1-3). Kept here and not with the facts, which are made anew from what holds today.
create schema analytics;
create table analytics.restatements (
  shop_id     uuid not null references shops.shops,
  source      text not null,
  day         date not null,
  measure     text not null,
  -- `import:<run>`, `undo:import:<run>`, `connector:<poll>`.
  cause       text not null,
  -- Null: this cause told the day for the first time, so nobody had seen another number.
  from_value  bigint,
  -- Null: being summed right now.
  to_value    bigint,
  first_at    timestamptz not null default clock_timestamp(),
  last_at     timestamptz not null default clock_timestamp(),
  primary key (shop_id, source, day, measure, cause)
);
create index restatements_by_day on analytics.restatements (day) where from_value is not null;

-- A file read once more, after its mapping or layout was mended; and where the refused rows are that are too many for a table.
alter table intake.runs
  add column again_of uuid references intake.runs,
  add column refused_key text;
