using System.Text.Json.Nodes;

namespace Carillon.Core.Definitions.Expressions;

/// <summary>The signs between two values.</summary>
internal static class ExpressionOperators
{
    public static JsonNode? Apply(Evaluation e, string sign, JsonNode? a, JsonNode? b) => sign switch
    {
        "==" => Equal(e, a, b) is { } same ? JsonValue.Create(same) : null,
        "!=" => Equal(e, a, b) is { } same ? JsonValue.Create(!same) : null,
        "<" or "<=" or ">" or ">=" => Compare(e, sign, a, b),
        "+" when ExpressionValues.TryText(a, out _) || ExpressionValues.TryText(b, out _) => Join(e, a, b),
        _ => Calculate(e, sign, a, b),
    };

    private static bool? Equal(Evaluation e, JsonNode? a, JsonNode? b) =>
        !ExpressionValues.AreOfOneKind(a, b) ? false : e.Charge(Math.Min(ExpressionValues.Weight(a), ExpressionValues.Weight(b))) ? ExpressionValues.AreEqual(a, b) : null;

    private static JsonNode? Compare(Evaluation e, string sign, JsonNode? a, JsonNode? b)
    {
        int order;
        if (ExpressionValues.TryNumber(a, out var x) && ExpressionValues.TryNumber(b, out var y))
            order = x.CompareTo(y);
        else if (ExpressionValues.TryText(a, out var left) && ExpressionValues.TryText(b, out var right))
            order = string.CompareOrdinal(left, right);
        else
            return e.Fail($"'{sign}' compares two numbers or two texts, not {ExpressionValues.Kind(a)} and {ExpressionValues.Kind(b)}.");
        return JsonValue.Create(sign switch { "<" => order < 0, "<=" => order <= 0, ">" => order > 0, _ => order >= 0 });
    }

    private static JsonNode? Join(Evaluation e, JsonNode? a, JsonNode? b)
    {
        var left = ExpressionValues.ToText(a);
        var right = ExpressionValues.ToText(b);
        return e.ChargeText((long)left.Length + right.Length) ? JsonValue.Create(left + right) : null;
    }

    private static JsonNode? Calculate(Evaluation e, string sign, JsonNode? a, JsonNode? b)
    {
        if (!ExpressionValues.TryNumber(a, out var x) || !ExpressionValues.TryNumber(b, out var y))
            return e.Fail($"'{sign}' wants two numbers, not {ExpressionValues.Kind(a)} and {ExpressionValues.Kind(b)}.");
        if (y == 0 && sign is "/" or "%")
            return e.Fail("Division by zero.");
        try
        {
            return ExpressionValues.Number(sign switch { "+" => x + y, "-" => x - y, "*" => x * y, "/" => x / y, _ => x % y });
        }
        catch (OverflowException)
        {
            return e.Fail($"The result of '{sign}' is beyond 28 digits.");
        }
    }
}
