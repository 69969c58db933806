-- What an order was before a newer word replaced it, whole: so that an import can be taken back exactly. Never changed.
create table sales.replaced (
  order_id uuid not null references sales.orders,
  version  integer not null,
  head     jsonb not null,
  lines    jsonb not null,
  primary key (order_id, version)
);
