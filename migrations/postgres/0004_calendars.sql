-- When a place works: a weekly pattern of several intervals a day, exceptions of one calendar, and the
-- holidays and swapped workdays of a region, which every calendar that follows them shares.

create schema calendars;

create table calendars.calendars (
  id               uuid primary key,
  code             text not null,
  name             text not null,
  time_zone        text not null,
  -- Seven lists of intervals, Monday first, in minutes from midnight: [[{"from":480,"to":720}, …], …].
  week             jsonb not null check (jsonb_array_length(week) = 7),
  -- Closed days and days with hours of their own: [{"day":"2026-12-31","name":"盘点","intervals":[]}].
  exceptions       jsonb not null default '[]' check (jsonb_typeof(exceptions) = 'array'),
  follows_holidays boolean not null default true,
  valid_from       date,
  valid_until      date,
  version          integer not null default 1,
  created_at       timestamptz not null default now(),
  constraint calendars_validity_in_order check (valid_from <= valid_until)
);
create unique index calendars_code_once on calendars.calendars (upper(code));

create table calendars.holidays (
  day        date primary key,
  name       text not null,
  -- False: a weekend day on which people work, swapped for a holiday.
  is_off     boolean not null,
  source     text not null,
  updated_at timestamptz not null default now()
);
