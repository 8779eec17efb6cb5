using System.Text.Json.Nodes;
using Carillon.Core.Definitions;
using Carillon.Core.Definitions.Expressions;
using Carillon.Core.Runs;
using NodaTime;
using static Carillon.Core.Tests.Runs.Steps;

namespace Carillon.Core.Tests.Runs;

/// <summary>A random workflow, and random answers of the outside world to it.</summary>
internal static class RandomRun
{
    private static readonly string[] Classes = [ErrorClasses.Network, ErrorClasses.RateLimit, ErrorClasses.Timeout, ErrorClasses.Input, ErrorClasses.Server];

    public static RunState Make(Random random)
    {
        var tasks = new List<TaskDefinition>();
        var count = random.Next(1, 13);
        for (var place = 0; place < count; place++)
            tasks.Add(Task(random, place));
        for (var hook = random.Next(3); hook > 0; hook--)
            tasks.Add(Task(random, tasks.Count) with { Role = random.Next(2) == 0 ? TaskRole.OnSuccess : TaskRole.OnFailure, ForEach = null, Needs = [] });
        var workflow = Workflow([.. tasks]) with { Timeout = random.Next(4) == 0 ? Duration.FromSeconds(random.Next(1, 200)) : null };
        return Made(workflow) with { Identity = $"run-{random.Next()}" };
    }

    public static TaskError Error(Random random) => random.Next(4) == 0
        ? new TaskError(ProblemCodes.AttemptLost, ErrorClasses.Lost, "The node was lost.")
        : Steps.Error(Classes[random.Next(Classes.Length)], random.Next(5) > 0, random.Next(5) == 0 ? Duration.FromSeconds(random.Next(60)) : null);

    private static TaskDefinition Task(Random random, int place)
    {
        var needs = Enumerable.Range(0, place).Where(_ => random.Next(3) == 0).Select(need => $"t{need}").ToArray();
        var task = random.Next(5) == 0
            ? Each($"t{place}", random.Next(6), random.Next(2) == 0 ? random.Next(1, 4) : null, needs)
            : Step($"t{place}", needs);
        return task with
        {
            If = random.Next(10) switch { 0 => Always(), 1 => Failure(), 2 => Value(false), 3 => Value(true), 4 => Success(), 5 when random.Next(3) == 0 => Broken(), _ => null },
            Retry = random.Next(3) switch
            {
                0 => RetryPolicy.None,
                1 => Retry(random.Next(1, 5), random.Next(20)),
                _ => new RetryPolicy(random.Next(1, 6), Backoff.Exponential, Duration.FromSeconds(random.Next(1, 10)), Duration.FromSeconds(30)),
            },
            ContinueOnError = random.Next(5) == 0,
            Idempotent = random.Next(6) > 0,
            Timeout = random.Next(4) == 0 ? Duration.FromSeconds(random.Next(1, 60)) : null,
            Outputs = random.Next(8) == 0
                ? new Dictionary<string, Expression>(StringComparer.Ordinal) { ["n"] = random.Next(3) == 0 ? Broken() : Value(JsonValue.Create(1)) }
                : new Dictionary<string, Expression>(StringComparer.Ordinal),
        };
    }
}
