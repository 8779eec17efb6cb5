using Carillon.Engine.Storage;

namespace Carillon.Engine.History;

/// <summary>A filter of schedules as conditions on rows of <c>schedules s</c>.</summary>
internal static class ScheduleConditions
{
    private const string Failed = "s.archived_at is null and s.last_status = 'failed'";

    /// <summary>Adds all that the filter asks for.</summary>
    public static Where Fitting(this Where where, ScheduleFilter filter, SqlDialect dialect)
    {
        where.And(States(filter));
        where.AndIf("s.workflow_id = ?", filter.WorkflowId?.Value);
        where.AndIf("exists (select 1 from json_each(s.tags) where value = ?)", filter.Tag);
        where.AndIf("s.owner = ?", filter.Owner);
        where.AndIf("s.kind = ?", filter.Kind);
        where.AndIf("s.next_nominal_at < ?", filter.NextBefore?.ToStored());
        // The words are in lower case, ids as they were given; SQLite's like knows no case.
        var like = dialect == SqlDialect.Sqlite ? "like" : "ilike";
        where.AndIf($@"(s.search like ? escape '\' or s.id {like} ? escape '\')", filter.Text is { } part ? Containing(part) : null);
        if (filter.Overridden is { } overridden)
            where.And(overridden ? "s.override is not null" : "s.override is null");
        return where;
    }

    private static string States(ScheduleFilter filter)
    {
        List<string> states = [.. filter.Statuses.Distinct().Select(status => Status(status)), .. filter.Failed ? [Failed] : Array.Empty<string>()];
        return states.Count switch
        {
            0 => Status(null),
            1 => states[0],
            _ => "(" + string.Join(" or ", states) + ")",
        };
    }

    /// <summary>Those that stand so; null for all but archived ones.</summary>
    public static string Status(ScheduleStatus? status) => status switch
    {
        ScheduleStatus.Archived => "s.archived_at is not null",
        ScheduleStatus.Disabled => "s.archived_at is null and s.active = 0",
        ScheduleStatus.Paused => "s.archived_at is null and s.active = 1 and (s.paused_by is not null or s.auto_paused_at is not null)",
        ScheduleStatus.Active => "s.archived_at is null and s.active = 1 and s.paused_by is null and s.auto_paused_at is null",
        _ => "s.archived_at is null",
    };

    // As a pattern, because SQLite looks for one twice as fast as for a part of text.
#pragma warning disable CA1308 // as it is stored
    private static string Containing(string text) =>
        "%" + text.ToLowerInvariant().Replace(@"\", @"\\", StringComparison.Ordinal).Replace("%", @"\%", StringComparison.Ordinal).Replace("_", @"\_", StringComparison.Ordinal) + "%";
#pragma warning restore CA1308
}
