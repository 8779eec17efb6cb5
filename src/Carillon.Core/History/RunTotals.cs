using System.Text.Json.Nodes;
using Carillon.Core.Definitions;
using Carillon.Core.Runs;

namespace Carillon.Core.History;

/// <summary>What a run has cost and how many rows its tasks report. Immutable.</summary>
/// <param name="CostMicros">Millionths of the currency unit, 0 or more.</param>
/// <param name="Rows">0 or more.</param>
/// <param name="DeclaredMicros">The part of the cost that the workflow declares for a run and its rows; the rest is what its tasks cost.</param>
public readonly record struct RunTotals(long CostMicros, long Rows, long DeclaredMicros = 0)
{
    /// <summary>The most that is kept of either for one run.</summary>
    public const long Most = Money.Most;

    /// <summary>True when the run has anything to sum up: else <see cref="Of"/> gives zeros, and its attempts need not be looked up.</summary>
    public static bool Any(RunState run) =>
        run.Definition.Cost is not null || run.Definition.Tasks.Any(task => task.Cost is > 0) || run.Tasks.Values.Any(task => task.Output is JsonObject output && (Reported(output) is not null || RowsOf(output) > 0));

    /// <summary>
    /// The sums over the task runs that this run carried out itself; what a retry took over from the run before was counted there. An attempt costs what its
    /// definition says under <c>cost</c>; the last one of a task that succeeded costs what its output says under <c>cost</c>, where that is a number.
    /// A run that has started costs besides what its workflow declares for a run and for each of its rows.
    /// </summary>
    /// <param name="run">The run, ended.</param>
    /// <param name="attempts">How many attempts of a task run were really carried out within this run.</param>
    public static RunTotals Of(RunState run, IReadOnlyDictionary<TaskKey, int> attempts)
    {
        var (cost, rows) = (0m, 0L);
        foreach (var (key, ran) in attempts)
        {
            if (ran < 1 || run.Tasks.GetValueOrDefault(key) is not { } task)
                continue;
            var each = run.TaskOf(key).Cost ?? 0m;
            var output = task.Status == Runs.TaskStatus.Succeeded ? task.Output as JsonObject : null;
            cost += Reported(output) is { } reported ? (each * (ran - 1)) + reported : each * ran;
            rows = Math.Min(Most, rows + RowsOf(output));
        }
        var declared = run.StartedAt is null ? 0 : run.Definition.Cost?.Of(rows) ?? 0;
        return new RunTotals(Math.Min(Most, Money.Micros(cost) + declared), rows, declared);
    }

    private static decimal? Reported(JsonObject? output) => Number(output, "cost") is { } cost and >= 0 ? Math.Min(cost, Money.MostAmount) : null;

    // A table within the output is as many rows as it has; one that was written to a file instead (rows: null) is counted beside it.
    private static long RowsOf(JsonObject? output)
    {
        if (output is null)
            return 0;
        if (output.TryGetPropertyValue("rows", out var rows) && rows is JsonArray list)
            return list.Count;
        var number = Number(output, "rows") ?? Number(output, "row_count") ?? (rows is null && output.ContainsKey("rows") ? Number(output, "count") : null);
        return number is >= 0 ? (long)Math.Min(number.Value, Most) : 0;
    }

    private static decimal? Number(JsonObject? output, string name) =>
        output?[name] is JsonValue value && value.GetValueKind() == System.Text.Json.JsonValueKind.Number && decimal.TryParse(value.ToJsonString(), System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
}
