-- Clocks: what has to be done by when, who says so, what it costs when it is not, and what became of it.
create schema clocks;

-- What being late costs, by platform and date. Rules of platforms change and few could be read at their source: each row names
-- where it is from, and is marked until somebody has confirmed it.
create table clocks.penalties (
  id           uuid primary key,
  -- '' is every platform that has no row of its own.
  platform     text not null default '',
  kind         text not null,
  -- A share of the goods in millionths, or a fixed amount; neither: it is not known how much.
  share_ppm    bigint constraint penalties_share check (share_ppm between 0 and 1000000),
  fixed_minor  bigint constraint penalties_fixed check (fixed_minor >= 0),
  least_minor  bigint not null default 0 constraint penalties_least check (least_minor >= 0),
  most_minor   bigint constraint penalties_most check (most_minor >= least_minor),
  valid_from   date not null,
  valid_to     date,
  source       text not null constraint penalties_source check (btrim(source) <> ''),
  verified     boolean not null default false,
  note         text not null default '',
  version      integer not null default 1,
  constraint penalties_one_value check (share_ppm is null or fixed_minor is null),
  constraint penalties_dates check (valid_to >= valid_from),
  -- INV-CLK-4: one answer per platform, kind and day.
  constraint penalties_do_not_overlap exclude using gist (
    platform with =, kind with =, daterange(valid_from, valid_to, '[]') with &&)
);

create table clocks.clocks (
  id           uuid primary key,
  subject_type text not null,
  subject_id   uuid not null,
  kind         text not null constraint clocks_kind check (kind ~ '^[a-z][a-z0-9_]*$'),
  state        text not null default 'running' constraint clocks_state check (state in ('running', 'met', 'breached', 'cancelled')),
  started_at   timestamptz not null,
  -- The earliest of the dues in force, pauses counted in; null while nobody asks for anything or all that ask are paused.
  due_at       timestamptz,
  due_source   text not null default '',
  due_origin   text not null default '',
  -- Two readings of the same platform differ: the earlier holds, and a person should look.
  is_disputed  boolean not null default false,
  platform     text not null default '',
  goods_minor  bigint not null default 0,
  -- What being late costs by the rules of the day; null: not known.
  risk_minor   bigint,
  penalty_id   uuid references clocks.penalties,
  forecast_at  timestamptz,
  at_risk_since timestamptz,
  ended_at     timestamptz,
  constraint clocks_once unique (subject_id, kind),
  -- A breached clock runs on until what it asks for is done.
  constraint clocks_ended check (case state when 'running' then ended_at is null when 'breached' then true else ended_at is not null end)
);
create index clocks_running on clocks.clocks (due_at, id) where ended_at is null;
create index clocks_at_risk on clocks.clocks (subject_id) where ended_at is null and at_risk_since is not null;

-- What each source said, only added to: a due that is no longer in force says when it was replaced.             INV-CLK-1
create table clocks.dues (
  id          bigint generated always as identity primary key,
  clock_id    uuid not null references clocks.clocks,
  source      text not null constraint dues_source check (source in ('platform', 'law', 'contract', 'internal')),
  -- Through what it came (a file, an API, a rule of ours), and about which platform order.
  origin      text not null,
  about       text not null default '',
  due_at      timestamptz not null,
  -- Counts working time of that calendar; null counts every hour.
  calendar_id uuid references calendars.calendars,
  said_at     timestamptz not null default clock_timestamp(),
  replaced_at timestamptz
);
create unique index dues_one_in_force on clocks.dues (clock_id, source, origin, about) where replaced_at is null;
create index dues_of_clock on clocks.dues (clock_id, id);

-- INV-CLK-2: what a platform counts nobody stops.
create table clocks.pauses (
  id         bigint generated always as identity primary key,
  clock_id   uuid not null references clocks.clocks,
  source     text not null constraint pauses_never_of_platforms check (source in ('law', 'contract', 'internal')),
  reason     text not null,
  note       text not null default '',
  from_at    timestamptz not null default clock_timestamp(),
  to_at      timestamptz,
  paused_by  text not null,
  resumed_by text,
  constraint pauses_end_later check (to_at >= from_at)
);
create unique index pauses_one_open on clocks.pauses (clock_id, source) where to_at is null;

-- Defaults of the trade for shipping late (platforms' pages could not be read: 请法务确认). Where only "a share" is known, no amount stands.
insert into clocks.penalties (id, platform, kind, share_ppm, fixed_minor, least_minor, most_minor, valid_from, source, note) values
  ('00000000-0000-7000-8000-000000009201', 'taobao', 'ship', 50000, null, 0, null, '2024-01-01', '行业经验,请法务确认', '按商品金额的一部分以红包赔买家;曾为 30% 封顶 500 元,后降到 5%–10%'),
  ('00000000-0000-7000-8000-000000009202', 'tmall', 'ship', 50000, null, 0, null, '2024-01-01', '行业经验,请法务确认', '按商品金额的一部分以红包赔买家;曾为 30% 封顶 500 元,后降到 5%–10%'),
  ('00000000-0000-7000-8000-000000009203', 'jd', 'ship', null, null, 0, null, '2024-01-01', '行业经验,请法务确认', '按商品金额的比例赔券或京豆,比例未确认'),
  ('00000000-0000-7000-8000-000000009204', 'pdd', 'ship', null, 300, 0, null, '2024-01-01', '行业经验,请法务确认', '超时约 3 元/单券;缺货约 5%–10 元;虚假发货 5–40 元'),
  ('00000000-0000-7000-8000-000000009205', 'douyin', 'ship', 50000, null, 100, 10000, '2024-01-01', '行业经验,请法务确认', '约实付 5%,最低 1–3 元,最高 30–100 元'),
  ('00000000-0000-7000-8000-000000009206', 'kuaishou', 'ship', null, null, 0, null, '2024-01-01', '行业经验,请法务确认', '按实付的一部分,比例未确认'),
  ('00000000-0000-7000-8000-000000009207', 'wechat_shop', 'ship', null, null, 0, null, '2024-01-01', '行业经验,请法务确认', '赔付券,金额未确认'),
  ('00000000-0000-7000-8000-000000009208', 'xiaohongshu', 'ship', null, null, 0, null, '2024-01-01', '行业经验,请法务确认', '按实付的一部分,比例未确认');

-- How fast work passes each stage of the desk and the warehouse, measured from the timeline. Milliseconds of working time.
create table orders.stage_paces (
  stage       text primary key,
  steps       integer not null,
  least_ms    bigint not null,
  median_ms   bigint not null,
  p90_ms      bigint not null,
  -- Between two that leave while others wait: what its capacity is.
  gap_ms      bigint not null,
  measured_at timestamptz not null
);
create index timeline_by_time on orders.timeline using brin (at);
