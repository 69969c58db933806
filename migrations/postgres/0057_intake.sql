-- The import centre: several files at once, several tables a file, whatever their layout. Refused rows are sealed, since
-- they hold receivers; mappings that people made are remembered.

create schema layouts;

create table layouts.custom (
  id         uuid primary key,
  name       text not null,
  platform   text,
  shop_id    uuid references shops.shops,
  kind       text not null,
  grain      text not null check (grain in ('order', 'line', 'both', 'lines_only')),
  -- The header it was made on: recognition asks for the mapped ones among them.
  headers    text[] not null,
  -- Field → header.
  fields     jsonb not null,
  -- The file's word → canonical state.
  statuses   jsonb not null default '{}',
  traits     text[] not null default '{}',
  active     boolean not null default true,
  version    integer not null default 1,
  created_by text not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create unique index custom_name_once on layouts.custom (lower(name)) where active;

-- What was dropped together is tried together: heads, lines and payments of one order may stand in three tables.
create table intake.batches (
  id           uuid primary key,
  dry_run      boolean not null,
  -- The dry run this imports.
  tried_as     uuid references intake.batches,
  job_id       uuid,
  requested_by text not null,
  created_at   timestamptz not null default now()
);
create index batches_newest on intake.batches (created_at desc, id);

insert into intake.batches (id, dry_run, job_id, requested_by, created_at)
select id, dry_run, job_id, requested_by, created_at from intake.runs;

alter table intake.runs
  drop constraint runs_kind_check,
  drop constraint runs_status_check,
  alter column kind drop not null,
  add column batch_id uuid references intake.batches,
  -- Which table of the file, and what it is called inside (sheet, file in a ZIP).
  add column table_no integer not null default 0,
  add column table_name text not null default '',
  add column header text[] not null default '{}',
  -- What a person said about it: layout, kind, shop, order of day and month, when it was exported.
  add column said jsonb not null default '{}',
  -- What a person must say before it can be read.
  add column needs jsonb,
  add column layout_name jsonb,
  add column snapshot_at timestamptz,
  add column first_on date,
  add column last_on date,
  add column rows_total integer not null default 0,
  -- The file's own totals beside ours.
  add column own_totals jsonb not null default '[]',
  add column warnings jsonb not null default '[]',
  add column undone_at timestamptz,
  add column undone_by text,
  add column undone_records integer,
  add constraint runs_kind_known check (kind in ('orders', 'aftersales', 'listings', 'skus', 'opening_stock', 'offline_sales',
    'shop_traffic', 'item_traffic', 'ad_spend', 'reviews', 'prices', 'bills')),
  add constraint runs_status_known check (status in ('waiting', 'running', 'done', 'refused', 'needs_answer', 'needs_mapping',
    'parked', 'skipped', 'cancelled', 'undone'));

update intake.runs set batch_id = id;
alter table intake.runs alter column batch_id set not null;
create unique index runs_table_once on intake.runs (batch_id, file_key, table_no);
create index runs_same_file on intake.runs (file_sha256, created_at desc);

-- What was kept in the clear is gone: the file itself still has it.
alter table intake.refusals drop column cells;

create table intake.refused_rows (
  run_id uuid not null references intake.runs,
  row    integer not null,
  -- The cells as a JSON list in the order of the header, sealed (context `intake.refusal:<run>:<row>`).
  sealed text not null,
  primary key (run_id, row)
);
