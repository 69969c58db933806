-- What staff may set while the program runs. A key without a row has its default, which the program knows;
-- values are text, read by the definition of their key (src/kernel/settings.ts).
create table kernel.settings (
  key        text primary key,
  value      text not null,
  version    integer not null default 1,
  updated_by text not null,
  updated_at timestamptz not null default now(),
  constraint settings_value_length check (length(value) <= 500)
);
