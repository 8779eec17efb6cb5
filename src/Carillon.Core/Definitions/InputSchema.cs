using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Carillon.Core.Definitions.Expressions;

namespace Carillon.Core.Definitions;

/// <summary>A run's input against the fields that its workflow declares. Pure.</summary>
public static class InputSchema
{
    /// <summary>How long one pattern may take on one text. The matcher is linear in the text, so only absurd input gets there.</summary>
    private static readonly TimeSpan PatternTimeout = TimeSpan.FromMilliseconds(250);

    /// <summary>
    /// The whole input, in the order of the fields: what <paramref name="given"/> says, else the default, else null for a field that is not required.
    /// A given null counts as not given. Every problem at once, code SCH020, none with a place.
    /// </summary>
    /// <param name="fields">The fields the workflow declares.</param>
    /// <param name="given">What the caller gives. It is not changed, and the result shares nothing with it.</param>
    public static Checked<JsonObject> Check(IReadOnlyList<InputField> fields, JsonObject given)
    {
        var problems = new List<Problem>();
        var patterns = new PatternAllowance();
        var result = new JsonObject();
        foreach (var field in fields)
        {
            given.TryGetPropertyValue(field.Name, out var value);
            if (value is not null && Fault(field, value, patterns) is { } fault)
                problems.Add(Bad($"Input '{field.Name}' {fault}."));
            else if (value is null && field.Default is null && field.Required)
                problems.Add(Bad($"Input '{field.Name}' is required.", field.Description is null ? null : $"It means: {field.Description}"));
            result[field.Name] = (value ?? field.Default)?.DeepClone();
        }

        foreach (var (name, _) in given)
        {
            if (!result.ContainsKey(name))
                problems.Add(Unknown(name, fields));
        }

        return problems.Count > 0 ? Checked<JsonObject>.Bad(problems) : Checked<JsonObject>.Ok(result);
    }

    /// <summary>The fields as a JSON Schema (draft 2020-12) of the input.</summary>
    public static JsonObject ToJsonSchema(IReadOnlyList<InputField> fields)
    {
        var properties = new JsonObject();
        var required = new JsonArray();
        foreach (var field in fields)
        {
            properties[field.Name] = FieldSchema(field);
            if (field.Required && field.Default is null)
                required.Add((JsonNode)field.Name);
        }

        var schema = new JsonObject { ["type"] = "object", ["properties"] = properties, ["additionalProperties"] = false };
        if (required.Count > 0)
            schema["required"] = required;
        return schema;
    }

    /// <summary>What is wrong with a value of a field, as the end of a sentence; null when nothing is.</summary>
    internal static string? Fault(InputField field, JsonNode value, PatternAllowance patterns)
    {
        if (!Fits(field.Type, value))
            return $"must be {Article(field.Type)}, not {ExpressionValues.Kind(value)}";
        if (field.Enum is { } allowed && !allowed.Any(a => ExpressionValues.AreEqual(a, value)))
            return $"must be one of {string.Join(", ", allowed.Select(ExpressionValues.ToJson))}";
        if (ExpressionValues.TryNumber(value, out var number))
        {
            if (field.Minimum is { } least && number < least)
                return $"must be at least {ExpressionValues.ToJson(ExpressionValues.Number(least))}";
            if (field.Maximum is { } most && number > most)
                return $"must be at most {ExpressionValues.ToJson(ExpressionValues.Number(most))}";
        }

        if (field.Pattern is null || !ExpressionValues.TryText(value, out var text))
            return null;
        if (!patterns.Take(text.Length))
            return "is too long: no more text is matched against patterns";
        return Matches(field.Pattern, text) ? null : $"must match the pattern '{field.Pattern}'";
    }

    /// <summary>The problem of a field that the workflow does not declare.</summary>
    private static Problem Unknown(string name, IReadOnlyList<InputField> fields) =>
        Bad(
            $"The workflow has no input '{name}'.",
            Nearest.Suggest(name, fields.Select(f => f.Name))
                ?? (fields.Count == 0 ? "It takes no input." : $"It takes {string.Join(", ", fields.Select(f => $"'{f.Name}'"))}."));

    /// <summary>The pattern as a matcher of linear time, or null when it cannot be one.</summary>
    internal static Regex? Pattern(string pattern)
    {
        try
        {
            return new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant, PatternTimeout);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            return null;
        }
    }

    internal static bool Fits(InputType type, JsonNode value) => type switch
    {
        InputType.Array => value is JsonArray,
        InputType.Object => value is JsonObject,
        InputType.String => value.GetValueKind() == JsonValueKind.String,
        InputType.Boolean => value.GetValueKind() is JsonValueKind.True or JsonValueKind.False,
        InputType.Integer => ExpressionValues.TryNumber(value, out var number) && number == decimal.Truncate(number),
        _ => value.GetValueKind() == JsonValueKind.Number,
    };

    internal static string Article(InputType type) => type switch
    {
        InputType.String => "text",
        InputType.Integer => "a whole number",
        InputType.Number => "a number",
        InputType.Boolean => "true or false",
        InputType.Array => "a list",
        _ => "a mapping",
    };

    private static bool Matches(string pattern, string text)
    {
        try
        {
            return Pattern(pattern)?.IsMatch(text) == true;
        }
        catch (RegexMatchTimeoutException)
        {
            return false;
        }
    }

    private static JsonObject FieldSchema(InputField field)
    {
        var schema = new JsonObject { ["type"] = field.Type.ToString().ToLowerInvariant() };
        if (field.Description is not null)
            schema["description"] = field.Description;
        if (field.Default is not null)
            schema["default"] = field.Default.DeepClone();
        if (field.Minimum is { } least)
            schema["minimum"] = ExpressionValues.Number(least);
        if (field.Maximum is { } most)
            schema["maximum"] = ExpressionValues.Number(most);
        if (field.Enum is not null)
            schema["enum"] = new JsonArray([.. field.Enum.Select(e => e.DeepClone())]);
        if (field.Pattern is not null)
            schema["pattern"] = field.Pattern;
        return schema;
    }

    private static Problem Bad(string message, string? suggestion = null) => new(ProblemCodes.InvalidInput, message, Suggestion: suggestion);
}
