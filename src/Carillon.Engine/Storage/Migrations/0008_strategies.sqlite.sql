-- What makes a workflow of a template. Parameters and overlay are JSON; the workflow has the strategy's id. revision counts edits, across a deletion too.
create table strategies (
  project      text    not null,
  id           text    not null,
  template     text    not null,
  parameters   text    not null,
  overlay      text    not null,
  enabled      integer not null check (enabled in (0, 1)),
  owner        text,
  tags         text    not null default '[]',
  description  text,
  search       text    not null default '',
  revision     integer not null default 1,
  created_at   integer not null,
  created_by   text    not null,
  updated_at   integer not null,
  updated_by   text    not null,
  archived_at  integer,
  archived_by  text,
  primary key (project, id),
  check ((archived_by is null) = (archived_at is null))
);
create index strategies_template on strategies (project, template, id);
