-- What the house's rules said last about an order, by purpose: shown on its card beside what followed. The decisions themselves
-- (holds, timeline) keep the reasons they were made for.
create table orders.rule_hits (
  order_id uuid not null references orders.fulfil_orders,
  purpose  text not null constraint rule_hits_purpose check (purpose ~ '^[a-z][a-z0-9_]*$'),
  at       timestamptz not null default now(),
  reasons  jsonb not null constraint rule_hits_reasons check (jsonb_typeof(reasons) = 'array'),
  primary key (order_id, purpose)
);

-- Rules are tried on the newest orders, and lists ask for tags.
create index fulfil_orders_newest on orders.fulfil_orders (created_at desc, id desc);
create index fulfil_orders_tagged on orders.fulfil_orders using gin (tags) where cardinality(tags) > 0;
