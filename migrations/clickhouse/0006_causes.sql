-- What made the sums of a day old: an import, an undo, a poll. Told with the restatement of a closed day.
alter table stale_days add column if not exists cause String default '';
