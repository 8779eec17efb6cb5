using System.Globalization;
using Carillon.Core;
using Carillon.Core.Security;
using Carillon.Engine.Definitions;
using Carillon.Engine.History;

namespace Carillon.Server.Security;

/// <summary>
/// Whose things are. People change their own: what names them as its owner, and the schedules and runs of a workflow that does. What names nobody belongs to everybody who
/// has the scope, and administrators change everything. Reading is not about owners. Thread safe.
/// </summary>
internal sealed class Owners(Catalog catalog, ScheduleReader schedules, RunReader runs, StrategyReader strategies, BackfillReader backfills)
{
    /// <summary>Who owns what the request is about; empty for nobody in particular.</summary>
    /// <param name="kind">What stands behind <c>/api/</c> in the route.</param>
    /// <param name="values">The route's values.</param>
    public IReadOnlyList<string> Of(string kind, RouteValueDictionary values)
    {
        var id = (values.GetValueOrDefault("workflowId") ?? values.GetValueOrDefault("id"))?.ToString() ?? "";
        return kind switch
        {
            "schedules" => Schedule(new ScheduleId(id)),
            "workflows" or "v0" => Workflow(new WorkflowId(id)),
            "runs" => Run(new RunId(id)),
            "strategies" => Names(strategies.Find(new WorkflowId(id))?.Owner),
            "backfills" => long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && backfills.Find(number) is { } backfill ? Schedule(backfill.ScheduleId) : [],
            "costs" when values["scope"] as string is "schedule" => Schedule(new ScheduleId(values["subject"] as string ?? "")),
            _ => [],
        };
    }

    /// <summary>True when the caller may change what these own.</summary>
    public static bool May(Caller caller, IReadOnlyList<string> owners) => Permissions.MayChange(caller.Account, caller.Scopes, owners);

    /// <summary>Those of several schedules, by id; one that is not there has none.</summary>
    public Dictionary<ScheduleId, IReadOnlyList<string>> Of(IReadOnlyCollection<ScheduleId> ids) =>
        schedules.Find(ids).ToDictionary(record => record.Id, record => (IReadOnlyList<string>)[.. Names(record.Owner), .. Workflow(record.WorkflowId)]);

    private IReadOnlyList<string> Schedule(ScheduleId id) => schedules.Find(id) is { } record ? [.. Names(record.Owner), .. Workflow(record.WorkflowId)] : [];

    private IReadOnlyList<string> Run(RunId id) => runs.Find(id) is not { } run ? [] : run.ScheduleId is { } schedule ? Schedule(schedule) : Workflow(run.WorkflowId);

    private IReadOnlyList<string> Workflow(WorkflowId id) => Names(catalog.Find(id)?.Live?.Owner);

    private static IReadOnlyList<string> Names(string? owner) => string.IsNullOrEmpty(owner) ? [] : [owner];
}
