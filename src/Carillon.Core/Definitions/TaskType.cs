using System.Text.Json.Nodes;

namespace Carillon.Core.Definitions;

/// <summary>What a task type is and takes, as <c>carillon tasks</c>, the API, the validator and the editors' schema see it.</summary>
public sealed record TaskType
{
    /// <summary>The name after <c>uses</c>, for example <c>market.bars</c>.</summary>
    public required string Name { get; init; }

    /// <summary>One sentence: what it does.</summary>
    public required string Summary { get; init; }

    /// <summary>JSON Schema (draft 2020-12) of <c>with</c>: an object with <c>properties</c>, <c>required</c> and <c>additionalProperties</c>.</summary>
    public required JsonObject InputSchema { get; init; }

    /// <summary>JSON Schema of the output.</summary>
    public required JsonObject OutputSchema { get; init; }

    /// <summary>The group it is listed under, for example <c>built in</c> or <c>market</c>.</summary>
    public string Group { get; init; } = "built in";

    /// <summary>True for sensors: task types that poke until a condition holds.</summary>
    public bool IsSensor { get; init; }
}
