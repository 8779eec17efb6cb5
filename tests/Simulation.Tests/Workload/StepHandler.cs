using System.Text.Json.Nodes;
using Carillon.Core;
using Carillon.Core.Definitions;
using Carillon.Core.Runs;
using Carillon.Engine.Connections;
using Carillon.Engine.Runs;
using Carillon.Simulation.Tests.World;
using NodaTime;

namespace Carillon.Simulation.Tests.Workload;

/// <summary>
/// The task type <c>sim.step</c> of one life of a node. Chance decides what an attempt does: it succeeds at once or later, fails one way or another, pokes, skips, hangs until
/// it is canceled, or hangs whatever anybody says; with its effect on the outside before or after. Once the world is calm it succeeds.
/// </summary>
internal sealed class StepHandler(Chance chance, OutsideLog outside, AttemptWatch watch, Service service, Func<bool> isCalm) : ITaskHandler, IConnectionUser
{
    public TaskType Type { get; } = new()
    {
        Name = "sim.step",
        Summary = "A step of a simulated history.",
        InputSchema = JsonNode.Parse("""{ "type": "object", "properties": { "connection": { "type": "string" } }, "additionalProperties": true }""")!.AsObject(),
        OutputSchema = JsonNode.Parse("""{ "type": "object", "properties": { "effect": { "type": "integer" } } }""")!.AsObject(),
        ConnectionKinds = [service.Kind.Name],
    };

    public IReadOnlyList<IConnectionKind> ConnectionKinds => [service];

    public async Task<TaskResult> RunAsync(TaskContext context, CancellationToken cancellationToken)
    {
        using var attempt = watch.Begin(context, cancellationToken);
        var act = isCalm() ? chance.Below(60) : chance.Below(100);
        if (act >= 40)
            await WaitAsync(context, chance.Seconds(0.05, act < 55 ? 2 : 25), act >= 96 ? CancellationToken.None : cancellationToken);
        return act switch
        {
            _ when context.Connection is not null && service.IsDown => Fail(ErrorClasses.Network, "nobody answers"),
            < 70 => Done(context),
            < 75 => Fail(ErrorClasses.Network, "the line is dead"),
            < 78 => After(Done(context), Fail(ErrorClasses.Server, "the answer was lost")),
            < 81 => Refused(),
            < 82 => new TaskResult.Failed(new TaskError(ProblemCodes.TaskFailed, ErrorClasses.Assertion, "that is not it", Retryable: false)),
            < 84 => throw new InvalidOperationException("the handler threw"),
            < 90 => new TaskResult.PokeAgain(chance.Seconds(1, 15)),
            < 92 => new TaskResult.Skipped("there was nothing to do"),
            < 94 => await HangAsync(context, cancellationToken),
            < 96 => After(Done(context), await HangAsync(context, cancellationToken)),
            _ => Done(context),
        };
    }

    private static TaskResult After(TaskResult first, TaskResult then)
    {
        _ = first;
        return then;
    }

    private TaskResult Done(TaskContext context) => new TaskResult.Succeeded(new JsonObject
    {
        ["effect"] = outside.Do(context),
    });

    private static TaskResult Fail(string kind, string message) => new TaskResult.Failed(new TaskError(ProblemCodes.TaskFailed, kind, message));

    private TaskResult Refused() =>
        new TaskResult.Failed(new TaskError(ProblemCodes.TaskFailed, ErrorClasses.RateLimit, "too many requests", RetryAfter: chance.Seconds(1, 10)));

    private static async Task<TaskResult> HangAsync(TaskContext context, CancellationToken cancellationToken)
    {
        await WaitAsync(context, Duration.FromMinutes(3), cancellationToken);
        return Fail(ErrorClasses.Timeout, "it never answered");
    }

    private static async Task WaitAsync(TaskContext context, Duration length, CancellationToken cancellationToken)
    {
        // With a sign of life on the way, if somebody waits for one.
        await Task.Delay(length.ToTimeSpan() / 2, context.Time, cancellationToken);
        context.Heartbeat();
        await Task.Delay(length.ToTimeSpan() / 2, context.Time, cancellationToken);
    }
}
