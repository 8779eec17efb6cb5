-- Several nodes. revision grows with every change of a run, its task runs or its attempts: a node that holds the run in memory sees that another one has changed it.
-- runs_on is the tag that a node must have to carry the attempt out; null for any node.
alter table runs add column revision integer not null default 0;
alter table attempts add column runs_on text;

-- turn is the last one that the node has committed: after a broken connection it asks here whether its commit went through.
create table nodes (
  id         text    not null primary key,
  name       text    not null,
  version    text    not null,
  tags       text    not null default '[]',
  slots      integer not null check (slots >= 1),
  busy       integer not null default 0 check (busy >= 0),
  started_at integer not null,
  seen_at    integer not null,
  draining   integer not null default 0 check (draining in (0, 1)),
  turn       integer not null default 0
);

-- Runs that wait for a start, as the end of every run of their workflow asks for them.
create index runs_pending on runs (project, workflow_id) where status = 'pending';

-- Open runs of a workflow or of one of its schedules: one index in place of two.
drop index runs_open;
drop index runs_open_schedule;
create index runs_open on runs (workflow_id, schedule_id) where status in ('pending', 'running', 'canceling');

-- One run of the schedule itself for an occurrence, and any number of backfills and retries of it: one index in place of two.
drop index runs_occurrence;
drop index runs_nominal;
create unique index runs_occurrence on runs (schedule_id, nominal_at, (case when trigger = 'schedule' then '' else id end)) where nominal_at is not null;
