-- Working calendars: the hours of each weekday, the national arrangement of holidays and swapped workdays, and
-- each calendar's own exceptions. Clocks and deadlines count working time with them.

create extension if not exists btree_gist;

create schema calendars;

create table calendars.calendars (
  id           uuid primary key,
  code         text not null,
  name         text not null,
  time_zone    text not null default 'Asia/Shanghai',
  -- Whose national arrangement it follows (ISO 3166); null works through public holidays.
  region       text constraint calendars_region check (region ~ '^[A-Z]{2}$'),
  -- A swapped workday falls on a day without hours of its own: it takes those of this weekday, 1 is Monday.
  swap_weekday smallint not null default 1 constraint calendars_swap_weekday check (swap_weekday between 1 and 7),
  is_default   boolean not null default false,
  active       boolean not null default true,
  version      integer not null default 1,
  created_at   timestamptz not null default now(),
  constraint calendars_default_is_active check (active or not is_default)
);
create unique index calendars_code_once on calendars.calendars (upper(code));
-- INV-CAL-2: never two; edit.ts sees to it that there is always one.
create unique index calendars_one_default on calendars.calendars (is_default) where is_default;

-- Minutes of the wall clock from midnight; 1440 is 24:00. What crosses midnight is two intervals.
-- INV-CAL-1: intervals of one day never overlap.
create table calendars.intervals (
  calendar_id uuid not null references calendars.calendars on delete cascade,
  weekday     smallint not null constraint intervals_weekday check (weekday between 1 and 7),
  from_minute smallint not null,
  to_minute   smallint not null,
  primary key (calendar_id, weekday, from_minute),
  constraint intervals_within_day check (0 <= from_minute and from_minute < to_minute and to_minute <= 1440),
  constraint intervals_do_not_overlap exclude using gist (
    calendar_id with =, weekday with =, int4range(from_minute, to_minute) with &&)
);

-- A calendar's own word on one date: it outranks the national arrangement.
create table calendars.exceptions (
  calendar_id uuid not null references calendars.calendars on delete cascade,
  day         date not null,
  kind        text not null constraint exceptions_kind check (kind in ('off', 'work')),
  reason      text not null constraint exceptions_reason check (btrim(reason) <> ''),
  created_at  timestamptz not null default now(),
  primary key (calendar_id, day)
);

-- Hours of that date alone; a working exception without any takes the hours of its weekday, or the swapped ones.
create table calendars.exception_intervals (
  calendar_id uuid not null,
  day         date not null,
  from_minute smallint not null,
  to_minute   smallint not null,
  primary key (calendar_id, day, from_minute),
  foreign key (calendar_id, day) references calendars.exceptions on delete cascade,
  constraint exception_intervals_within_day check (0 <= from_minute and from_minute < to_minute and to_minute <= 1440),
  constraint exception_intervals_do_not_overlap exclude using gist (
    calendar_id with =, day with =, int4range(from_minute, to_minute) with &&)
);

-- A year's arrangement as a government announced it. INV-CAL-3: a year without a row here is not covered: nobody knows its
-- holidays yet (China announces them each autumn), and whatever is computed in it says so.
create table calendars.holiday_years (
  region      text not null constraint holiday_years_region check (region ~ '^[A-Z]{2}$'),
  year        smallint not null constraint holiday_years_year check (year between 2000 and 2200),
  source      text not null,
  version     integer not null default 1,
  recorded_at timestamptz not null default now(),
  primary key (region, year)
);

-- The days of an arrangement. Some lie at the end of the year before (2018-12-29 was swapped by the notice for 2019).
create table calendars.holidays (
  region text not null,
  year   smallint not null,
  day    date not null,
  kind   text not null constraint holidays_kind check (kind in ('off', 'work')),
  name   text not null constraint holidays_name check (btrim(name) <> ''),
  constraint holidays_day_once primary key (region, day),
  foreign key (region, year) references calendars.holiday_years on delete cascade,
  constraint holidays_near_their_year check (extract(year from day) between year - 1 and year)
);
create index holidays_by_year on calendars.holidays (region, year, day);

