using System.Diagnostics;
using System.Text.Json.Nodes;
using Carillon.Core;
using Carillon.Core.Definitions;
using Carillon.Engine.Runs;

namespace Carillon.Bench.Peers;

/// <summary>A task type that does nothing but write down, in memory, for which run and when its code began.</summary>
internal sealed class LoggedTask : ITaskHandler
{
    /// <summary>Its name in workflows.</summary>
    public const string Name = "bench.noop";

    private static readonly TaskResult Done = new TaskResult.Succeeded(null);
    private readonly List<(RunId Run, long At)> _log = [];
    private readonly Lock _guard = new();

    public TaskType Type { get; } = new()
    {
        Name = Name,
        Summary = "Does nothing.",
        InputSchema = JsonNode.Parse("""{ "type": "object", "properties": {}, "additionalProperties": false }""")!.AsObject(),
        OutputSchema = [],
    };

    /// <summary>How often it was carried out.</summary>
    public int Count
    {
        get
        {
            lock (_guard)
                return _log.Count;
        }
    }

    /// <summary>The run of each execution.</summary>
    public IReadOnlyList<RunId> Runs
    {
        get
        {
            lock (_guard)
                return [.. _log.Select(entry => entry.Run)];
        }
    }

    /// <summary>When the code of this run's task began.</summary>
    public long StartOf(RunId run)
    {
        lock (_guard)
            return _log.FindLast(entry => entry.Run == run).At;
    }

    public void Clear()
    {
        lock (_guard)
            _log.Clear();
    }

    /// <summary>Told of each execution besides; null for nobody.</summary>
    public Action<RunId, long>? Told { get; init; }

    /// <summary>Writes down an execution of another process. The clock is the machine's.</summary>
    public void Add(RunId run, long at)
    {
        lock (_guard)
            _log.Add((run, at));
    }

    public Task<TaskResult> RunAsync(TaskContext context, CancellationToken cancellationToken)
    {
        var at = Stopwatch.GetTimestamp();
        Add(context.RunId, at);
        Told?.Invoke(context.RunId, at);
        return Task.FromResult(Done);
    }
}
