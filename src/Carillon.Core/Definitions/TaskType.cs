using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;

namespace Carillon.Core.Definitions;

/// <summary>What a task type is and takes, as <c>carillon tasks</c>, the API, the validator and the editors' schema see it. Thread safe.</summary>
public sealed record TaskType
{
    private readonly Lazy<(JsonObject Input, JsonObject Output)>? _schemas;

    /// <summary>A task type whose parts are set one by one.</summary>
    public TaskType()
    {
    }

    /// <summary>A task type whose schemas are made when somebody first looks at one: most processes look at few.</summary>
    /// <param name="name">The name after <c>uses</c>.</param>
    /// <param name="summary">One sentence: what it does.</param>
    /// <param name="schemas">Makes both schemas; called at most once.</param>
    [SetsRequiredMembers]
    public TaskType(string name, string summary, Func<(JsonObject Input, JsonObject Output)> schemas)
    {
        (Name, Summary) = (name, summary);
        _schemas = new(schemas);
    }

    /// <summary>The name after <c>uses</c>, for example <c>market.bars</c>.</summary>
    public required string Name { get; init; }

    /// <summary>One sentence: what it does.</summary>
    public required string Summary { get; init; }

    /// <summary>JSON Schema (draft 2020-12) of <c>with</c>: an object with <c>properties</c>, <c>required</c> and <c>additionalProperties</c>.</summary>
    public required JsonObject InputSchema
    {
        get => field ?? _schemas!.Value.Input;
        init;
    }

    /// <summary>JSON Schema of the output.</summary>
    public required JsonObject OutputSchema
    {
        get => field ?? _schemas!.Value.Output;
        init;
    }

    /// <summary>The group it is listed under, for example <c>built in</c> or <c>market</c>.</summary>
    public string Group { get; init; } = "built in";

    /// <summary>True for sensors: task types that poke until a condition holds.</summary>
    public bool IsSensor { get; init; }

    /// <summary>True when what it is given is stored for others to read, as a run's input is: it may hold no secret. Default false.</summary>
    public bool StoresInput { get; init; }

    /// <summary>The kinds of connection that its input <c>connection</c> may name; empty for none.</summary>
    public IReadOnlyList<string> ConnectionKinds { get; init; } = [];
}
