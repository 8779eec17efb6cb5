using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Carillon.Core;
using Carillon.Core.Definitions;

namespace Carillon.Server.Cli;

/// <summary><c>--input name=value</c>: input for a run.</summary>
internal static class InputOption
{
    public static Option<string[]> Create() => new("--input", "-i")
    {
        Description = "Input as name=value, several times. Values of text fields are taken as they stand; others as JSON (5, true, [1,2]) when they are JSON.",
        HelpName = "NAME=VALUE",
        AllowMultipleArgumentsPerToken = true,
    };

    /// <summary>The input, or what cannot be read.</summary>
    /// <param name="pairs">As given: <c>name=value</c>.</param>
    /// <param name="typeOf">What a field takes; null when that is not known.</param>
    public static Checked<JsonObject> Read(IEnumerable<string> pairs, Func<string, InputType?> typeOf)
    {
        var input = new JsonObject();
        var problems = new List<Problem>();
        foreach (var pair in pairs)
        {
            var split = pair.IndexOf('=', StringComparison.Ordinal);
            if (split <= 0)
                problems.Add(new Problem(ProblemCodes.InvalidRequest, $"'{pair}' is not an input.", Suggestion: "Write name=value."));
            else if (!input.TryAdd(pair[..split], Value(pair[(split + 1)..], typeOf(pair[..split]))))
                problems.Add(new Problem(ProblemCodes.Duplicate, $"The input '{pair[..split]}' is given twice."));
        }

        return problems.Count == 0 ? Checked<JsonObject>.Ok(input) : Checked<JsonObject>.Bad(problems);
    }

    private static JsonNode? Value(string text, InputType? type)
    {
        if (type == InputType.String)
            return JsonValue.Create(text);
        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return JsonValue.Create(text);
        }
    }
}
