-- What every part stands on. The schema itself and kernel.migrations are made by the migration runner.

-- The answer of a request that created something, kept so that a retry gets the same answer. Written in
-- the same transaction as the change; a key of its own table, as a cluster wants it.
create table kernel.idempotency_keys (
  actor_id   text not null,
  key        text not null,
  body_hash  text not null,
  response   text,                        -- null only inside the transaction that claims the key
  created_at timestamptz not null default now(),
  primary key (actor_id, key)
);
create index idempotency_keys_by_age on kernel.idempotency_keys (created_at);
