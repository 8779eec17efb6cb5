using System.Text.Json.Nodes;
using Carillon.Core.Definitions.Expressions;

namespace Carillon.Core.Tests.Definitions.Expressions;

/// <summary>A scope made of JSON.</summary>
internal sealed class Scope(string json, bool success = true) : IExpressionScope
{
    private readonly JsonObject _roots = (JsonObject)JsonNode.Parse(json)!;

    public bool Success => success;

    public bool TryGet(string name, out JsonNode? value) => _roots.TryGetPropertyValue(name, out value);
}
