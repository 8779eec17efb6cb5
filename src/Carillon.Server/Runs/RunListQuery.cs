using Carillon.Core;
using Carillon.Core.Runs;
using Carillon.Engine.History;
using Carillon.Server.History;
using Carillon.Server.Hosting;
using NodaTime;

namespace Carillon.Server.Runs;

/// <summary>A list of runs as query parameters ask for it.</summary>
/// <param name="Filter">Which runs, in which order.</param>
/// <param name="After">Where the page before ended, or null.</param>
/// <param name="Limit">How many.</param>
/// <param name="Problems">What is wrong with the parameters.</param>
internal sealed record RunListQuery(RunFilter Filter, string? After, int Limit, IReadOnlyList<Problem> Problems)
{
    private string List => "runs " + Filter.Order;

    public static RunListQuery Read(
        string? status, string? workflow, string? schedule, string? trigger, string? createdFrom, string? createdTo, string? text, string? order, string? cursor, int? limit)
    {
        var query = new Query();
        var count = query.Limit(limit);
        var filter = new RunFilter(
            query.Words<RunStatus>("status", status),
            workflow is null ? null : new WorkflowId(workflow),
            schedule is null ? null : new ScheduleId(schedule),
            query.Word<RunTrigger>("trigger", trigger))
        {
            CreatedFrom = query.Instant("created_from", createdFrom),
            CreatedTo = query.Instant("created_to", createdTo),
            Text = string.IsNullOrEmpty(text) ? null : text,
            Order = query.Word<RunOrder>("order", order) ?? RunOrder.Desc,
        };
        var asked = new RunListQuery(filter, null, count, []);
        return asked with { After = query.Cursor(asked.List, cursor), Problems = query.Problems };
    }

    /// <summary>Only those with a time from <paramref name="from"/> and before <paramref name="to"/>; <paramref name="by"/> says which time, <c>completed</c> when it is left out.</summary>
    public RunListQuery Between(string? by, string? from, string? to, DateTimeZone zone)
    {
        var query = new Query();
        var filter = Filter with
        {
            By = query.Word<RunTime>("by", by) ?? RunTime.Completed,
            From = AskedPeriod.Time(query, "from", from, zone),
            To = AskedPeriod.Time(query, "to", to, zone),
        };
        AskedPeriod.RefuseReversed(query, filter.From, filter.To);
        return this with { Filter = filter, Problems = [.. Problems, .. query.Problems] };
    }

    /// <summary>The page itself.</summary>
    public RecordPage<RunRecord> Page(RunReader runs) => runs.List(Filter, After, Limit).Sealed(List);
}
