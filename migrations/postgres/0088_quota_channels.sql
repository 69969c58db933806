-- The channels that exclusive quotas name, for the choice of channels: few among many promises.
create index reservations_quota_channels on inventory.reservations (channel) where kind = 'QUOTA';
