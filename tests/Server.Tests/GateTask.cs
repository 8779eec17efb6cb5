using System.Text;
using System.Text.Json.Nodes;
using Carillon.Core;
using Carillon.Core.Definitions;
using Carillon.Core.Runs;
using Carillon.Engine.Runs;

namespace Carillon.Server.Tests;

/// <summary>The task type <c>test.gate</c>: writes a log line, keeps a file when told to, and ends when the gate opens; <c>fail</c> ends it badly at once.</summary>
public sealed class GateTask : ITaskHandler
{
    private readonly TaskCompletionSource _gate = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public TaskType Type { get; } = new()
    {
        Name = "test.gate",
        Summary = "A step of a test.",
        InputSchema = JsonNode.Parse("""{ "type": "object", "properties": { "say": { "type": "string" }, "fail": { "type": "string" }, "keep": { "type": "string" }, "type": { "type": "string" }, "wait": { "type": "boolean" } }, "additionalProperties": false }""")!.AsObject(),
        OutputSchema = JsonNode.Parse("""{ "type": "object", "properties": { "said": { "type": "string" } } }""")!.AsObject(),
    };

    public void Open() => _gate.TrySetResult();

    public async Task<TaskResult> RunAsync(TaskContext context, CancellationToken cancellationToken)
    {
        var say = context.Input["say"]?.ToString() ?? "";
        context.Log.Line(say);
        if (context.Input["keep"]?.ToString() is { } name)
            await context.Artifacts.KeepAsync(name, context.Input["type"]?.ToString() ?? "text/plain", new MemoryStream(Encoding.UTF8.GetBytes(say)), cancellationToken);
        if (context.Input["fail"]?.ToString() is { } message)
            return new TaskResult.Failed(new TaskError(ProblemCodes.TaskFailed, ErrorClasses.Assertion, message));
        if (context.Input["wait"]?.GetValue<bool>() == true)
            await _gate.Task.WaitAsync(cancellationToken);
        return new TaskResult.Succeeded(new JsonObject { ["said"] = say });
    }
}
