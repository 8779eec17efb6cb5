-- A backfill runs nominal times of the past again or for the first time. Its items are fixed when it is made; each gets exactly one run.
create table backfills (
  id              integer primary key autoincrement,
  project         text    not null,
  schedule_id     text    not null references schedules (id),
  from_at         integer not null,
  to_at           integer not null,
  selection       text    not null check (selection in ('missing', 'failed', 'all')),
  run_order       text    not null check (run_order in ('oldest', 'latest')),
  status          text    not null check (status in ('running', 'paused', 'completed', 'canceled')),
  concurrency     integer not null check (concurrency >= 1),
  max_runs        integer check (max_runs >= 1),
  input           text,
  reason          text,
  total           integer not null check (total >= 1),
  idempotency_key text    unique,
  request         text,
  trouble         text,
  created_by      text    not null,
  created_at      integer not null,
  completed_at    integer,
  check (to_at > from_at),
  check ((status in ('completed', 'canceled')) = (completed_at is not null))
);
create index backfills_open on backfills (id) where status in ('running', 'paused');
create index backfills_schedule on backfills (schedule_id, id);

create table backfill_items (
  backfill_id integer not null references backfills (id),
  place       integer not null,
  nominal_at  integer not null,
  status      text    not null check (status in ('waiting', 'running', 'completed', 'failed', 'canceled')),
  run_id      text    unique,
  primary key (backfill_id, place),
  unique (backfill_id, nominal_at),
  check (status <> 'waiting' or run_id is null),
  check (status in ('waiting', 'canceled') or run_id is not null)
) without rowid;
create index backfill_items_open on backfill_items (backfill_id, status, place) where status in ('waiting', 'running');
