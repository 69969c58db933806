-- Who changed what. Entries are written in the transaction of the change; a sealer chains them by hashes
-- afterwards, in order of commit, so that no business transaction waits for the chain.

create schema audit;

create table audit.entries (
  id           bigint generated always as identity primary key,
  xid          xid8 not null default pg_current_xact_id(),
  actor_kind   text not null check (actor_kind in ('user', 'key', 'system', 'anonymous')),
  actor_id     text not null,
  actor_name   text not null,
  action       text not null,
  subject_type text not null,
  subject_id   text not null,
  before       jsonb,
  after        jsonb,
  reason       text,
  recorded_at  timestamptz not null default clock_timestamp()
);
create index entries_by_subject on audit.entries (subject_type, subject_id, id desc);
create index entries_by_actor on audit.entries (actor_id, id desc);

create table audit.seals (
  position bigint primary key,
  entry_id bigint not null unique,
  hash     text not null
);

create function audit.refuse_rewrite() returns trigger language plpgsql as $$
begin
  raise exception 'the audit log is append-only' using errcode = '42501';
end $$;

create trigger entries_append_only before update or delete on audit.entries
  for each row execute function audit.refuse_rewrite();
create trigger entries_not_truncated before truncate on audit.entries
  for each statement execute function audit.refuse_rewrite();
create trigger seals_append_only before update or delete on audit.seals
  for each row execute function audit.refuse_rewrite();
create trigger seals_not_truncated before truncate on audit.seals
  for each statement execute function audit.refuse_rewrite();
