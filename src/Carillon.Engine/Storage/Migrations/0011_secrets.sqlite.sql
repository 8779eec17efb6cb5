-- The audit trail is about what is kept secret and who is told, too. SQLite changes a check only with its whole table.
drop trigger audit_no_update;
drop trigger audit_no_delete;
drop index audit_subject;
alter table audit rename to audit_before;
create table audit (
  id         integer primary key autoincrement,
  at         integer not null,
  project    text    not null,
  actor      text    not null,
  action     text    not null,
  subject    text    not null check (subject in ('schedule', 'workflow', 'run', 'strategy', 'backfill', 'budget', 'project', 'account', 'secret', 'connection', 'channel', 'rule')),
  subject_id text    not null,
  reason     text,
  detail     text
);
insert into audit select * from audit_before;
drop table audit_before;
create index audit_subject on audit (subject, subject_id, id);
create trigger audit_no_update before update on audit begin select raise(abort, 'the audit trail is only appended to'); end;
create trigger audit_no_delete before delete on audit begin select raise(abort, 'the audit trail is only appended to'); end;

-- Secrets, sealed with keys that are kept elsewhere: v1.KEY.BASE64.
create table secrets (
  project    text    not null,
  name       text    not null,
  value      text    not null check (value like 'v1.%'),
  version    integer not null check (version >= 1),
  updated_at integer not null,
  updated_by text    not null,
  primary key (project, name)
);

-- When a secret was last read, also one that a file or the environment gives.
create table secret_uses (
  project text    not null,
  name    text    not null,
  used_at integer not null,
  primary key (project, name)
);

-- What tasks connect to. settings is a JSON object without what is secret; sealed is a JSON object of that, sealed; null where nothing is.
create table connections (
  project     text    not null,
  name        text    not null,
  kind        text    not null,
  description text   ,
  settings    text    not null,
  sealed      text    check (sealed like 'v1.%'),
  revision    integer not null check (revision >= 1),
  updated_at  integer not null,
  updated_by  text    not null,
  primary key (project, name)
);

-- Breakers of connections that have failed since they last worked, the same for all nodes. A connection without a row works.
create table connection_breakers (
  project        text    not null,
  name           text    not null,
  state          text    not null check (state in ('closed', 'open', 'half_open')),
  failures       integer not null check (failures >= 0),
  failure        text   ,
  opened_at      integer,
  probe_at       integer,
  failed_probes  integer not null default 0,
  probe_attempt  integer,
  primary key (project, name),
  check ((state = 'closed') = (opened_at is null) and (opened_at is null) = (probe_at is null))
);

-- One row for each time that a connection was down.
create table connection_incidents (
  id        integer primary key autoincrement,
  project   text    not null,
  name      text    not null,
  opened_at integer not null,
  failure   text    not null,
  waited    integer not null default 0,
  closed_at integer check (closed_at >= opened_at)
);
create unique index connection_incidents_open on connection_incidents (project, name) where closed_at is null;
create index connection_incidents_list on connection_incidents (project, name, id);

-- Task runs that wait for a connection.
create table connection_waits (
  run_id  text    not null,
  task_id text    not null,
  item    integer not null,
  project text    not null,
  name    text    not null,
  since   integer not null,
  primary key (run_id, task_id, item)
);
create index connection_waits_name on connection_waits (project, name, since);
