using System.ComponentModel;
using System.Text.Json.Nodes;
using Carillon.Adapters.Tasks;
using Carillon.Engine.Runs;

namespace Carillon.Adapters.CSharp;

/// <summary>The input of <c>csharp</c>.</summary>
public sealed record CSharpInput
{
    /// <summary>The class.</summary>
    [Description("The class's full name, for example MyCompany.Rebalance. It implements ICarillonTask and is in an assembly of the plugin folder or registered in the services.")]
    public required string Class { get; init; }

    /// <summary>Its input.</summary>
    [Description("What the class finds as its input.")]
    public JsonObject Input { get; init; } = [];
}

/// <summary>The output of <c>csharp</c>.</summary>
public sealed record CSharpOutput
{
    /// <summary>What the class returned.</summary>
    [Description("What the class returned.")]
    public required JsonNode? Result { get; init; }
}

/// <summary>The task type <c>csharp</c>.</summary>
internal sealed class CSharpTask(IReadOnlyDictionary<string, Type> classes, IServiceProvider? services)
    : TaskHandler<CSharpInput, CSharpOutput>("csharp", "Runs a C# class of your own.")
{
    protected override async Task<TaskResult> RunAsync(CSharpInput input, TaskContext context, CancellationToken cancellationToken)
    {
        if (!classes.TryGetValue(input.Class, out var type))
            throw TaskFailures.Input($"no task class '{input.Class}'; there are {(classes.Count == 0 ? "none" : string.Join(", ", classes.Keys))}");
        var result = await NamedClassTask.RunAsync(type, services, context with { Input = input.Input }, cancellationToken);
        return Done(new() { Result = ((TaskResult.Succeeded)result).Output });
    }
}
