using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Carillon.Core;

namespace Carillon.Adapters.Market.Indicators;

/// <summary>Reads indicators as workflows write them: <c>sma(20)</c>, <c>macd</c>, or <c>{ kind: sma, period: 20 }</c>. Pure.</summary>
internal static partial class IndicatorParser
{
    /// <summary>The longest period: about 16 years of sessions.</summary>
    public const int MaxPeriod = 4000;

    /// <summary>The indicators in order, doubled ones once; or every problem.</summary>
    public static Checked<IReadOnlyList<Indicator>> ParseAll(IEnumerable<JsonNode?> nodes)
    {
        var parsed = nodes.Select(Parse).ToList();
        List<Problem> problems = [.. parsed.SelectMany(p => p.Problems)];
        return problems.Count > 0
            ? Checked<IReadOnlyList<Indicator>>.Bad(problems)
            : Checked<IReadOnlyList<Indicator>>.Ok([.. parsed.Select(p => p.Value).Distinct()]);
    }

    /// <summary>One indicator, or what is wrong with it.</summary>
    public static Checked<Indicator> Parse(JsonNode? node) => node switch
    {
        JsonValue value when value.TryGetValue<string>(out var text) => FromText(text),
        JsonObject map => FromMap(map),
        _ => Bad($"'{node?.ToJsonString() ?? "null"}' is not an indicator.", "Write it like sma(20) or { kind: sma, period: 20 }."),
    };

    private static Checked<Indicator> FromText(string text)
    {
        var match = Form().Match(text);
        if (!match.Success) return Bad($"'{text}' is not an indicator.", "Write it like sma(20), macd(12, 26, 9) or just rsi.");
        if (IndicatorKind.Find(match.Groups[1].Value) is not { } kind) return Unknown(match.Groups[1].Value);
        var given = match.Groups[2].Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (given.Length > kind.Parameters.Count) return Bad($"'{text}' has too many numbers.", Takes(kind));
        var numbers = kind.Parameters.Select(p => p.Usual).ToArray();
        for (var i = 0; i < given.Length; i++)
        {
            if (!double.TryParse(given[i], NumberStyles.Float, CultureInfo.InvariantCulture, out numbers[i]))
                return Bad($"'{given[i]}' in '{text}' is not a number.", Takes(kind));
        }

        return Check(kind, numbers);
    }

    private static Checked<Indicator> FromMap(JsonObject map)
    {
        if (map["kind"] is not JsonValue named || !named.TryGetValue<string>(out var name)) return Bad($"{map.ToJsonString()} has no kind.", "For example { kind: sma, period: 20 }.");
        if (IndicatorKind.Find(name) is not { } kind) return Unknown(name);
        var numbers = kind.Parameters.Select(p => p.Usual).ToArray();
        foreach (var (key, value) in map)
        {
            if (key == "kind") continue;
            var place = kind.Parameters.ToList().FindIndex(p => p.Name == key);
            if (place < 0) return Bad($"{kind.Name} takes no '{key}'.", Takes(kind));
            if (value?.GetValueKind() is not JsonValueKind.Number) return Bad($"'{key}' of {kind.Name} is not a number.", Takes(kind));
            numbers[place] = double.Parse(value.ToJsonString(), CultureInfo.InvariantCulture);
        }

        return Check(kind, numbers);
    }

    private static Checked<Indicator> Check(IndicatorKind kind, double[] numbers)
    {
        for (var i = 0; i < numbers.Length; i++)
        {
            var name = kind.Parameters[i].Name;
            if (name == "deviations")
            {
                if (!(numbers[i] > 0 && numbers[i] <= 10)) return Bad($"{name} of {kind.Name} must be above 0 and at most 10.", Takes(kind));
            }
            else if (!(numbers[i] >= 1 && numbers[i] <= MaxPeriod) || numbers[i] != Math.Floor(numbers[i]))
            {
                return Bad($"{name} of {kind.Name} must be a whole number from 1 to {MaxPeriod}.", Takes(kind));
            }
        }

        return kind == IndicatorKind.Macd && numbers[0] >= numbers[1]
            ? Bad("the fast period of macd must be below the slow one.", Takes(kind))
            : Checked<Indicator>.Ok(new Indicator(kind, numbers));
    }

    private static Checked<Indicator> Unknown(string name) =>
        Bad($"no indicator '{(name.Length > 40 ? name[..40] + "…" : name)}'.", $"There are {string.Join(", ", IndicatorKind.All.Select(k => k.Name))}.");

    private static Checked<Indicator> Bad(string message, string suggestion) =>
        Checked<Indicator>.Bad(new Problem(ProblemCodes.InvalidInput, message, Suggestion: suggestion));

    private static string Takes(IndicatorKind kind) =>
        $"Usual: {kind.Name}({string.Join(", ", kind.Parameters.Select(p => p.Usual.ToString(CultureInfo.InvariantCulture)))}), which is {string.Join(", ", kind.Parameters.Select(p => p.Name))}.";

    [GeneratedRegex(@"^\s*([A-Za-z]+)\s*(?:\(([^()]*)\))?\s*$", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
