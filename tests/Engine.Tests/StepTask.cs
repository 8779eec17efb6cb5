using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Carillon.Core.Definitions;
using Carillon.Engine.Runs;

namespace Carillon.Engine.Tests;

/// <summary>The task type <c>test.step</c>: ends at once with its <c>value</c>, unless the test has said otherwise for its task id.</summary>
public sealed class StepTask : ITaskHandler
{
    private readonly ConcurrentDictionary<string, Func<TaskContext, CancellationToken, Task<TaskResult>>> _scripts = new();
    private TaskCompletionSource<TaskResult> _forgotten = new();
    private int _held;

    /// <summary>How many attempts have come to a gate (<see cref="Hold"/>) and not gone on.</summary>
    public int Held => Volatile.Read(ref _held);

    public ConcurrentQueue<TaskContext> Attempts { get; } = [];

    /// <summary>What tasks do that no <see cref="On(string, Func{TaskContext, CancellationToken, Task{TaskResult}})"/> names.</summary>
    public Func<TaskContext, CancellationToken, Task<TaskResult>> Otherwise { get; set; } = (context, _) => Task.FromResult(Done(context));

    public TaskType Type { get; } = new()
    {
        Name = "test.step",
        Summary = "A step of a test.",
        InputSchema = JsonNode.Parse("""{ "type": "object", "properties": { "value": {} }, "additionalProperties": true }""")!.AsObject(),
        OutputSchema = JsonNode.Parse("""{ "type": "object", "properties": { "value": {} } }""")!.AsObject(),
    };

    public StepTask On(string task, Func<TaskContext, CancellationToken, Task<TaskResult>> script)
    {
        _scripts[task] = script;
        return this;
    }

    public StepTask On(string task, Func<TaskContext, TaskResult> script) => On(task, (context, _) => Task.FromResult(script(context)));

    /// <summary>An attempt of the task stays under way until the gate opens, or it is canceled.</summary>
    public TaskCompletionSource Hold(string task)
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        On(task, async (context, stop) =>
        {
            Interlocked.Increment(ref _held);
            try
            {
                await Task.WhenAny(gate.Task, _forgotten.Task).WaitAsync(stop);
            }
            finally
            {
                Interlocked.Decrement(ref _held);
            }
            return Done(context);
        });
        return gate;
    }

    public static TaskResult Done(TaskContext context) => new TaskResult.Succeeded(new JsonObject { ["value"] = context.Input["value"]?.DeepClone() });

    /// <summary>Lets go of everything that is held, as a dead process would.</summary>
    public void Forget()
    {
        _forgotten.TrySetCanceled();
        _forgotten = new TaskCompletionSource<TaskResult>();
    }

    public Task<TaskResult> RunAsync(TaskContext context, CancellationToken cancellationToken)
    {
        Attempts.Enqueue(context);
        return _scripts.GetValueOrDefault(context.Key.Task.Value, Otherwise)(context, cancellationToken);
    }
}
