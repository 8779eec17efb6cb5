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
