-- Handing over: what a carrier's driver takes of a site at one cut-off. Every parcel is scanned or left out with a reason; nothing is
-- handed over by being written on a list.
create sequence carriers.manifest_no;

create table carriers.manifests (
  id         uuid primary key,
  no         text not null constraint manifests_no_once unique,
  carrier_id uuid not null references carriers.carriers,
  site_id    uuid not null references places.sites,
  cut_off_at timestamptz not null,
  status     text not null default 'OPEN' constraint manifests_status check (status in ('OPEN', 'SIGNED')),
  driver     text not null default '',
  opened_by  text not null,
  opened_at  timestamptz not null default clock_timestamp(),
  signed_by  text,
  signed_at  timestamptz,
  constraint manifests_signed_by_a_driver check (status = 'OPEN' or (btrim(driver) <> '' and signed_at is not null))
);
-- One driver at a time of a carrier and site.
create unique index manifests_one_open on carriers.manifests (carrier_id, site_id) where status = 'OPEN';
create index manifests_newest on carriers.manifests (opened_at desc, id desc);

create table carriers.manifest_parcels (
  manifest_id uuid not null references carriers.manifests,
  parcel_id   uuid not null references carriers.parcels,
  scanned_at  timestamptz,
  scanned_by  text,
  -- Not there when the driver signed, and why.
  left_out    text,
  primary key (manifest_id, parcel_id),
  constraint manifest_parcels_one_or_the_other check (scanned_at is null or left_out is null)
);
-- INV-CAR-5: a parcel goes with one driver. One left out may stand on the next manifest.
create unique index manifest_parcels_once on carriers.manifest_parcels (parcel_id) where left_out is null;

alter table carriers.cases drop constraint cases_kind,
  add constraint cases_kind check (kind in ('not_picked_up', 'stalled', 'not_delivered', 'trouble', 'rejected', 'damaged', 'lost',
    'signed_not_received', 'not_handed_over'));
