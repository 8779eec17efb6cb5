-- The audit trail is about what is kept secret and who is told, too.
alter table audit drop constraint audit_subject_check;
alter table audit add constraint audit_subject_check check (subject in ('schedule', 'workflow', 'run', 'strategy', 'backfill', 'budget', 'project', 'account', 'secret', 'connection', 'channel', 'rule'));

-- Secrets, sealed with keys that are kept elsewhere: v1.KEY.BASE64.
create table secrets (
  project    text   collate "C" not null,
  name       text   collate "C" not null,
  value      text   collate "C" not null check (value like 'v1.%'),
  version    bigint not null check (version >= 1),
  updated_at bigint not null,
  updated_by text   collate "C" not null,
  primary key (project, name)
);

-- When a secret was last read, also one that a file or the environment gives.
create table secret_uses (
  project text   collate "C" not null,
  name    text   collate "C" not null,
  used_at bigint not null,
  primary key (project, name)
);

-- What tasks connect to. settings is a JSON object without what is secret; sealed is a JSON object of that, sealed; null where nothing is.
create table connections (
  project     text   collate "C" not null,
  name        text   collate "C" not null,
  kind        text   collate "C" not null,
  description text   collate "C",
  settings    text   collate "C" not null,
  sealed      text   collate "C" check (sealed like 'v1.%'),
  revision    bigint not null check (revision >= 1),
  updated_at  bigint not null,
  updated_by  text   collate "C" not null,
  primary key (project, name)
);
