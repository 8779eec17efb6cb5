using System.ComponentModel;
using System.Text.Json.Nodes;
using Carillon.Adapters.CSharp;
using Carillon.Engine.Runs;

namespace MyCompany;

public sealed record RebalanceInput
{
    [Description("What to weigh.")]
    public required string Symbol { get; init; }

    public int Days { get; init; } = 5;
}

[CarillonTask("mycompany.rebalance", Summary = "Weighs a portfolio.", Input = typeof(RebalanceInput))]
public sealed class Rebalance : ICarillonTask, IDisposable
{
    private TaskContext? _context;

    public Task<JsonNode?> RunAsync(TaskContext context, CancellationToken cancellationToken)
    {
        _context = context;
        context.Log.Line("weighing");
        return Task.FromResult<JsonNode?>(new JsonObject { ["weighed"] = context.Input["symbol"]?.DeepClone() });
    }

    public void Dispose() => _context?.Log.Line("let go");
}

public sealed class Plain : ICarillonTask
{
    public Task<JsonNode?> RunAsync(TaskContext context, CancellationToken cancellationToken) => Task.FromResult<JsonNode?>(42);
}

[CarillonTask("Not A Name")]
public sealed class BadlyNamed : ICarillonTask
{
    public Task<JsonNode?> RunAsync(TaskContext context, CancellationToken cancellationToken) => Task.FromResult<JsonNode?>(null);
}

[CarillonTask("shell")]
public sealed class Usurper : ICarillonTask
{
    public Task<JsonNode?> RunAsync(TaskContext context, CancellationToken cancellationToken) => Task.FromResult<JsonNode?>(null);
}

public sealed class NeedsClock(TimeProvider time) : ICarillonTask
{
    public Task<JsonNode?> RunAsync(TaskContext context, CancellationToken cancellationToken) => Task.FromResult<JsonNode?>(time.GetUtcNow().Year);
}
