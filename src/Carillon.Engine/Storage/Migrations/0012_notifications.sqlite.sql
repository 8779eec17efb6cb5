-- Where messages go. settings is JSON that is shown; secret is sealed. A channel has one sender at a time, whose claim ends by itself.
create table channels (
  project         text    not null,
  name            text    not null,
  kind            text    not null check (kind in ('email', 'slack', 'teams', 'webhook')),
  settings        text    not null,
  secret          text,
  enabled         integer not null check (enabled in (0, 1)),
  disabled_reason text,
  revision        integer not null default 1,
  created_at      integer not null,
  created_by      text    not null,
  updated_at      integer not null,
  updated_by      text    not null,
  sent_at         integer,
  failed_at       integer,
  failing_since   integer,
  last_error      text,
  sender          text,
  sender_until    integer,
  primary key (project, name),
  check ((sender is null) = (sender_until is null)),
  check (enabled = 0 or disabled_reason is null),
  check (failing_since is null or last_error is not null)
);

-- Rules that people keep beside the files: which events go where. content is JSON.
create table notification_rules (
  project    text    not null,
  id         text    not null,
  channel    text    not null,
  content    text    not null,
  revision   integer not null default 1,
  created_at integer not null,
  created_by text    not null,
  updated_at integer not null,
  updated_by text    not null,
  primary key (project, id)
);

-- The outbox: a row for each channel that an occasion is told to, written with the change it tells of, once for each key. Rows of one message made of several have its number as gathered_in.
-- place is where it stands in the order of its channel: its own number, or that of the first of those it is made of.
create table notifications (
  id              integer primary key autoincrement,
  project         text    not null,
  channel         text    not null,
  key             text    not null,
  rule            text    not null,
  event           text    not null check (event in ('success', 'failure', 'retry_exhausted', 'auto_pause', 'budget', 'late', 'missed', 'recovered', 'not_run', 'longer_than_usual', 'connection_down', 'connection_recovered', 'message', 'test')),
  subject         text    not null,
  workflow_id     text,
  schedule_id     text,
  run_id          text,
  content         text    not null,
  status          text    not null check (status in ('waiting', 'sent', 'gathered', 'failed')),
  count           integer not null default 1 check (count >= 1),
  place           integer,
  gathered_in     integer,
  group_for       integer not null default 0 check (group_for >= 0),
  created_at      integer not null,
  not_before      integer not null,
  attempts        integer not null default 0 check (attempts >= 0),
  begun_at        integer,
  next_attempt_at integer,
  ended_at        integer,
  error           text,
  answer          text,
  unique (project, channel, key),
  check ((status = 'waiting') = (ended_at is null)),
  check ((status = 'gathered') = (gathered_in is not null)),
  check (status <> 'sent' or attempts > 0),
  check (attempts = 0 or begun_at is not null)
);
create index notifications_waiting on notifications (project, channel, id) where status = 'waiting';
create index notifications_begun on notifications (project, channel, event, begun_at) where begun_at is not null;
create index notifications_channel on notifications (project, channel, id);
create index notifications_run on notifications (run_id) where run_id is not null;
create index notifications_ended on notifications (ended_at) where ended_at is not null;

-- Trouble that a channel was told of and that is not over: whoever heard of it hears of its end.
create table notification_incidents (
  project text    not null,
  channel text    not null,
  subject text    not null,
  key     text    not null,
  since   integer not null,
  primary key (project, channel, subject)
);
