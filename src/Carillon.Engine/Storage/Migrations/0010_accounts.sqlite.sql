-- Sign-in. Passwords and secrets are kept as hashes only. scopes is a JSON list of names; an account with the scope admin may do everything.
create table accounts (
  id          text    not null primary key check (id = lower(id)),
  kind        text    not null check (kind in ('person', 'service')),
  scopes      text    not null,
  password    text,
  disabled_at integer,
  created_at  integer not null,
  created_by  text    not null,
  check (kind = 'person' or password is null)
);

-- A browser's session, by the hash of what its cookie holds.
create table sessions (
  hash       text    not null primary key,
  account    text    not null references accounts (id) on delete cascade,
  created_at integer not null,
  seen_at    integer not null,
  ends_at    integer not null,
  check (ends_at > created_at)
);
create index sessions_account on sessions (account);

-- A program's token. What it may do is the least of its scopes and its account's.
create table tokens (
  id         text    not null primary key,
  account    text    not null references accounts (id) on delete cascade,
  name       text    not null,
  hash       text    not null unique,
  scopes     text    not null,
  created_at integer not null,
  created_by text    not null,
  ends_at    integer,
  used_at    integer,
  revoked_at integer
);
create index tokens_account on tokens (account, id);

-- A link that lets its holder choose the account's password, once.
create table sign_in_links (
  hash    text    not null primary key,
  account text    not null references accounts (id) on delete cascade,
  ends_at integer not null
);
create index sign_in_links_account on sign_in_links (account);

-- Failures in a row by the name that was given, whether or not there is such an account.
create table sign_in_failures (
  name    text    not null primary key,
  count   integer not null check (count >= 1),
  last_at integer not null
);
create index sign_in_failures_age on sign_in_failures (last_at);

-- The audit trail is about accounts, too. SQLite changes a check only with its whole table.
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
  subject    text    not null check (subject in ('schedule', 'workflow', 'run', 'strategy', 'backfill', 'budget', 'project', 'account')),
  subject_id text    not null,
  reason     text,
  detail     text
);
insert into audit select * from audit_before;
drop table audit_before;
create index audit_subject on audit (subject, subject_id, id);
create trigger audit_no_update before update on audit begin select raise(abort, 'the audit trail is only appended to'); end;
create trigger audit_no_delete before delete on audit begin select raise(abort, 'the audit trail is only appended to'); end;
