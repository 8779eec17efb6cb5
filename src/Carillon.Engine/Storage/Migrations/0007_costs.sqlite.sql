-- Amounts are whole millionths of the currency (micros). Months are numbers such as 202603.
-- Budgets of a month that people set: an owner's (months of UTC), or a schedule's in place of the one it declares (months of its zone).
create table budgets (
  project      text    not null,
  scope        text    not null check (scope in ('schedule', 'owner')),
  subject      text    not null,
  month_micros integer not null check (month_micros between 0 and 1000000000000000),
  changed_by   text    not null,
  changed_at   integer not null,
  primary key (project, scope, subject)
) without rowid;

-- What the runs of a month cost: those that have ended (spent), and those that are open (reserved, by their estimates). By the month of a run's nominal time, or of
-- its making when it has none: in its schedule's zone for a schedule, of UTC for an owner and the whole project.
create table spending (
  project         text    not null,
  scope           text    not null check (scope in ('schedule', 'owner', 'project')),
  month           integer not null check (month % 100 between 1 and 12),
  subject         text    not null,
  reserved_micros integer not null check (reserved_micros >= 0),
  spent_micros    integer not null check (spent_micros >= 0),
  primary key (project, scope, month, subject)
) without rowid;

-- What the runs that ended on a day of UTC cost.
create table spending_days (
  project      text    not null,
  day          integer not null,
  spent_micros integer not null check (spent_micros >= 0),
  primary key (project, day)
) without rowid;
