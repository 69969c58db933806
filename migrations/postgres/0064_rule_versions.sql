-- Rules are edited by two people in two tabs, too: who saves second on what they no longer see is refused.
alter table inventory.safety_rules add column version integer not null default 1;
alter table inventory.channel_shares add column version integer not null default 1;
alter table inventory.count_rules add column version integer not null default 1;
