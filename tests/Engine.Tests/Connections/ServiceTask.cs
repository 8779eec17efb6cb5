using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Carillon.Core;
using Carillon.Core.Definitions;
using Carillon.Core.Runs;
using Carillon.Engine.Connections;
using Carillon.Engine.Runs;

namespace Carillon.Engine.Tests.Connections;

/// <summary>The task type <c>test.service</c>, which needs a connection of the kind <c>test</c>: does what the test says the service does.</summary>
public sealed class ServiceTask : ITaskHandler, IConnectionUser, IConnectionKind
{
    /// <summary>Null: it answers. Else the class of the error.</summary>
    public volatile string? Down;

    /// <summary>Runs that came to the service, in order.</summary>
    public ConcurrentQueue<string> Asked { get; } = [];

    /// <summary>Held until it is completed, when set.</summary>
    public TaskCompletionSource? Gate { get; set; }

    public TaskType Type { get; } = new()
    {
        Name = "test.service",
        Summary = "A step of a test.",
        InputSchema = JsonNode.Parse("""{ "type": "object", "properties": { "connection": { "type": "string" } }, "additionalProperties": false }""")!.AsObject(),
        OutputSchema = new JsonObject(),
        ConnectionKinds = ["test"],
    };

    public IReadOnlyList<IConnectionKind> ConnectionKinds => [this];

    public ConnectionKind Kind { get; } = new("test", "A service of a test.", [new ConnectionField("address", "Where."), new ConnectionField("password", "What it knows us by.") { IsSecret = true }]);

    public IEnumerable<string> Check(JsonObject settings) => [];

    public Task<string> ConnectAsync(OpenConnection connection, CancellationToken cancellationToken) => Task.FromResult("fine");

    public async Task<TaskResult> RunAsync(TaskContext context, CancellationToken cancellationToken)
    {
        Asked.Enqueue(context.RunId.Value);
        if (Gate is { } gate)
            await gate.Task.WaitAsync(cancellationToken);
        return Down is { } kind ? new TaskResult.Failed(new TaskError(ProblemCodes.TaskFailed, kind, $"the service with {context.Connection!.Text("password")} says no")) : new TaskResult.Succeeded(null);
    }
}
