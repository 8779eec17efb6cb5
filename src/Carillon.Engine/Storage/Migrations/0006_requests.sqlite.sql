-- Requests that came with an idempotency key and were carried out, with what they were answered. Kept for a day.
create table idempotency_keys (
  project      text    not null,
  key          text    not null,
  request      text    not null,
  status       integer not null check (status between 200 and 299),
  location     text,
  etag         text,
  content_type text,
  body         blob    not null,
  made_at      integer not null,
  primary key (project, key)
);
create index idempotency_keys_age on idempotency_keys (made_at);
