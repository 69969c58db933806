-- What was written for some orders and SKUs. A function, because of its setting: a reading of the whole ledger looks
-- cheap while the ledger is small, and a connection keeps the plan it made then until statistics are gathered again,
-- which may be after the first flash sale of a new shop. Through the key it is a few pages, always.
create function inventory.entries_of(sku_ids uuid[], order_refs text[])
returns setof inventory.reservation_entries language plpgsql stable set enable_seqscan = off as $$
begin
  return query
    select * from inventory.reservation_entries
    where sku_id = any(sku_ids) and order_ref = any(order_refs)
    order by id;
end $$;
