-- Goods of others may lie in our warehouse: received, moved, counted and adjusted as theirs, never promised to an
-- order of ours (INV-7).

alter table parties.owners add column version integer not null default 1;
alter table parties.owners rename constraint owners_code_key to owners_code_once;

alter table inventory.counts add constraint counts_owner foreign key (owner_id) references parties.owners;
alter table inventory.adjustments add constraint adjustments_owner foreign key (owner_id) references parties.owners;
alter table inventory.transfer_lines add constraint transfer_lines_owner foreign key (owner_id) references parties.owners;

-- Only our own goods are held for picking.
alter table inventory.balances add constraint balances_held_are_ours
  check (hard = 0 or owner_id = '00000000-0000-7000-8000-000000000001');
