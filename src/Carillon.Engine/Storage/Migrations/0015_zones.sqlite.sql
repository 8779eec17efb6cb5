-- What the clocks of each zone that schedules are in showed and will show, by the release of the zone database that was last used: seconds since 1970 and offset of each span, then the end.
create table zone_rules (
  project text not null,
  zone    text not null,
  release text not null,
  offsets text not null,
  primary key (project, zone)
);
