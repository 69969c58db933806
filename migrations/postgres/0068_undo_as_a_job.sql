-- An import is taken back by a job: it is being undone meanwhile, and says why when it could not be.
alter table intake.runs
  drop constraint runs_status_known,
  add constraint runs_status_known check (status in ('waiting', 'running', 'done', 'refused', 'needs_answer', 'needs_mapping',
    'parked', 'skipped', 'cancelled', 'undoing', 'undone')),
  add column undo_job_id uuid,
  add column undo_problem jsonb;
