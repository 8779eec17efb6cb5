using System.Text.Json.Nodes;

namespace Carillon.Core.Definitions.Expressions;

/// <summary>A function that expressions may call. The guide's table is made of these.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Parameters">The parameters as they are shown; a trailing <c>?</c> marks an optional one, <c>…</c> any number.</param>
/// <param name="Least">The fewest arguments.</param>
/// <param name="Most">The most arguments.</param>
/// <param name="Meaning">One sentence.</param>
/// <param name="Example">A call that needs no scope, or null.</param>
/// <param name="Result">What <paramref name="Example"/> gives, as JSON.</param>
/// <param name="Apply">Its code. Arguments have been counted.</param>
internal sealed record ExpressionFunction(
    string Name,
    string Parameters,
    int Least,
    int Most,
    string Meaning,
    string? Example,
    string? Result,
    Func<Call, JsonNode?> Apply)
{
    /// <summary>As it is shown: <c>contains(x, y)</c>.</summary>
    public string Signature => $"{Name}({Parameters})";
}

/// <summary>A call under way: reads arguments and fails with the function's name and the argument's place.</summary>
internal readonly struct Call(Evaluation evaluation, string name, JsonNode?[] values)
{
    public Evaluation E => evaluation;

    public int Count => values.Length;

    public JsonNode? this[int i] => values[i];

    public IReadOnlyList<JsonNode?> Values => values;

    public JsonNode? Fail(string what) => evaluation.Fail($"{name}(): {what}");

    /// <summary>The argument as text; false and a failure when it is none.</summary>
    public bool Text(int i, out string text) => ExpressionValues.TryText(values[i], out text) || Wrong(i, "text");

    public bool Number(int i, out decimal number) => ExpressionValues.TryNumber(values[i], out number) || Wrong(i, "a number");

    public bool List(int i, out JsonArray list)
    {
        list = values[i] as JsonArray ?? [];
        return values[i] is JsonArray || Wrong(i, "a list");
    }

    public bool Map(int i, out JsonObject map)
    {
        map = values[i] as JsonObject ?? [];
        return values[i] is JsonObject || Wrong(i, "a mapping");
    }

    /// <summary>Text, its cost paid.</summary>
    public JsonNode? Made(long length, Func<string> make) => evaluation.ChargeText(length) ? JsonValue.Create(make()) : null;

    private bool Wrong(int i, string wanted)
    {
        Fail($"argument {i + 1} must be {wanted}, not {ExpressionValues.Kind(values[i])}.");
        return false;
    }
}
