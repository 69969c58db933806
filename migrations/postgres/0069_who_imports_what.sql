-- Who has only the reports of platforms to import (traffic, advertising, reviews, prices) imports nothing else, whatever
-- a file turns out to be.
alter table intake.batches add column reports_only boolean not null default false;
-- Keys made before could import everything, and still can.
update access.api_keys set scopes = array_append(scopes, 'intake.records')
where 'intake.write' = any (scopes) and not 'intake.records' = any (scopes);
