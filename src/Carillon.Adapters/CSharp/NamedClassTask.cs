using System.Text.Json.Nodes;
using Carillon.Adapters.Tasks;
using Carillon.Core.Definitions;
using Carillon.Engine.Runs;
using Microsoft.Extensions.DependencyInjection;

namespace Carillon.Adapters.CSharp;

/// <summary>A class of the user's as a task type of its own.</summary>
internal sealed class NamedClassTask(Type type, CarillonTaskAttribute named, IServiceProvider? services) : ITaskHandler
{
    public TaskType Type { get; } = new()
    {
        Name = named.Name,
        Summary = named.Summary ?? $"Runs the class {type.FullName}.",
        Group = type.Assembly.GetName().Name ?? "plugins",
        InputSchema = named.Input is { } input ? TaskSchema.OfInput(input) : Anything(),
        OutputSchema = named.Output is { } output ? TaskSchema.OfOutput(output) : [],
    };

    public async Task<TaskResult> RunAsync(TaskContext context, CancellationToken cancellationToken)
    {
        if (named.Input is { } input && InputReader.Problems(input, context.Input) is { Count: > 0 } problems)
            throw TaskFailures.Input(string.Join("; ", problems));
        return await RunAsync(type, services, context, cancellationToken);
    }

    /// <summary>Makes an instance, runs it and lets go of it.</summary>
    internal static async Task<TaskResult> RunAsync(Type type, IServiceProvider? services, TaskContext context, CancellationToken cancellationToken)
    {
        await using var scope = services?.CreateAsyncScope();
        var task = Create(type, scope?.ServiceProvider);
        try
        {
            return new TaskResult.Succeeded(await task.RunAsync(context, cancellationToken));
        }
        finally
        {
            if (task is IAsyncDisposable async) await async.DisposeAsync();
            else (task as IDisposable)?.Dispose();
        }
    }

    private static ICarillonTask Create(Type type, IServiceProvider? services)
    {
        try
        {
            return (ICarillonTask)ActivatorUtilities.CreateInstance(services ?? NoServices.Instance, type);
        }
        catch (InvalidOperationException missing)
        {
            throw TaskFailures.Input($"class '{type.FullName}' cannot be made: {missing.Message}");
        }
    }

    private static JsonObject Anything() => new() { ["type"] = "object", ["additionalProperties"] = true };

    private sealed class NoServices : IServiceProvider
    {
        public static NoServices Instance { get; } = new();

        public object? GetService(Type serviceType) => null;
    }
}