-- The calendar everything uses until told otherwise: five days of eight hours, China's arrangement.
insert into calendars.calendars (id, code, name, region, is_default)
values ('00000000-0000-7000-8000-000000000053', 'CN', '中国标准工时', 'CN', true);

insert into calendars.intervals (calendar_id, weekday, from_minute, to_minute)
select '00000000-0000-7000-8000-000000000053', weekday, from_minute, to_minute
from generate_series(1, 5) as weekday, (values (480, 720), (810, 1050)) as hours (from_minute, to_minute);

-- From holiday-cn (github.com/NateScarlet/holiday-cn, MIT), which reads the notices of the State Council:
-- src/modules/calendars/holidays holds the files and the licence.
insert into calendars.holiday_years (region, year, source) values
  ('CN', 2018, 'http://www.gov.cn/zhengce/zhengceku/2017-11/30/content_5243579.htm'),
  ('CN', 2019, 'http://www.gov.cn/zhengce/zhengceku/2018-12/06/content_5346276.htm http://www.gov.cn/zhengce/zhengceku/2019-03/22/content_5375877.htm'),
  ('CN', 2020, 'http://www.gov.cn/zhengce/zhengceku/2019-11/21/content_5454164.htm http://www.gov.cn/zhengce/zhengceku/2020-01/27/content_5472352.htm'),
  ('CN', 2021, 'http://www.gov.cn/zhengce/zhengceku/2020-11/25/content_5564127.htm'),
  ('CN', 2022, 'http://www.gov.cn/zhengce/zhengceku/2021-10/25/content_5644835.htm'),
  ('CN', 2023, 'http://www.gov.cn/zhengce/zhengceku/2022-12/08/content_5730844.htm'),
  ('CN', 2024, 'https://www.gov.cn/zhengce/zhengceku/202310/content_6911528.htm'),
  ('CN', 2025, 'https://www.gov.cn/zhengce/zhengceku/202411/content_6986383.htm'),
  ('CN', 2026, 'https://www.gov.cn/zhengce/zhengceku/202511/content_7047091.htm');

