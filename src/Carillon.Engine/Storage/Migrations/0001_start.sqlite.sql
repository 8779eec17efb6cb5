-- Instants are whole microseconds since 1970-01-01T00:00:00Z. JSON is text.
create table workflows (
  project      text    not null,
  id           text    not null,
  name         text    not null,
  path         text    not null,
  version      text    not null,
  archived_at  integer,
  updated_at   integer not null,
  primary key (project, id)
);

create table workflow_versions (
  project      text    not null,
  workflow_id  text    not null,
  version      text    not null,
  path         text    not null,
  yaml         text    not null,
  created_at   integer not null,
  primary key (project, workflow_id, version)
);

-- enabled is the definition's switch, active what holds with the override. A schedule is looked at again at wake_at: when it is due, or when its pause or override ends.
-- waits_for is the schedule for whose run its next occurrence waits; a run of that one that ends sets wake_at.
create table schedules (
  id                text    not null primary key,
  project           text    not null,
  workflow_id       text    not null,
  key               text    not null,
  kind              text    not null check (kind in ('declared', 'managed')),
  content           text    not null,
  calendar_version  text,
  revision          integer not null default 1,
  enabled           integer not null check (enabled in (0, 1)),
  active            integer not null check (active in (0, 1)),
  override          text,
  override_by       text,
  override_reason   text,
  override_at       integer,
  override_until    integer,
  paused_by         text,
  pause_reason      text,
  paused_at         integer,
  paused_until      integer,
  auto_paused_at    integer,
  auto_pause_reason text,
  archived_at       integer,
  archived_by       text,
  cursor_at         integer not null,
  next_nominal_at   integer,
  next_due_at       integer,
  wake_at           integer,
  waits_for         text,
  run_count         integer not null default 0,
  last_status       text,
  failures_in_row   integer not null default 0,
  owner             text,
  tags              text    not null default '[]',
  search            text    not null default '',
  created_at        integer not null,
  created_by        text,
  updated_at        integer not null,
  idempotency_key   text,
  check ((paused_by is null) = (paused_at is null)),
  check (paused_until is null or paused_at is not null),
  check ((auto_paused_at is null) = (auto_pause_reason is null)),
  check ((override is null) = (override_by is null) and (override is null) = (override_at is null)),
  check (override_until is null or override is not null),
  check (override is null or kind = 'declared'),
  check (archived_by is null or archived_at is not null)
);
create unique index schedules_key on schedules (project, workflow_id, kind, key) where kind = 'declared' or archived_at is null;
create index schedules_wake on schedules (wake_at) where wake_at is not null;
create index schedules_waits on schedules (waits_for) where waits_for is not null;
create index schedules_workflow on schedules (project, workflow_id, id);
create index schedules_list on schedules (project, id);
create index schedules_counts on schedules (tags, owner, project, archived_at, active, paused_by, auto_paused_at, workflow_id, kind);
create unique index schedules_request on schedules (project, idempotency_key) where idempotency_key is not null;
create index schedules_next on schedules (project, next_nominal_at) where next_nominal_at is not null;

-- What people and policies changed. Only ever appended to.
create table audit (
  id         integer primary key autoincrement,
  at         integer not null,
  project    text    not null,
  actor      text    not null,
  action     text    not null,
  subject    text    not null check (subject in ('schedule', 'workflow', 'run', 'strategy', 'backfill', 'budget', 'project')),
  subject_id text    not null,
  reason     text,
  detail     text
);
create index audit_subject on audit (subject, subject_id, id);
create trigger audit_no_update before update on audit begin select raise(abort, 'the audit trail is only appended to'); end;
create trigger audit_no_delete before delete on audit begin select raise(abort, 'the audit trail is only appended to'); end;

create table ledger (
  schedule_id     text    not null references schedules (id),
  nominal_at      integer not null,
  last_nominal_at integer not null,
  count           integer not null check (count >= 1),
  outcome         text    not null check (outcome in ('ran', 'skipped', 'missed', 'coalesced')),
  reason          text    not null,
  run_id          text,
  settled_at      integer not null,
  primary key (schedule_id, nominal_at),
  check (last_nominal_at >= nominal_at),
  check ((outcome = 'ran') = (run_id is not null)),
  check (outcome <> 'ran' or count = 1)
) without rowid;
create index ledger_not_ran on ledger (schedule_id, nominal_at, outcome, reason, count) where outcome <> 'ran';

