using Carillon.Core;
using Carillon.Core.Schedules;
using Carillon.Engine.Storage;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace Carillon.Engine.Schedules;

/// <summary>
/// Follows the rules of zones from one release of the zone database to the next. Where the clocks of a zone show something else now, its schedules are planned anew, and what has run at
/// a reading of the wall clock does not run at that reading again. For the writer's thread.
/// </summary>
internal sealed class ZoneKeeper(EngineOptions options, LiveSchedules live, ILogger log)
{
    private static readonly Duration Back = Duration.FromDays(62);
    private static readonly Duration Ahead = Duration.FromDays(800);
    private readonly HashSet<string> _followed = new(StringComparer.Ordinal);

    /// <summary>
    /// Looks at the zones of these schedules that this process has not looked at yet, the first time also at all that are kept: other schedules may be in them by an override, or cannot be read just now.
    /// Returns how many rows were written.
    /// </summary>
    public int Follow(Sql sql, IEnumerable<ScheduleDefinition> schedules, Instant now)
    {
        var zones = schedules.Select(schedule => schedule.ClockZone).OfType<DateTimeZone>().Where(zone => !_followed.Contains(zone.Id)).DistinctBy(zone => zone.Id).ToDictionary(zone => zone.Id, StringComparer.Ordinal);
        if (zones.Count == 0 && _followed.Count > 0)
            return 0;
        var stored = sql.Query("select zone, release, offsets from zone_rules where project = $1", row => (Zone: row.GetString(0), Release: row.GetString(1), Offsets: row.GetString(2)), options.Project)
            .ToDictionary(row => row.Zone, StringComparer.Ordinal);
        if (_followed.Count == 0)
        {
            foreach (var kept in stored.Keys.Select(ZoneDatabase.Zones.GetZoneOrNull).OfType<DateTimeZone>())
                zones.TryAdd(kept.Id, kept);
        }
        var written = 0;
        Dictionary<string, ZoneOffsets> changed = [];
        foreach (var (id, zone) in zones)
        {
            if (stored.TryGetValue(id, out var row))
            {
                var before = ZoneOffsets.Parse(row.Offsets);
                if (ZoneOffsets.Of(zone, before.From, before.Until).ToString() != row.Offsets)
                    changed[id] = before;
                else if (row.Release == ZoneDatabase.Release && before.Until > now + (Ahead / 2))
                    continue;
            }
            var today = Instant.FromUnixTimeSeconds(now.ToUnixTimeSeconds());
            written += sql.Execute(
                "insert into zone_rules (project, zone, release, offsets) values ($1, $2, $3, $4) on conflict (project, zone) do update set release = excluded.release, offsets = excluded.offsets",
                options.Project, id, ZoneDatabase.Release, ZoneOffsets.Of(zone, today - Back, today + Ahead).ToString());
        }
        if (changed.Count > 0)
            written += Carry(sql, changed, now);
        sql.AfterCommit(() => _followed.UnionWith(zones.Keys));
        return written;
    }

    private int Carry(Sql sql, Dictionary<string, ZoneOffsets> changed, Instant now)
    {
        var ids = sql.Query("select id from schedules where project = $1 and archived_at is null", row => new ScheduleId(row.GetString(0)), options.Project);
        var count = 0;
        foreach (var stored in ScheduleStore.FindAll(sql, options.Project, ids, inUse: true).Values)
        {
            if (live.Of(stored).ValueOrDefault?.Definition is not { } definition || definition.ClockZone is not { } zone || !changed.TryGetValue(zone.Id, out var before))
                continue;
            count++;
            ScheduleStore.Carry(sql, stored.Id, before.Carry(stored.CursorAt, zone), now);
        }
        log.LogWarning("The clocks of {Zones} show something else by release {Release} of the zone database: {Count} schedules are planned anew.", string.Join(", ", changed.Keys.Order(StringComparer.Ordinal)), ZoneDatabase.Release, count);
        return count;
    }
}
