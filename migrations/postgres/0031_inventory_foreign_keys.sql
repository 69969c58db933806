-- Apart from 0030, because a cluster distributes its tables first.

alter table inventory.moves
  add constraint moves_sku foreign key (sku_id) references catalog.skus,
  add constraint moves_from foreign key (from_location) references places.locations,
  add constraint moves_to foreign key (to_location) references places.locations,
  add constraint moves_owner foreign key (owner_id) references parties.owners;
alter table inventory.pools
  add constraint pools_sku foreign key (sku_id) references catalog.skus,
  add constraint pools_site foreign key (site_id) references places.sites;
