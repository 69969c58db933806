-- People, their sessions, keys of programs, and what each person keeps for their screens.

create schema access;

create table access.users (
  id            uuid primary key,
  username      text not null,
  display_name  text not null,
  role          text not null,
  password_hash text not null,
  must_change   boolean not null default false,
  disabled_at   timestamptz,
  locale        text not null default 'zh' check (locale in ('zh', 'en')),
  version       integer not null default 1,
  created_at    timestamptz not null default now()
);
create unique index users_username_once on access.users (lower(username));

-- The token itself is known to the browser only; here is its SHA-256.
create table access.sessions (
  token_hash   bytea primary key,
  user_id      uuid not null references access.users,
  created_at   timestamptz not null default now(),
  last_seen_at timestamptz not null default now(),
  expires_at   timestamptz not null,
  user_agent   text
);
create index sessions_by_user on access.sessions (user_id);

create table access.api_keys (
  id           uuid primary key,
  name         text not null,
  prefix       text not null,
  token_hash   bytea not null unique,
  scopes       text[] not null,
  created_by   uuid not null references access.users,
  created_at   timestamptz not null default now(),
  expires_at   timestamptz,
  revoked_at   timestamptz,
  last_used_at timestamptz
);

-- Failed sign-ins, counted per account and per address over a sliding window.
create table access.failed_sign_ins (
  id         bigint generated always as identity primary key,
  subject    text not null,
  failed_at  timestamptz not null default now()
);
create index failed_sign_ins_recent on access.failed_sign_ins (subject, failed_at);

create table access.saved_views (
  id         uuid primary key,
  user_id    uuid not null references access.users,
  screen     text not null,
  name       text not null,
  state      jsonb not null,
  shared     boolean not null default false,
  created_at timestamptz not null default now(),
  constraint saved_views_name_once unique (user_id, screen, name)
);
