using Carillon.Core;
using Carillon.Core.Definitions;
using Carillon.Core.Runs;
using Carillon.Engine;
using Carillon.Engine.History;

namespace Carillon.Server.Cli;

/// <summary>Follows one run of an engine in this process to its end.</summary>
/// <param name="host">The engine.</param>
/// <param name="id">The run.</param>
/// <param name="workflow">What runs.</param>
internal sealed class RunWatch(EngineHost host, RunId id, WorkflowDefinition workflow)
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Frame = TimeSpan.FromMilliseconds(50);

    private readonly RunReader _runs = new(host.Database, host.Options.Project);
    private readonly TaskRunReader _tasks = new(host.Database);
    private readonly LogReader _logs = new(host.Database, new LogFilter(id));

    /// <summary>The definition.</summary>
    public WorkflowDefinition Workflow => workflow;

    /// <summary>The clock.</summary>
    public TimeProvider Time => host.Options.Time;

    /// <summary>The run as last read.</summary>
    public RunRecord Run { get; private set; } = null!;

    /// <summary>Its tasks as last read, in the order of the definition, items after their fan-out.</summary>
    public IReadOnlyList<TaskRunRecord> Tasks { get; private set; } = [];

    /// <summary>Log pieces that came with the last reading.</summary>
    public IReadOnlyList<LogChunk> News { get; private set; } = [];

    /// <summary>Calls <paramref name="show"/> after every reading, until the run has ended. Changes wake it; time does as well.</summary>
    public async Task ToEndAsync(Action<RunWatch> show)
    {
        // Not disposed of: a change that is being told while this ends may still release it.
        var changed = new SemaphoreSlim(0);
        void Wake(RunId run)
        {
            if (run == id)
                changed.Release();
        }

        host.Feed.Changed += Wake;
        try
        {
            while (true)
            {
                Read();
                show(this);
                if (Run.Status.IsEnded() && News.Count == 0)
                    return;
                if (await changed.WaitAsync(Poll))
                    await Task.Delay(Frame, Time);
                while (changed.Wait(0))
                {
                    // Many changes at once are one reading.
                }
            }
        }
        finally
        {
            host.Feed.Changed -= Wake;
        }
    }

    private void Read()
    {
        Run = _runs.Find(id)!;
        var order = workflow.Tasks.Select((task, place) => (task.Id, place)).ToDictionary(pair => pair.Id, pair => pair.place);
        Tasks = [.. _tasks.List(id).OrderBy(task => order.GetValueOrDefault(task.TaskId, int.MaxValue)).ThenBy(task => task.Item ?? -1)];
        News = _logs.Next();
    }
}
