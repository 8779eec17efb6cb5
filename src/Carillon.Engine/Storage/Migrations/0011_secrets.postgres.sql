-- The audit trail is about what is kept secret and who is told, too.
alter table audit drop constraint audit_subject_check;
alter table audit add constraint audit_subject_check check (subject in ('schedule', 'workflow', 'run', 'strategy', 'backfill', 'budget', 'project', 'account', 'secret', 'connection', 'channel', 'rule'));
