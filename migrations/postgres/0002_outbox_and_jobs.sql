-- What happens after a commit: facts for subscribers, and work for later.

create schema outbox;

-- A fact written in the transaction that made it true. Never changed; removed once every handler has it.
create table outbox.events (
  id          bigint generated always as identity primary key,
  xid         xid8 not null default pg_current_xact_id(),
  type        text not null,
  key         text not null,
  payload     jsonb not null,
  occurred_at timestamptz not null default now()
);
create index events_by_transaction on outbox.events (xid, id);

-- Write facts and wake the readers at commit; callable from inside larger statements.
create function outbox.publish(types text[], keys text[], payloads jsonb[]) returns void language sql as $$
  insert into outbox.events (type, key, payload) select * from unnest(types, keys, payloads);
  select pg_notify('millrace_outbox', '');
$$;

-- Where a handler stands. It works through windows [from_xid, until_xid) of finished transactions, in
-- order of id inside a window; see kernel/outbox.ts for why this keeps commit order per key.
create table outbox.cursors (
  handler    text primary key,
  from_xid   xid8 not null default '0',
  until_xid  xid8,
  last_id    bigint not null default 0,
  failures   integer not null default 0,
  last_error text,
  retry_at   timestamptz,
  delivered  bigint not null default 0,
  updated_at timestamptz not null default now()
);

create schema jobs;

-- Our own record of every piece of background work: the queue itself forgets what it has finished.
create table jobs.runs (
  id           uuid primary key,
  name         text not null,
  payload      jsonb not null,
  status       text not null check (status in ('waiting', 'running', 'retrying', 'done', 'failed', 'cancelled')),
  attempts     integer not null default 0,
  max_attempts integer not null check (max_attempts between 1 and 25),
  progress     jsonb,
  result       jsonb,
  error        text,
  cancel_asked boolean not null default false,
  requested_by text not null,
  created_at   timestamptz not null default now(),
  started_at   timestamptz,
  finished_at  timestamptz
);
create index runs_by_status on jobs.runs (status, created_at desc);
create index runs_newest on jobs.runs (created_at desc, id);
