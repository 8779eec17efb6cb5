-- Sign-in. Passwords and secrets are kept as hashes only. scopes is a JSON list of names; an account with the scope admin may do everything.
create table accounts (
  id          text   collate "C" not null primary key check (id = lower(id)),
  kind        text   collate "C" not null check (kind in ('person', 'service')),
  scopes      text   collate "C" not null,
  password    text   collate "C",
  disabled_at bigint,
  created_at  bigint not null,
  created_by  text   collate "C" not null,
  check (kind = 'person' or password is null)
);

-- A browser's session, by the hash of what its cookie holds.
create table sessions (
  hash       text   collate "C" not null primary key,
  account    text   collate "C" not null references accounts (id) on delete cascade,
  created_at bigint not null,
  seen_at    bigint not null,
  ends_at    bigint not null,
  check (ends_at > created_at)
);
create index sessions_account on sessions (account);

-- A program's token. What it may do is the least of its scopes and its account's.
create table tokens (
  id         text   collate "C" not null primary key,
  account    text   collate "C" not null references accounts (id) on delete cascade,
  name       text   collate "C" not null,
  hash       text   collate "C" not null unique,
  scopes     text   collate "C" not null,
  created_at bigint not null,
  created_by text   collate "C" not null,
  ends_at    bigint,
  used_at    bigint,
  revoked_at bigint
);
create index tokens_account on tokens (account, id);

-- A link that lets its holder choose the account's password, once.
create table sign_in_links (
  hash    text   collate "C" not null primary key,
  account text   collate "C" not null references accounts (id) on delete cascade,
  ends_at bigint not null
);
create index sign_in_links_account on sign_in_links (account);

-- Failures in a row by the name that was given, whether or not there is such an account.
create table sign_in_failures (
  name    text   collate "C" not null primary key,
  count   bigint not null check (count >= 1),
  last_at bigint not null
);
create index sign_in_failures_age on sign_in_failures (last_at);

-- The audit trail is about accounts, too.
alter table audit drop constraint audit_subject_check;
alter table audit add constraint audit_subject_check check (subject in ('schedule', 'workflow', 'run', 'strategy', 'backfill', 'budget', 'project', 'account'));
