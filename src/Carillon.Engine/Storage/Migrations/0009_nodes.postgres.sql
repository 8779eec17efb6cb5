-- Several nodes. revision grows with every change of a run, its task runs or its attempts: a node that holds the run in memory sees that another one has changed it.
-- runs_on is the tag that a node must have to carry the attempt out; null for any node.
alter table runs add column revision bigint not null default 0;
alter table attempts add column runs_on text collate "C";

-- turn is the last one that the node has committed: after a broken connection it asks here whether its commit went through.
create table nodes (
  id         text   collate "C" not null primary key,
  name       text   collate "C" not null,
  version    text   collate "C" not null,
  tags       text   collate "C" not null default '[]',
  slots      bigint not null check (slots >= 1),
  busy       bigint not null default 0 check (busy >= 0),
  started_at bigint not null,
  seen_at    bigint not null,
  draining   bigint not null default 0 check (draining in (0, 1)),
  turn       bigint not null default 0
);

-- Runs that wait for a start, as the end of every run of their workflow asks for them.
create index runs_pending on runs (project, workflow_id) where status = 'pending';

-- The turns of the nodes' writers: a node that draws the number after its own last one knows that nobody has written in between. Sequences keep no old versions.
create sequence turns;

-- Blocks of 10,000 ids of attempts that a node gives out by itself.
create sequence attempt_blocks;

-- Open runs of a workflow or of one of its schedules: one index in place of two.
drop index runs_open;
drop index runs_open_schedule;
create index runs_open on runs (workflow_id, schedule_id) where status in ('pending', 'running', 'canceling');

-- A task's row is written when it is queued and when it ends: room for the second beside the first.
alter table task_runs set (fillfactor = 60);
