-- Rules: what the house decides by itself, and on what grounds. What a purpose knows and can do is declared in code; here
-- stand the rules people wrote, every version of them.
create schema rules;

create table rules.rules (
  id         uuid primary key,
  purpose    text not null constraint rules_purpose check (purpose ~ '^[a-z][a-z0-9_]*$'),
  name       text not null constraint rules_name check (btrim(name) <> ''),
  -- The version in force: always the newest. Going back writes a new one.                              INV-RUL-2
  version    integer not null default 1 constraint rules_version check (version >= 1),
  created_at timestamptz not null default clock_timestamp()
);
create unique index rules_name_once on rules.rules (purpose, lower(name));

-- Decisions name a rule and its version; both must say tomorrow what they said when the decision was made.     INV-RUL-1
create table rules.versions (
  rule_id       uuid not null references rules.rules,
  version       integer not null constraint versions_count check (version >= 1),
  name          text not null constraint versions_name check (btrim(name) <> ''),
  -- The smaller is asked first.
  priority      integer not null constraint versions_priority check (priority between 0 and 1000000000),
  stops         boolean not null,
  active        boolean not null,
  -- Business dates where the house stands, both inclusive.
  valid_from    date,
  valid_to      date,
  condition     jsonb not null,
  outcomes      jsonb not null constraint versions_outcomes check (jsonb_typeof(outcomes) = 'array'),
  note          text not null default '',
  restored_from integer constraint versions_restored check (restored_from < version),
  saved_by      text not null,
  saved_at      timestamptz not null default clock_timestamp(),
  primary key (rule_id, version),
  constraint versions_dates check (valid_to >= valid_from)
);

alter table rules.rules add constraint rules_version_is_there
  foreign key (id, version) references rules.versions deferrable initially deferred;

create function rules.refuse_rewrite() returns trigger language plpgsql as $$
begin
  raise exception 'a version of a rule is never changed; save a new one' using errcode = '42501';
end $$;

create trigger versions_append_only before update or delete on rules.versions
  for each row execute function rules.refuse_rewrite();
