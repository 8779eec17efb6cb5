using System.Text.Json.Nodes;
using Carillon.Core.Definitions;
using Carillon.Core.Definitions.Expressions;
using Carillon.Core.Runs;
using NodaTime;

namespace Carillon.Core.Tests.Runs;

/// <summary>Short ways to write a workflow in a test.</summary>
internal static class Steps
{
    public static readonly Instant Start = Instant.FromUtc(2026, 1, 5, 9, 0);

    public static TaskDefinition Step(string id, params string[] needs) => new()
    {
        Id = new TaskId(id),
        Uses = "test.step",
        Needs = [.. needs.Select(need => new TaskId(need))],
    };

    public static TaskDefinition Hook(string id, TaskRole role) => Step(id) with { Role = role };

    public static TaskDefinition Each(string id, int items, int? maxParallel = null, params string[] needs) =>
        Step(id, needs) with { ForEach = new ForEach(Value(new JsonArray([.. Enumerable.Range(0, items).Select(i => (JsonNode)i)])), maxParallel) };

    public static WorkflowDefinition Workflow(params TaskDefinition[] tasks) => new()
    {
        Id = new WorkflowId("w"),
        Name = "w",
        Version = "1",
        Tasks = tasks,
    };

    public static RunState Made(WorkflowDefinition workflow) =>
        RunState.New(new RunId("r1"), "default", workflow, RunTrigger.Manual, [], Start);

    public static RunState Made(params TaskDefinition[] tasks) => Made(Workflow(tasks));

    public static Expression Value(JsonNode? value) => new TestExpression("value", _ => Checked<JsonNode?>.Ok(value));

    public static Expression Success() => new TestExpression("success()", scope => Checked<JsonNode?>.Ok(scope.Success), asksStatus: true);

    public static Expression Failure() => new TestExpression("failure()", scope => Checked<JsonNode?>.Ok(!scope.Success), asksStatus: true);

    public static Expression Always() => new TestExpression("always()", _ => Checked<JsonNode?>.Ok(true), asksStatus: true);

    public static Expression Broken() =>
        new TestExpression("broken", _ => Checked<JsonNode?>.Bad(new Problem(ProblemCodes.ExpressionFailed, "It does not work.")));

    /// <summary>Reads a path such as <c>tasks.a.output.count</c>.</summary>
    public static Expression Path(string path) => new TestExpression(path, scope =>
    {
        var names = path.Split('.');
        if (!scope.TryGet(names[0], out var node))
            return Checked<JsonNode?>.Bad(new Problem(ProblemCodes.ExpressionFailed, $"'{names[0]}' is not there."));
        foreach (var name in names.Skip(1))
        {
            if (node is not JsonObject fields || !fields.TryGetPropertyValue(name, out node))
                return Checked<JsonNode?>.Bad(new Problem(ProblemCodes.ExpressionFailed, $"'{name}' is not there."));
        }
        return Checked<JsonNode?>.Ok(node);
    });

    public static RetryPolicy Retry(int attempts, double seconds = 10) =>
        new(attempts, Backoff.Fixed, Duration.FromSeconds(seconds), Duration.FromSeconds(seconds));

    public static TaskError Error(string errorClass = ErrorClasses.Network, bool retryable = true, Duration? retryAfter = null) =>
        new(ProblemCodes.TaskFailed, errorClass, "no answer", retryable, retryAfter);

    private sealed class TestExpression(string text, Func<IExpressionScope, Checked<JsonNode?>> evaluate, bool asksStatus = false) : Expression
    {
        public override string Text => text;

        public override IReadOnlyList<string> Paths => [];

        public override bool AsksStatus => asksStatus;

        internal override IReadOnlyList<PathRead> Reads => [];

        public override Checked<JsonNode?> Evaluate(IExpressionScope scope) => evaluate(scope);
    }
}
