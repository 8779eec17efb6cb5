-- The last good text of each calendar file. One that is gone stays, for the workflows whose last good version still uses it.
create table calendars (
  project     text    not null,
  id          text    not null,
  path        text    not null,
  yaml        text    not null,
  version     text    not null,
  archived_at integer,
  updated_at  integer not null,
  primary key (project, id)
);

-- The data windows of completed runs that retention has removed: what was covered stays covered.
create table covered_windows (
  run_id       text    not null primary key,
  schedule_id  text    not null references schedules (id),
  window_start integer not null,
  window_end   integer not null,
  check (window_end >= window_start)
);
create index covered_windows_schedule on covered_windows (schedule_id, window_start);
