using Carillon.Core.Definitions;
using Carillon.Core.Schedules;
using Carillon.Engine.Storage;

namespace Carillon.Engine.Definitions;

/// <summary>The last good text of each calendar file in the database.</summary>
internal sealed class CalendarStore(Database database, string project)
{
    /// <summary>Every calendar that was ever good, those of files that are gone included, by path.</summary>
    public IReadOnlyList<(string Path, string Text, bool IsGone)> All() => database.Read(sql => sql.Query(
        "select path, yaml, archived_at from calendars where project = $1 order by archived_at is not null, id",
        row => (row.GetString(0), row.GetString(1), !row.IsDBNull(2)), project));

    /// <summary>Stores what has changed and archives what is gone. Returns how many rows were written.</summary>
    public int Save(Sql sql, IReadOnlyList<CalendarEntry> entries, long now)
    {
        var stored = sql.Query(
            "select id, version, path, archived_at from calendars where project = $1",
            row => (Id: row.GetString(0), Version: row.GetString(1), Path: row.GetString(2), IsGone: !row.IsDBNull(3)), project)
            .ToDictionary(c => c.Id, StringComparer.OrdinalIgnoreCase);
        var written = 0;
        foreach (var entry in entries)
        {
            if (entry.Live is not { } live)
                continue;
            if (stored.Remove(live.Name, out var old) && (entry.Stale || (old.Version == live.Version && old.Path == entry.Path && !old.IsGone)))
                continue;
            if (entry.Stale)
                continue;
            written += sql.Execute(
                """
                insert into calendars (project, id, path, yaml, version, updated_at) values ($1, $2, $3, $4, $5, $6)
                on conflict (project, id) do update set path = excluded.path, yaml = excluded.yaml, version = excluded.version, updated_at = excluded.updated_at, archived_at = null
                """,
                project, old.Id ?? live.Name, entry.Path, entry.Text, live.Version, now);
        }
        foreach (var gone in stored.Values.Where(c => !c.IsGone))
            written += sql.Execute("update calendars set archived_at = $3, updated_at = $3 where project = $1 and id = $2", project, gone.Id, now);
        return written;
    }
}
