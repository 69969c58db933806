-- Whose a shop is, which group of channels it belongs to, and what its platform charges: rules with dates and a source, taken as
-- unverified until somebody has compared them with the contract.

create extension if not exists btree_gist;

alter table shops.shops
  add column owner_id uuid references access.users,
  add column channel text not null default '';

create table shops.fee_rules (
  id           uuid primary key,
  shop_id      uuid not null references shops.shops,
  kind         text not null check (kind in ('commission', 'technical_fee', 'software_fee', 'payment_fee', 'affiliate_commission',
    'instalment_fee', 'freight_insurance', 'platform_use_fee', 'annual_fee', 'subscription', 'deposit', 'other')),
  -- Goods it is charged on; '' for all that no other rule of the kind names.
  category     text not null default '',
  base         text not null check (base in ('paid', 'confirmed', 'settled', 'instalment', 'commission', 'order', 'shop')),
  -- A share of the base, or an amount per order, month, year, or once.
  rate_ppm     bigint check (rate_ppm between 0 and 1000000),
  amount_minor bigint check (amount_minor >= 0),
  per          text check (per in ('order', 'month', 'year', 'once')),
  valid_from   date not null,
  valid_to     date,                       -- last day; null: until further notice
  source       text not null,
  verified     boolean not null default false,
  note         text not null default '',
  version      integer not null default 1,
  created_at   timestamptz not null default now(),
  constraint fee_rules_one_value check (num_nonnulls(rate_ppm, amount_minor) = 1 and (amount_minor is null) = (per is null)),
  constraint fee_rules_dates check (valid_to >= valid_from),
  -- On any day a fee has one answer.                                              INV-SHOPS-1
  constraint fee_rules_no_overlap exclude using gist (shop_id with =, kind with =, category with =,
    daterange(valid_from, valid_to, '[]') with &&)
);
create index fee_rules_by_shop on shops.fee_rules (shop_id, kind, valid_from);
