using Carillon.Engine.Storage;

namespace Carillon.Engine.History;

/// <summary>A value that a list can be filtered by, and how many rows have it. Immutable.</summary>
/// <param name="Value">The value as the filter takes it.</param>
/// <param name="Count">How many.</param>
public sealed record FacetRecord(string Value, long Count);

/// <summary>The values of one filter, those of the most rows first. Immutable.</summary>
/// <param name="Items">At most as many as were asked for.</param>
/// <param name="Truncated">True when there are more.</param>
public sealed record FacetList(IReadOnlyList<FacetRecord> Items, bool Truncated);

/// <summary>What a list of schedules can be filtered by. All but the states leave archived schedules out. Immutable.</summary>
/// <param name="States">Every state, also those of no schedule; <c>failed</c> are among the others but <c>archived</c>.</param>
/// <param name="Kinds"><c>declared</c> and <c>managed</c>.</param>
/// <param name="Tags">Tags, of their own or of their workflow.</param>
/// <param name="Owners">Owners.</param>
/// <param name="Workflows">Workflows.</param>
public sealed record ScheduleFacets(IReadOnlyList<FacetRecord> States, FacetList Kinds, FacetList Tags, FacetList Owners, FacetList Workflows);

/// <summary>Counts schedules for lists, along an index that holds what they are mostly filtered by. Thread safe; every call sees one state of the database.</summary>
/// <param name="database">Where they are.</param>
/// <param name="project">Whose schedules are counted.</param>
public sealed class ScheduleCounts(Database database, string project)
{
    /// <summary>How many fit.</summary>
    public long Count(ScheduleFilter filter) => database.Read(sql =>
    {
        // The plus keeps to the index that has all of it: along another one, every row would be looked up.
        var where = new Where().And("+s.project = ?", project).Fitting(filter with { Tag = null }, sql.Dialect);
        // Schedules have few sets of tags among them: each set is looked into once.
        var text = filter.Tag is { } tag
            ? $"select coalesce(sum(n), 0) from (select s.tags as tags, count(*) as n from schedules s {where} group by s.tags) g where exists (select 1 from json_each(g.tags) where value = {where.Next(tag)})"
            : $"select count(*) from schedules s {where}";
        return sql.Number(text, where.Values) ?? 0;
    });

    /// <summary>What they can be filtered by.</summary>
    /// <param name="most">At most so many values of each filter, at least 1.</param>
    public ScheduleFacets Facets(int most) => database.Read(sql => new ScheduleFacets(
        sql.First(
            """
            select count(*) filter (where archived_at is null and active = 1 and paused_by is null and auto_paused_at is null),
                   count(*) filter (where archived_at is null and active = 1 and (paused_by is not null or auto_paused_at is not null)),
                   count(*) filter (where archived_at is null and active = 0), count(*) filter (where archived_at is not null),
                   (select count(*) from schedules where project = $1 and archived_at is null and last_status = 'failed')
            from schedules where +project = $1
            """,
            row => (IReadOnlyList<FacetRecord>)[.. States.Select((state, place) => new FacetRecord(state, row.GetInt64(place)))], project)!,
        Values(sql, "select kind, count(*) from schedules where +project = $1 and +archived_at is null group by kind", most),
        Values(
            sql,
            """
            select t.value, sum(g.n) from (select tags, count(*) as n from schedules where +project = $1 and +archived_at is null group by tags) g, json_each(g.tags) t
            group by t.value
            """,
            most),
        Values(sql, "select owner, count(*) from schedules where +project = $1 and +archived_at is null and owner is not null group by owner", most),
        Values(sql, "select workflow_id, count(*) from schedules where +project = $1 and +archived_at is null group by workflow_id", most)));

    private static IReadOnlyList<string> States => ["active", "paused", "disabled", "archived", "failed"];

    private FacetList Values(Sql sql, string text, int most)
    {
        var found = sql.Query($"{text} order by 2 desc, 1 limit $2", row => new FacetRecord(row.GetString(0), row.GetInt64(1)), project, most + 1);
        return found.Count > most ? new FacetList(found[..most], true) : new FacetList(found, false);
    }
}
