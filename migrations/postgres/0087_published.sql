-- What a shop was told to show, kept with what it was computed from, so that it can be asked at any time whether more was
-- published than might be offered (I6), or more bundles than their parts allowed together (I8). Written in the statement that
-- makes the figure; never changed.                                                          INV-CONN-7
create table connectors.published (
  shop_id       uuid not null references connectors.links,
  platform_item text not null,
  platform_sku  text not null,
  version       bigint not null,
  qty           bigint not null,
  sku_id        uuid not null references catalog.skus,
  sku_qty       bigint not null check (sku_qty > 0),
  site_id       uuid not null references places.sites,
  channel       text not null,
  -- Of the SKU, in its base unit: what this channel might be offered at that moment.
  ats           bigint not null,
  -- The steps of the waterfall, or the parts of a bundle, as they were: [{key, value}] or [{skuId, perBundle, free, offered}].
  basis         jsonb not null,
  computed_at   timestamptz not null default clock_timestamp(),
  primary key (shop_id, platform_item, platform_sku, version)
);

create function connectors.published_stands() returns trigger language plpgsql as $$
begin
  raise exception 'what was published is append-only; publish a new figure instead' using errcode = '42501';
end $$;
create trigger published_append_only before update or delete on connectors.published
  for each row execute function connectors.published_stands();
