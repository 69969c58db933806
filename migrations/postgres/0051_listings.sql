-- What shops offer, and which of our goods each offer is. An order line buys a listing; what is shipped hangs on the
-- listing's mapping, so that a mapping made or mended today also explains the orders of yesterday.

create schema listings;

create table listings.listings (
  id             uuid primary key,
  shop_id        uuid not null references shops.shops,
  -- Who it is within its shop: platform_sku; else platform_item and spec; else merchant code; else title and spec.
  key            text not null check (key <> ''),
  -- `item:<platform_item>|<spec>`, by which it is found where a file knows no platform_sku. Not unique.
  item_key       text not null default '',
  platform_item  text not null default '',
  platform_sku   text not null default '',
  -- 商家编码 of the spec, and of the whole item.
  merchant_code  text not null default '',
  product_code   text not null default '',
  barcode        text not null default '',
  title          text not null default '',
  spec           text not null default '',
  price_minor    bigint check (price_minor >= 0),
  stock_qty      bigint,
  category       text not null default '',
  state          text not null default 'unknown' check (state in ('on_sale', 'off_sale', 'unknown')),
  url            text not null default '',
  image_url      text not null default '',
  weight_grams   integer check (weight_grams between 0 and 10000000),
  -- A file of the shop's goods knows more than an order line does; the poorer never replaces the richer.
  told_by        text not null check (told_by in ('order', 'file')),
  in_orders      boolean not null default false,
  -- Taken back by undoing an import: shown nowhere, comes back when a file or an order brings it again.
  withdrawn      boolean not null default false,
  source         text not null,
  -- When the platform made the file this was last told by.
  snapshot_at    timestamptz,
  first_seen_at  timestamptz not null default now(),
  last_seen_at   timestamptz not null default now()
);
create unique index listings_key_once on listings.listings (shop_id, key);  -- INV-LISTING-3
create index listings_by_item on listings.listings (shop_id, item_key) where item_key <> '';
create index listings_in_order on listings.listings (shop_id, id) where not withdrawn;
create index listings_by_title on listings.listings using gin (title gin_trgm_ops);

-- What a listing is, and since when. A listing nobody has decided about has no row and is unmapped.
create table listings.mappings (
  listing_id  uuid not null references listings.listings,
  version     integer not null check (version > 0),
  state       text not null check (state in ('mapped', 'ignored', 'unmapped')),
  sku_id      uuid references catalog.skus,
  -- How many of the SKU one of the listing is: 3 for 3 件装.
  sku_qty     bigint not null default 1,
  -- Why: the person's words, or what the suggestion said.
  reason      text not null default '',
  -- Empty when a person decided; else the rule that was certain: code, barcode, own_data, undo.
  rule        text not null default '' check (rule in ('', 'code', 'barcode', 'own_data', 'undo')),
  -- Decisions made together can be taken back together.
  batch_id    uuid,
  source      text not null default '',
  actor_id    text not null,
  actor_name  text not null,
  valid_from  timestamptz not null default clock_timestamp(),
  valid_to    timestamptz check (valid_to >= valid_from),
  primary key (listing_id, version),
  constraint mappings_multiplier_positive check (sku_qty > 0),                           -- INV-LISTING-2
  constraint mappings_sku_when_mapped check ((state = 'mapped') = (sku_id is not null)),
  constraint mappings_ignored_for_a_reason check (state <> 'ignored' or reason <> '')
);
create unique index mappings_one_current on listings.mappings (listing_id) where valid_to is null;  -- INV-LISTING-1
create index mappings_by_sku on listings.mappings (sku_id) where valid_to is null;
create index mappings_by_batch on listings.mappings (batch_id) where batch_id is not null;
create index mappings_by_source on listings.mappings (source) where source <> '';

-- INV-LISTING-4: a row says once and for all what was decided; the only thing that may still happen to it is its end.
create function listings.refuse_rewrite() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and old.valid_to is null and new.valid_to is not null
     and to_jsonb(new) - 'valid_to' = to_jsonb(old) - 'valid_to' then
    return new;
  end if;
  raise exception 'the history of a mapping is append-only; write a new version' using errcode = '42501';
end $$;
create trigger mappings_append_only before update or delete on listings.mappings
  for each row execute function listings.refuse_rewrite();
create trigger mappings_not_truncated before truncate on listings.mappings
  for each statement execute function listings.refuse_rewrite();

-- The price of a listing from a day on, one row when it changed.
create table listings.prices (
  listing_id  uuid not null references listings.listings,
  day         date not null,
  source      text not null,
  price_minor bigint not null check (price_minor >= 0),
  recorded_at timestamptz not null default clock_timestamp(),
  primary key (listing_id, day, source)
);
create index prices_by_source on listings.prices (source);

-- What a file changed, so that the import can be undone: the row as it was, null when the file made it.
create table listings.touches (
  listing_id  uuid not null references listings.listings,
  source      text not null,
  seq         bigint generated always as identity,
  before      jsonb,
  recorded_at timestamptz not null default clock_timestamp(),
  primary key (listing_id, source)
);
create index touches_by_source on listings.touches (source);
