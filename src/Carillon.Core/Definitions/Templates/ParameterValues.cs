using System.Text.Json.Nodes;
using Carillon.Core.Definitions.Expressions;

namespace Carillon.Core.Definitions.Templates;

/// <summary>The parameters' values, and which of them only stand in for what a strategy will give.</summary>
/// <param name="Values">A value for every parameter; null for one that is not given.</param>
/// <param name="Open">Names of those that stand in.</param>
internal sealed record ParameterValues(JsonObject Values, IReadOnlySet<string> Open)
{
    /// <summary>The defaults, with stand-ins of the right type for parameters that must be given.</summary>
    public static ParameterValues Defaults(IReadOnlyList<InputField> fields) => Read(fields, [], []);

    /// <summary>
    /// What is given, else the default, else null. Problems (SCH020) name their field, <c>parameters.lookback</c>; where there is one, a stand-in takes the value's
    /// place, so that the rest can be checked all the same.
    /// </summary>
    public static ParameterValues Read(IReadOnlyList<InputField> fields, JsonObject given, List<Problem> problems)
    {
        var values = new JsonObject();
        var open = new HashSet<string>(StringComparer.Ordinal);
        var patterns = new PatternAllowance();
        foreach (var field in fields)
        {
            var value = given[field.Name];
            var fault = value is null ? null : InputSchema.Fault(field, value, patterns);
            if (fault is not null)
                problems.Add(Bad(field.Name, $"Parameter '{field.Name}' {fault}."));
            else if (value is null && field.Default is null && field.Required)
                problems.Add(Bad(field.Name, $"Parameter '{field.Name}' is required.", field.Description is null ? null : $"It means: {field.Description}"));
            else
            {
                values[field.Name] = (value ?? field.Default)?.DeepClone();
                continue;
            }

            open.Add(field.Name);
            values[field.Name] = StandIn(field);
        }

        foreach (var (name, _) in given)
        {
            if (!values.ContainsKey(name))
                problems.Add(Bad(name, $"The template has no parameter '{name}'.", Nearest.Suggest(name, fields.Select(f => f.Name)) ?? Names(fields)));
        }

        return new ParameterValues(values, open);
    }

    internal static string Names(IReadOnlyList<InputField> fields) =>
        fields.Count == 0 ? "It takes none." : $"It takes {string.Join(", ", fields.Take(12).Select(f => $"'{f.Name}'"))}.";

    private static JsonNode? StandIn(InputField field) => field.Enum is { Count: > 0 } allowed ? allowed[0].DeepClone() : field.Type switch
    {
        InputType.Integer => ExpressionValues.Number(decimal.Ceiling(field.Minimum ?? field.Maximum ?? 1)),
        InputType.Number => ExpressionValues.Number(field.Minimum ?? field.Maximum ?? 1),
        InputType.Boolean => JsonValue.Create(true),
        InputType.Array => new JsonArray(),
        InputType.Object => new JsonObject(),
        _ => JsonValue.Create(field.Name),
    };

    private static Problem Bad(string name, string message, string? suggestion = null) =>
        new(ProblemCodes.InvalidInput, message, Suggestion: suggestion) { Field = $"{ParameterText.Root}.{name}" };
}
