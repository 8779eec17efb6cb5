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
