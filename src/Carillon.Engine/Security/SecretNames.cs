using System.Text.Json.Nodes;
using Carillon.Core;
using Carillon.Core.Definitions;
using Carillon.Core.Definitions.Expressions;

namespace Carillon.Engine.Security;

/// <summary>Which secrets something names.</summary>
internal static class SecretNames
{
    /// <summary>Those that expressions of the settings name.</summary>
    public static IReadOnlyList<SecretRead> In(JsonObject settings) => InputTemplate.References(settings).ValueOrDefault?.SelectMany(expression => expression.Secrets).Distinct().ToArray() ?? [];

    /// <summary>What is wrong with those that must be there.</summary>
    public static IReadOnlyList<Problem> Missing(IEnumerable<SecretRead> names, (Dictionary<string, string> Values, Dictionary<string, Problem> Problems) read) =>
    [
        .. names.Where(secret => !read.Values.ContainsKey(secret.Name) && (!secret.IsOptional || read.Problems.ContainsKey(secret.Name)))
            .Select(secret => read.Problems.GetValueOrDefault(secret.Name)
                ?? new Problem(ProblemCodes.SecretMissing, $"There is no secret '{secret.Name}'.", Suggestion: $"Set it with 'carillon secrets set {secret.Name}', as a file of the secrets folder or as {SecretSources.Prefix}{secret.Name}.")),
    ];
}

/// <summary>A scope in which nothing is there.</summary>
internal sealed class NoScope : IExpressionScope
{
    public static NoScope Instance { get; } = new();

    public bool Success => true;

    public bool TryGet(string name, out JsonNode? value)
    {
        value = null;
        return false;
    }
}
