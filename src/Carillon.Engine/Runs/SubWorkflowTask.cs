using System.Text.Json.Nodes;
using Carillon.Core;
using Carillon.Core.Definitions;
using Carillon.Core.Runs;
using Carillon.Engine.Storage;
using NodaTime;

namespace Carillon.Engine.Runs;

/// <summary>
/// The task type <c>workflow</c>: runs another workflow and waits for it. The child is made under the task's idempotency key, so a retry or a restart
/// finds the same child; while it runs, no slot is held.
/// </summary>
internal sealed class SubWorkflowTask(Func<RunService> service, Database database) : ITaskHandler
{
    /// <summary>What stands after <c>uses</c>.</summary>
    internal const string Name = "workflow";

    private static readonly Duration PokeEvery = Duration.FromSeconds(30);

    /// <inheritdoc/>
    public TaskType Type => WorkflowType;

    /// <summary>What it is and takes.</summary>
    internal static TaskType WorkflowType { get; } = new()
    {
        Name = Name,
        StoresInput = true,
        Summary = "Runs another workflow and, unless told otherwise, waits for it to end.",
        InputSchema = JsonNode.Parse(
            """
            {
              "type": "object",
              "properties": {
                "workflow": { "type": "string", "description": "The id of the workflow to run." },
                "input": { "type": "object", "description": "Its input.", "default": {} },
                "wait": { "type": "boolean", "description": "False: succeed as soon as the run is made.", "default": true }
              },
              "required": ["workflow"],
              "additionalProperties": false
            }
            """)!.AsObject(),
        OutputSchema = JsonNode.Parse(
            """
            {
              "type": "object",
              "properties": {
                "run_id": { "type": "string", "description": "The run that was made." },
                "status": { "type": "string", "description": "How it ended, or how it stands when not waited for." },
                "outputs": { "type": "object", "description": "The outputs of its tasks, by task id." }
              }
            }
            """)!.AsObject(),
    };

    /// <inheritdoc/>
    public async Task<TaskResult> RunAsync(TaskContext context, CancellationToken cancellationToken)
    {
        var workflow = new WorkflowId(context.Input["workflow"]?.GetValueKind() == System.Text.Json.JsonValueKind.String ? context.Input["workflow"]!.GetValue<string>() : "");
        var input = context.Input["input"] as JsonObject ?? [];
        var wait = context.Input["wait"]?.GetValueKind() != System.Text.Json.JsonValueKind.False;
        // One child for each attempt: a failed child is run anew by the retry of its parent's task.
        var request = new StartRun(workflow, input, RunTrigger.Api, $"run {context.RunId}")
        {
            IdempotencyKey = $"{context.RunId}/{context.Key}#{context.Attempt}",
            Parent = context.RunId,
            ParentTask = context.Key,
        };
        var started = await Outage.OutlastAsync(() => service().StartAsync(request), database, context.Time, cancellationToken);
        if (!started.IsOk)
        {
            var problem = started.Problems[0];
            return new TaskResult.Failed(new TaskError(problem.Code, ErrorClasses.Input, string.Join(" ", started.Problems.Select(p => p.Message)), Retryable: false));
        }
        if (context.Pokes == 0)
            context.Log.Line($"workflow '{workflow}' runs as {started.Value}");
        var child = await Outage.OutlastAsync(() => Task.FromResult(database.Read(sql => Child(sql, started.Value))), database, context.Time, cancellationToken);
        return child.Status switch
        {
            RunStatus.Completed => new TaskResult.Succeeded(Output(started.Value, child)),
            _ when !wait => new TaskResult.Succeeded(Output(started.Value, child)),
            RunStatus.Failed or RunStatus.Canceled => new TaskResult.Failed(new TaskError(
                ProblemCodes.TaskFailed, ErrorClasses.Server, $"Run {started.Value} of workflow '{workflow}' ended {StatusText.Of(child.Status)}{(child.Error is { } e ? ": " + e.Message : ".")}")),
            _ => new TaskResult.PokeAgain(PokeEvery, started.Value),
        };
    }

    private static JsonObject Output(RunId id, (RunStatus Status, TaskError? Error, JsonObject Outputs) child) => new()
    {
        ["run_id"] = id.Value,
        ["status"] = StatusText.Of(child.Status),
        ["outputs"] = child.Outputs,
    };

    private static (RunStatus Status, TaskError? Error, JsonObject Outputs) Child(Sql sql, RunId id)
    {
        var outputs = new JsonObject();
        foreach (var (task, output) in sql.Query(
            "select task_id, output from task_runs where run_id = $1 and item = -1 and output is not null", row => (row.GetString(0), row.GetString(1)), id.Value))
        {
            outputs[task] = JsonNode.Parse(output);
        }
        var run = sql.First("select status, error from runs where id = $1", row => (Status: row.GetString(0), Error: row.TextOrNull(1)), id.Value);
        return (StatusText.ParseRun(run.Status), RunStore.ErrorFrom(run.Error), outputs);
    }
}
