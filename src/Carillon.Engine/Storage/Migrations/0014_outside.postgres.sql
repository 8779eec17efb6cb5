-- Who an account's holder is at an issuer outside, from the first sign-in by it on: a name that the issuer gives to somebody else opens nothing here.
create table identities (
  issuer   text   collate "C" not null,
  subject  text   collate "C" not null,
  account  text   collate "C" not null references accounts (id) on delete cascade,
  bound_at bigint not null,
  primary key (issuer, subject),
  unique (issuer, account)
);
create index identities_account on identities (account);
