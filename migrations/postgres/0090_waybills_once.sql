-- INV-ORDERS-5: one waybill ships one system order. It was looked up before it was written, so two clerks at the same moment could give one
-- number to two orders; now the table itself refuses the second.
create unique index fulfil_orders_waybill_once on orders.fulfil_orders (waybill) where waybill <> '';
drop index orders.fulfil_orders_by_waybill;

-- Whose work a bulk action is: when its job is cancelled or fails for good, the action has ended, too.
alter table orders.bulk_runs add column job_id uuid;