insert into calendars.holidays (region, year, day, kind, name)
select 'CN', year, day::date, kind, name from (values
  (2018, '2018-01-01', 'off', '元旦'), (2018, '2018-02-11', 'work', '春节'), (2018, '2018-02-15', 'off', '春节'),
  (2018, '2018-02-16', 'off', '春节'), (2018, '2018-02-17', 'off', '春节'), (2018, '2018-02-18', 'off', '春节'),
  (2018, '2018-02-19', 'off', '春节'), (2018, '2018-02-20', 'off', '春节'), (2018, '2018-02-21', 'off', '春节'),
  (2018, '2018-02-24', 'work', '春节'), (2018, '2018-04-05', 'off', '清明节'), (2018, '2018-04-06', 'off', '清明节'),
  (2018, '2018-04-07', 'off', '清明节'), (2018, '2018-04-08', 'work', '清明节'), (2018, '2018-04-28', 'work', '劳动节'),
  (2018, '2018-04-29', 'off', '劳动节'), (2018, '2018-04-30', 'off', '劳动节'), (2018, '2018-05-01', 'off', '劳动节'),
  (2018, '2018-06-18', 'off', '端午节'), (2018, '2018-09-24', 'off', '中秋节'), (2018, '2018-09-29', 'work', '国庆节'),
  (2018, '2018-09-30', 'work', '国庆节'), (2018, '2018-10-01', 'off', '国庆节'), (2018, '2018-10-02', 'off', '国庆节'),
  (2018, '2018-10-03', 'off', '国庆节'), (2018, '2018-10-04', 'off', '国庆节'), (2018, '2018-10-05', 'off', '国庆节'),
  (2018, '2018-10-06', 'off', '国庆节'), (2018, '2018-10-07', 'off', '国庆节'),
  (2019, '2018-12-29', 'work', '元旦'), (2019, '2018-12-30', 'off', '元旦'), (2019, '2018-12-31', 'off', '元旦'),
  (2019, '2019-01-01', 'off', '元旦'), (2019, '2019-02-02', 'work', '春节'), (2019, '2019-02-03', 'work', '春节'),
  (2019, '2019-02-04', 'off', '春节'), (2019, '2019-02-05', 'off', '春节'), (2019, '2019-02-06', 'off', '春节'),
  (2019, '2019-02-07', 'off', '春节'), (2019, '2019-02-08', 'off', '春节'), (2019, '2019-02-09', 'off', '春节'),
  (2019, '2019-02-10', 'off', '春节'), (2019, '2019-04-05', 'off', '清明节'), (2019, '2019-04-28', 'work', '劳动节'),
  (2019, '2019-05-01', 'off', '劳动节'), (2019, '2019-05-02', 'off', '劳动节'), (2019, '2019-05-03', 'off', '劳动节'),
  (2019, '2019-05-04', 'off', '劳动节'), (2019, '2019-05-05', 'work', '劳动节'), (2019, '2019-06-07', 'off', '端午节'),
  (2019, '2019-09-13', 'off', '中秋节'), (2019, '2019-09-29', 'work', '国庆节'), (2019, '2019-10-01', 'off', '国庆节'),
  (2019, '2019-10-02', 'off', '国庆节'), (2019, '2019-10-03', 'off', '国庆节'), (2019, '2019-10-04', 'off', '国庆节'),
  (2019, '2019-10-05', 'off', '国庆节'), (2019, '2019-10-06', 'off', '国庆节'), (2019, '2019-10-07', 'off', '国庆节'),
  (2019, '2019-10-12', 'work', '国庆节'),
  (2020, '2020-01-01', 'off', '元旦'), (2020, '2020-01-19', 'work', '春节'), (2020, '2020-01-24', 'off', '春节'),
  (2020, '2020-01-25', 'off', '春节'), (2020, '2020-01-26', 'off', '春节'), (2020, '2020-01-27', 'off', '春节'),
  (2020, '2020-01-28', 'off', '春节'), (2020, '2020-01-29', 'off', '春节'), (2020, '2020-01-30', 'off', '春节'),
  (2020, '2020-01-31', 'off', '春节'), (2020, '2020-02-01', 'off', '春节'), (2020, '2020-02-02', 'off', '春节'),
  (2020, '2020-02-03', 'work', '春节'), (2020, '2020-04-04', 'off', '清明节'), (2020, '2020-04-05', 'off', '清明节'),
  (2020, '2020-04-06', 'off', '清明节'), (2020, '2020-04-26', 'work', '劳动节'), (2020, '2020-05-01', 'off', '劳动节'),
  (2020, '2020-05-02', 'off', '劳动节'), (2020, '2020-05-03', 'off', '劳动节'), (2020, '2020-05-04', 'off', '劳动节'),
  (2020, '2020-05-05', 'off', '劳动节'), (2020, '2020-05-09', 'work', '劳动节'), (2020, '2020-06-25', 'off', '端午节'),
  (2020, '2020-06-26', 'off', '端午节'), (2020, '2020-06-27', 'off', '端午节'), (2020, '2020-06-28', 'work', '端午节'),
  (2020, '2020-09-27', 'work', '国庆节、中秋节'), (2020, '2020-10-01', 'off', '国庆节、中秋节'), (2020, '2020-10-02', 'off', '国庆节、中秋节'),
  (2020, '2020-10-03', 'off', '国庆节、中秋节'), (2020, '2020-10-04', 'off', '国庆节、中秋节'), (2020, '2020-10-05', 'off', '国庆节、中秋节'),
  (2020, '2020-10-06', 'off', '国庆节、中秋节'), (2020, '2020-10-07', 'off', '国庆节、中秋节'), (2020, '2020-10-08', 'off', '国庆节、中秋节'),
  (2020, '2020-10-10', 'work', '国庆节、中秋节'),
  (2021, '2021-01-01', 'off', '元旦'), (2021, '2021-01-02', 'off', '元旦'), (2021, '2021-01-03', 'off', '元旦'),
  (2021, '2021-02-07', 'work', '春节'), (2021, '2021-02-11', 'off', '春节'), (2021, '2021-02-12', 'off', '春节'),
  (2021, '2021-02-13', 'off', '春节'), (2021, '2021-02-14', 'off', '春节'), (2021, '2021-02-15', 'off', '春节'),
  (2021, '2021-02-16', 'off', '春节'), (2021, '2021-02-17', 'off', '春节'), (2021, '2021-02-20', 'work', '春节'),
  (2021, '2021-04-03', 'off', '清明节'), (2021, '2021-04-04', 'off', '清明节'), (2021, '2021-04-05', 'off', '清明节'),
  (2021, '2021-04-25', 'work', '劳动节'), (2021, '2021-05-01', 'off', '劳动节'), (2021, '2021-05-02', 'off', '劳动节'),
  (2021, '2021-05-03', 'off', '劳动节'), (2021, '2021-05-04', 'off', '劳动节'), (2021, '2021-05-05', 'off', '劳动节'),
  (2021, '2021-05-08', 'work', '劳动节'), (2021, '2021-06-12', 'off', '端午节'), (2021, '2021-06-13', 'off', '端午节'),
  (2021, '2021-06-14', 'off', '端午节'), (2021, '2021-09-18', 'work', '中秋节'), (2021, '2021-09-19', 'off', '中秋节'),
  (2021, '2021-09-20', 'off', '中秋节'), (2021, '2021-09-21', 'off', '中秋节'), (2021, '2021-09-26', 'work', '国庆节'),
  (2021, '2021-10-01', 'off', '国庆节'), (2021, '2021-10-02', 'off', '国庆节'), (2021, '2021-10-03', 'off', '国庆节'),
  (2021, '2021-10-04', 'off', '国庆节'), (2021, '2021-10-05', 'off', '国庆节'), (2021, '2021-10-06', 'off', '国庆节'),
  (2021, '2021-10-07', 'off', '国庆节'), (2021, '2021-10-09', 'work', '国庆节'),
  (2022, '2022-01-01', 'off', '元旦'), (2022, '2022-01-02', 'off', '元旦'), (2022, '2022-01-03', 'off', '元旦'),
  (2022, '2022-01-29', 'work', '春节'), (2022, '2022-01-30', 'work', '春节'), (2022, '2022-01-31', 'off', '春节'),
  (2022, '2022-02-01', 'off', '春节'), (2022, '2022-02-02', 'off', '春节'), (2022, '2022-02-03', 'off', '春节'),
  (2022, '2022-02-04', 'off', '春节'), (2022, '2022-02-05', 'off', '春节'), (2022, '2022-02-06', 'off', '春节'),
  (2022, '2022-04-02', 'work', '清明节'), (2022, '2022-04-03', 'off', '清明节'), (2022, '2022-04-04', 'off', '清明节'),
  (2022, '2022-04-05', 'off', '清明节'), (2022, '2022-04-24', 'work', '劳动节'), (2022, '2022-04-30', 'off', '劳动节'),
  (2022, '2022-05-01', 'off', '劳动节'), (2022, '2022-05-02', 'off', '劳动节'), (2022, '2022-05-03', 'off', '劳动节'),
  (2022, '2022-05-04', 'off', '劳动节'), (2022, '2022-05-07', 'work', '劳动节'), (2022, '2022-06-03', 'off', '端午节'),
  (2022, '2022-06-04', 'off', '端午节'), (2022, '2022-06-05', 'off', '端午节'), (2022, '2022-09-10', 'off', '中秋节'),
  (2022, '2022-09-11', 'off', '中秋节'), (2022, '2022-09-12', 'off', '中秋节'), (2022, '2022-10-01', 'off', '国庆节'),
  (2022, '2022-10-02', 'off', '国庆节'), (2022, '2022-10-03', 'off', '国庆节'), (2022, '2022-10-04', 'off', '国庆节'),
  (2022, '2022-10-05', 'off', '国庆节'), (2022, '2022-10-06', 'off', '国庆节'), (2022, '2022-10-07', 'off', '国庆节'),
  (2022, '2022-10-08', 'work', '国庆节'), (2022, '2022-10-09', 'work', '国庆节'),
  (2023, '2022-12-31', 'off', '元旦'), (2023, '2023-01-01', 'off', '元旦'), (2023, '2023-01-02', 'off', '元旦'),
  (2023, '2023-01-21', 'off', '春节'), (2023, '2023-01-22', 'off', '春节'), (2023, '2023-01-23', 'off', '春节'),
  (2023, '2023-01-24', 'off', '春节'), (2023, '2023-01-25', 'off', '春节'), (2023, '2023-01-26', 'off', '春节'),
  (2023, '2023-01-27', 'off', '春节'), (2023, '2023-01-28', 'work', '春节'), (2023, '2023-01-29', 'work', '春节'),
  (2023, '2023-04-05', 'off', '清明节'), (2023, '2023-04-23', 'work', '劳动节'), (2023, '2023-04-29', 'off', '劳动节'),
  (2023, '2023-04-30', 'off', '劳动节'), (2023, '2023-05-01', 'off', '劳动节'), (2023, '2023-05-02', 'off', '劳动节'),
  (2023, '2023-05-03', 'off', '劳动节'), (2023, '2023-05-06', 'work', '劳动节'), (2023, '2023-06-22', 'off', '端午节'),
  (2023, '2023-06-23', 'off', '端午节'), (2023, '2023-06-24', 'off', '端午节'), (2023, '2023-06-25', 'work', '端午节'),
  (2023, '2023-09-29', 'off', '中秋节、国庆节'), (2023, '2023-09-30', 'off', '中秋节、国庆节'), (2023, '2023-10-01', 'off', '中秋节、国庆节'),
  (2023, '2023-10-02', 'off', '中秋节、国庆节'), (2023, '2023-10-03', 'off', '中秋节、国庆节'), (2023, '2023-10-04', 'off', '中秋节、国庆节'),
  (2023, '2023-10-05', 'off', '中秋节、国庆节'), (2023, '2023-10-06', 'off', '中秋节、国庆节'), (2023, '2023-10-07', 'work', '中秋节、国庆节'),
  (2023, '2023-10-08', 'work', '中秋节、国庆节'),
  (2024, '2024-01-01', 'off', '元旦'), (2024, '2024-02-04', 'work', '春节'), (2024, '2024-02-10', 'off', '春节'),
  (2024, '2024-02-11', 'off', '春节'), (2024, '2024-02-12', 'off', '春节'), (2024, '2024-02-13', 'off', '春节'),
  (2024, '2024-02-14', 'off', '春节'), (2024, '2024-02-15', 'off', '春节'), (2024, '2024-02-16', 'off', '春节'),
  (2024, '2024-02-17', 'off', '春节'), (2024, '2024-02-18', 'work', '春节'), (2024, '2024-04-04', 'off', '清明节'),
  (2024, '2024-04-05', 'off', '清明节'), (2024, '2024-04-06', 'off', '清明节'), (2024, '2024-04-07', 'work', '清明节'),
  (2024, '2024-04-28', 'work', '劳动节'), (2024, '2024-05-01', 'off', '劳动节'), (2024, '2024-05-02', 'off', '劳动节'),
  (2024, '2024-05-03', 'off', '劳动节'), (2024, '2024-05-04', 'off', '劳动节'), (2024, '2024-05-05', 'off', '劳动节'),
  (2024, '2024-05-11', 'work', '劳动节'), (2024, '2024-06-10', 'off', '端午节'), (2024, '2024-09-14', 'work', '中秋节'),
  (2024, '2024-09-15', 'off', '中秋节'), (2024, '2024-09-16', 'off', '中秋节'), (2024, '2024-09-17', 'off', '中秋节'),
  (2024, '2024-09-29', 'work', '国庆节'), (2024, '2024-10-01', 'off', '国庆节'), (2024, '2024-10-02', 'off', '国庆节'),
  (2024, '2024-10-03', 'off', '国庆节'), (2024, '2024-10-04', 'off', '国庆节'), (2024, '2024-10-05', 'off', '国庆节'),
  (2024, '2024-10-06', 'off', '国庆节'), (2024, '2024-10-07', 'off', '国庆节'), (2024, '2024-10-12', 'work', '国庆节'),
  (2025, '2025-01-01', 'off', '元旦'), (2025, '2025-01-26', 'work', '春节'), (2025, '2025-01-28', 'off', '春节'),
  (2025, '2025-01-29', 'off', '春节'), (2025, '2025-01-30', 'off', '春节'), (2025, '2025-01-31', 'off', '春节'),
  (2025, '2025-02-01', 'off', '春节'), (2025, '2025-02-02', 'off', '春节'), (2025, '2025-02-03', 'off', '春节'),
  (2025, '2025-02-04', 'off', '春节'), (2025, '2025-02-08', 'work', '春节'), (2025, '2025-04-04', 'off', '清明节'),
  (2025, '2025-04-05', 'off', '清明节'), (2025, '2025-04-06', 'off', '清明节'), (2025, '2025-04-27', 'work', '劳动节'),
  (2025, '2025-05-01', 'off', '劳动节'), (2025, '2025-05-02', 'off', '劳动节'), (2025, '2025-05-03', 'off', '劳动节'),
  (2025, '2025-05-04', 'off', '劳动节'), (2025, '2025-05-05', 'off', '劳动节'), (2025, '2025-05-31', 'off', '端午节'),
  (2025, '2025-06-01', 'off', '端午节'), (2025, '2025-06-02', 'off', '端午节'), (2025, '2025-09-28', 'work', '国庆节、中秋节'),
  (2025, '2025-10-01', 'off', '国庆节、中秋节'), (2025, '2025-10-02', 'off', '国庆节、中秋节'), (2025, '2025-10-03', 'off', '国庆节、中秋节'),
  (2025, '2025-10-04', 'off', '国庆节、中秋节'), (2025, '2025-10-05', 'off', '国庆节、中秋节'), (2025, '2025-10-06', 'off', '国庆节、中秋节'),
  (2025, '2025-10-07', 'off', '国庆节、中秋节'), (2025, '2025-10-08', 'off', '国庆节、中秋节'), (2025, '2025-10-11', 'work', '国庆节、中秋节'),
  (2026, '2026-01-01', 'off', '元旦'), (2026, '2026-01-02', 'off', '元旦'), (2026, '2026-01-03', 'off', '元旦'),
  (2026, '2026-01-04', 'work', '元旦'), (2026, '2026-02-14', 'work', '春节'), (2026, '2026-02-15', 'off', '春节'),
  (2026, '2026-02-16', 'off', '春节'), (2026, '2026-02-17', 'off', '春节'), (2026, '2026-02-18', 'off', '春节'),
  (2026, '2026-02-19', 'off', '春节'), (2026, '2026-02-20', 'off', '春节'), (2026, '2026-02-21', 'off', '春节'),
  (2026, '2026-02-22', 'off', '春节'), (2026, '2026-02-23', 'off', '春节'), (2026, '2026-02-28', 'work', '春节'),
  (2026, '2026-04-04', 'off', '清明节'), (2026, '2026-04-05', 'off', '清明节'), (2026, '2026-04-06', 'off', '清明节'),
  (2026, '2026-05-01', 'off', '劳动节'), (2026, '2026-05-02', 'off', '劳动节'), (2026, '2026-05-03', 'off', '劳动节'),
  (2026, '2026-05-04', 'off', '劳动节'), (2026, '2026-05-05', 'off', '劳动节'), (2026, '2026-05-09', 'work', '劳动节'),
  (2026, '2026-06-19', 'off', '端午节'), (2026, '2026-06-20', 'off', '端午节'), (2026, '2026-06-21', 'off', '端午节'),
  (2026, '2026-09-20', 'work', '国庆节'), (2026, '2026-09-25', 'off', '中秋节'), (2026, '2026-09-26', 'off', '中秋节'),
  (2026, '2026-09-27', 'off', '中秋节'), (2026, '2026-10-01', 'off', '国庆节'), (2026, '2026-10-02', 'off', '国庆节'),
  (2026, '2026-10-03', 'off', '国庆节'), (2026, '2026-10-04', 'off', '国庆节'), (2026, '2026-10-05', 'off', '国庆节'),
  (2026, '2026-10-06', 'off', '国庆节'), (2026, '2026-10-07', 'off', '国庆节'), (2026, '2026-10-10', 'work', '国庆节')
) as day (year, day, kind, name);