create table runs (
  id              text    not null primary key,
  project         text    not null,
  workflow_id     text    not null,
  version         text    not null,
  schedule_id     text    references schedules (id),
  nominal_at      integer,
  due_at          integer,
  window_start    integer,
  window_end      integer,
  window_zone     text,
  run_number      integer,
  trigger         text    not null check (trigger in ('schedule', 'manual', 'backfill', 'api', 'test', 'retry')),
  status          text    not null check (status in ('pending', 'running', 'canceling', 'completed', 'failed', 'canceled')),
  input           text    not null,
  identity        text    not null,
  idempotency_key text    unique,
  waits           integer not null default 0 check (waits in (0, 1)),
  priority        integer not null default 0,
  created_at      integer not null,
  created_by      text,
  started_at      integer,
  completed_at    integer,
  canceled_by     text,
  cancel_reason   text,
  timed_out       integer not null default 0 check (timed_out in (0, 1)),
  error           text,
  parent_run_id   text,
  parent_task     text,
  retry_of        text,
  wake_at         integer,
  stale_at        integer,
  tasks_total     integer not null default 0,
  tasks_succeeded integer not null default 0,
  tasks_failed    integer not null default 0,
  cost_micros     integer not null default 0 check (cost_micros >= 0),
  rows            integer not null default 0 check (rows >= 0),
  declared_micros integer not null default 0 check (declared_micros between 0 and cost_micros),
  estimate_micros integer not null default 0 check (estimate_micros >= 0),
  cost_schedule_month integer,
  cost_owner      text,
  cost_month      integer not null default 0,
  cost_settled    integer not null default 0 check (cost_settled in (0, 1)),
  folded          integer not null default 0 check (folded in (0, 1)),
  check (folded = 0 or completed_at is not null),
  check (cost_settled = 0 or completed_at is not null),
  check ((window_start is null) = (window_end is null) and (window_start is null) = (window_zone is null)),
  check (trigger <> 'schedule' or (schedule_id is not null and nominal_at is not null)),
  check ((status in ('completed', 'failed', 'canceled')) = (completed_at is not null))
);
create unique index runs_occurrence on runs (schedule_id, nominal_at) where trigger = 'schedule';
create index runs_open on runs (project, workflow_id) where status in ('pending', 'running', 'canceling');
create index runs_open_schedule on runs (schedule_id) where status in ('pending', 'running', 'canceling');
create index runs_status on runs (project, status, id);
create index runs_workflow on runs (project, workflow_id, id);
create index runs_schedule on runs (schedule_id, id);
create index runs_nominal on runs (schedule_id, nominal_at) where nominal_at is not null;
create index runs_parent on runs (parent_run_id) where parent_run_id is not null;
create index runs_unfolded on runs (project, workflow_id, completed_at) where folded = 0 and completed_at is not null;
create index runs_folded on runs (completed_at) where folded = 1;
create index runs_wake on runs (wake_at) where wake_at is not null;

create table task_runs (
  run_id       text    not null references runs (id) on delete cascade,
  task_id      text    not null,
  item         integer not null default -1,
  status       text    not null check (status in ('pending', 'ready', 'running', 'retry_wait', 'poke_wait', 'succeeded', 'failed', 'skipped', 'upstream_failed', 'canceled')),
  attempts     integer not null default 0,
  pokes        integer not null default 0,
  ready_at     integer,
  started_at   integer,
  completed_at integer,
  wake_at      integer,
  output       text,
  error        text,
  reason       text,
  item_value   text,
  item_count   integer,
  primary key (run_id, task_id, item)
) without rowid;

-- The queue: live attempts only. A claim sets node, lease and a new fence in one statement.
create table attempts (
  id          integer primary key autoincrement,
  run_id      text    not null references runs (id) on delete cascade,
  task_id     text    not null,
  item        integer not null,
  number      integer not null check (number >= 1),
  status      text    not null check (status in ('ready', 'running')),
  pool        text,
  priority    integer not null default 0,
  ready_at    integer not null,
  node        text,
  fence       integer not null default 0,
  claims      integer not null default 0,
  lease_until integer,
  claimed_at  integer,
  canceling   integer not null default 0 check (canceling in (0, 1)),
  unique (run_id, task_id, item),
  check ((status = 'running') = (lease_until is not null and node is not null))
);
create index attempts_ready on attempts (priority desc, id) where status = 'ready';
create index attempts_running on attempts (lease_until) where status = 'running';

create table attempt_history (
  run_id       text    not null references runs (id) on delete cascade,
  task_id      text    not null,
  item         integer not null,
  number       integer not null,
  fence        integer not null,
  outcome      text    not null check (outcome in ('succeeded', 'failed', 'canceled', 'lost', 'skipped')),
  node         text,
  ready_at     integer not null,
  started_at   integer,
  completed_at integer not null,
  input        text,
  error        text,
  primary key (run_id, task_id, item, number, fence)
) without rowid;
create unique index attempt_success on attempt_history (run_id, task_id, item) where outcome = 'succeeded';

create table log_chunks (
  run_id  text    not null references runs (id) on delete cascade,
  task_id text    not null,
  item    integer not null,
  number  integer not null,
  seq     integer not null,
  at      integer not null,
  text    text    not null,
  primary key (run_id, task_id, item, number, seq)
) without rowid;

create table artifacts (
  id         text    not null primary key,
  run_id     text    not null references runs (id) on delete cascade,
  task_id    text    not null,
  item       integer not null,
  number     integer not null,
  name       text    not null,
  media_type text    not null,
  size       integer not null,
  sha256     text    not null,
  location   text    not null,
  created_at integer not null,
  unique (run_id, task_id, item, name)
);
