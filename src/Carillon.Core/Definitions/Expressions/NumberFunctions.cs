using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Carillon.Core.Definitions.Expressions;

/// <summary>Functions on numbers.</summary>
internal static class NumberFunctions
{
    public static IReadOnlyList<ExpressionFunction> All { get; } =
    [
        new("number", "x", 1, 1, "The number that the text x holds; true is 1, false is 0.", "number('2.50')", "2.5", ToNumber),
        new("min", "x, …", 1, 32, "The smallest of the numbers, or of a list of numbers.", "min(3, 1, 2)", "1", c => Best(c, Math.Min)),
        new("max", "x, …", 1, 32, "The largest of the numbers, or of a list of numbers.", "max(3, 1, 2)", "3", c => Best(c, Math.Max)),
        new("round", "x, digits?", 1, 2, "x rounded to so many digits (0 when left out); halves go away from zero.", "round(2.345, 2)", "2.35", Round),
        new("floor", "x", 1, 1, "The largest whole number not above x.", "floor(-1.5)", "-2", c => c.Number(0, out var x) ? ExpressionValues.Number(Math.Floor(x)) : null),
        new("abs", "x", 1, 1, "x without its sign.", "abs(-3)", "3", c => c.Number(0, out var x) ? ExpressionValues.Number(Math.Abs(x)) : null),
    ];

    private static JsonNode? ToNumber(Call c)
    {
        if (ExpressionValues.TryNumber(c[0], out var number))
            return ExpressionValues.Number(number);
        if (c[0] is JsonValue value && value.GetValueKind() is JsonValueKind.True or JsonValueKind.False)
            return ExpressionValues.Number(ExpressionValues.IsTrue(c[0]) ? 1 : 0);
        if (!c.Text(0, out var text))
            return null;
        return decimal.TryParse(text.AsSpan().Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out number)
            ? ExpressionValues.Number(number)
            : c.Fail("the text is not a number.");
    }

    private static JsonNode? Best(Call c, Func<decimal, decimal, decimal> better)
    {
        var values = c is { Count: 1 } && c[0] is JsonArray list ? [.. list] : c.Values;
        if (values.Count == 0)
            return c.Fail("the list is empty.");
        decimal? best = null;
        foreach (var value in values)
        {
            if (!ExpressionValues.TryNumber(value, out var number))
                return c.Fail($"every item must be a number, not {ExpressionValues.Kind(value)}.");
            best = best is { } so ? better(so, number) : number;
        }

        return ExpressionValues.Number(best!.Value);
    }

    private static JsonNode? Round(Call c)
    {
        var digits = 0m;
        if (!c.Number(0, out var x) || (c.Count > 1 && !c.Number(1, out digits)))
            return null;
        if (digits is < 0 or > 28 || digits != decimal.Truncate(digits))
            return c.Fail("argument 2 must be a whole number from 0 to 28.");
        return ExpressionValues.Number(Math.Round(x, (int)digits, MidpointRounding.AwayFromZero));
    }
}
