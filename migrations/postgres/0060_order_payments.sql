-- A platform may tell an order's payments in a file of their own (Olist): a third half beside heads and lines.
alter table sales.orders add column payments_hash text;
alter table sales.order_versions drop constraint order_versions_half_check;
alter table sales.order_versions
  add constraint order_versions_half_check check (half in ('both', 'head', 'lines', 'payments'));
