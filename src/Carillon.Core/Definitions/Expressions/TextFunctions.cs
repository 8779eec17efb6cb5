using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Carillon.Core.Definitions.Expressions;

/// <summary>Functions on text. Upper, lower and comparison are ordinal and know no language.</summary>
internal static class TextFunctions
{
    public static IReadOnlyList<ExpressionFunction> All { get; } =
    [
        new("contains", "x, y", 2, 2, "True when the text x contains the text y, or the list x the item y, or the mapping x the key y.", "contains('order-7', '-')", "true", Contains),
        new("starts_with", "x, y", 2, 2, "True when the text x begins with y.", "starts_with('order-7', 'order')", "true", c => Test(c, (x, y) => x.StartsWith(y, StringComparison.Ordinal))),
        new("ends_with", "x, y", 2, 2, "True when the text x ends with y.", "ends_with('a.csv', '.csv')", "true", c => Test(c, (x, y) => x.EndsWith(y, StringComparison.Ordinal))),
        new("lower", "x", 1, 1, "x in lower case.", "lower('AAPL')", "\"aapl\"", c => Map(c, x => x.ToLowerInvariant())),
        new("upper", "x", 1, 1, "x in upper case.", "upper('aapl')", "\"AAPL\"", c => Map(c, x => x.ToUpperInvariant())),
        new("trim", "x", 1, 1, "x without white space at its ends.", "trim('  a ')", "\"a\"", c => Map(c, x => x.Trim())),
        new("replace", "x, y, z", 3, 3, "x with every y replaced by z.", "replace('a-b-c', '-', '/')", "\"a/b/c\"", Replace),
        new("split", "x, y", 2, 2, "The parts of the text x between the separators y.", "split('a,b', ',')", "[\"a\",\"b\"]", Split),
        new("join", "list, sep?", 1, 2, "The items as text, with the separator (`, ` when it is left out) between them.", "join(split('a,b', ','), ' + ')", "\"a + b\"", Join),
        new("format", "x, …", 1, 32, "x with {0}, {1} … replaced by the further arguments; {{ and }} stand for braces.", "format('{0} of {1}', 3, 7)", "\"3 of 7\"", Format),
        new("string", "x", 1, 1, "x as text; null is empty, lists and mappings are JSON.", "string(7)", "\"7\"", c => c.E.Charge(ExpressionValues.Weight(c[0])) ? JsonValue.Create(ExpressionValues.ToText(c[0])) : null),
        new("json", "x", 1, 1, "x as JSON text.", "json(split('a,b', ','))", "\"[\\\"a\\\",\\\"b\\\"]\"", c => c.E.ChargeText(ExpressionValues.Weight(c[0])) ? JsonValue.Create(ExpressionValues.ToJson(c[0])) : null),
        new("parse_json", "text", 1, 1, "The value that JSON text holds.", "parse_json('{\"a\": [1, 2]}').a[1]", "2", ParseJson),
    ];

    private static JsonNode? Test(Call c, Func<string, string, bool> test) =>
        c.Text(0, out var x) && c.Text(1, out var y) && c.E.Charge(x.Length) ? JsonValue.Create(test(x, y)) : null;

    private static JsonNode? Map(Call c, Func<string, string> map) => c.Text(0, out var x) ? c.Made(x.Length, () => map(x)) : null;

    private static JsonNode? Contains(Call c)
    {
        if (c[0] is JsonArray list)
            return c.E.Charge(ExpressionValues.Weight(list)) ? JsonValue.Create(list.Any(item => ExpressionValues.AreEqual(item, c[1]))) : null;
        if (c[0] is JsonObject map)
            return c.Text(1, out var key) ? JsonValue.Create(map.ContainsKey(key)) : null;
        return Test(c, (x, y) => x.Contains(y, StringComparison.Ordinal));
    }

    private static JsonNode? Replace(Call c)
    {
        if (!c.Text(0, out var x) || !c.Text(1, out var y) || !c.Text(2, out var z))
            return null;
        if (y.Length == 0)
            return c.Fail("argument 2 must not be empty.");
        long count = 0;
        for (var at = x.IndexOf(y, StringComparison.Ordinal); at >= 0; at = x.IndexOf(y, at + y.Length, StringComparison.Ordinal))
            count++;
        return c.Made(x.Length + count * ((long)z.Length - y.Length), () => x.Replace(y, z, StringComparison.Ordinal));
    }

    private static JsonNode? Split(Call c)
    {
        if (!c.Text(0, out var x) || !c.Text(1, out var y))
            return null;
        if (y.Length == 0)
            return c.Fail("argument 2 must not be empty.");
        if (!c.E.Charge(x.Length * 4L))
            return null;
        var parts = new JsonArray();
        foreach (var part in x.Split(y))
            parts.Add((JsonNode?)JsonValue.Create(part));
        return parts;
    }

    private static JsonNode? Join(Call c)
    {
        if (!c.List(0, out var list))
            return null;
        var separator = ", ";
        if (c.Count > 1 && !c.Text(1, out separator))
            return null;
        var length = ExpressionValues.Weight(list) + (long)separator.Length * list.Count;
        return c.Made(length, () => string.Join(separator, list.Select(ExpressionValues.ToText)));
    }

    private static JsonNode? Format(Call c)
    {
        if (!c.Text(0, out var x))
            return null;
        var text = new StringBuilder();
        for (var i = 0; i < x.Length; i++)
        {
            if (x[i] is not ('{' or '}'))
            {
                text.Append(x[i]);
            }
            else if (i + 1 < x.Length && x[i + 1] == x[i])
            {
                text.Append(x[i++]);
            }
            else
            {
                var end = x.IndexOf('}', i);
                if (x[i] == '}' || end < 0 || !int.TryParse(x.AsSpan(i + 1, end - i - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var n) || n >= c.Count - 1)
                    return c.Fail($"the brace at character {i + 1} names none of the {c.Count - 1} further arguments; double it to write a brace.");
                if (!c.E.ChargeText(text.Length + ExpressionValues.Weight(c[n + 1])))
                    return null;
                text.Append(ExpressionValues.ToText(c[n + 1]));
                i = end;
            }
        }

        return c.Made(text.Length, text.ToString);
    }

    private static JsonNode? ParseJson(Call c)
    {
        if (!c.Text(0, out var text) || !c.E.Charge(text.Length * 4L))
            return null;
        try
        {
            // Reading it again from an element rejects what a lazy node would accept now and throw on later, such as a doubled key.
            using var document = JsonDocument.Parse(text, new JsonDocumentOptions { AllowDuplicateProperties = false });
            var node = ExpressionValues.FromElement(document.RootElement.Clone());
            // Half a character is told only when its text is looked at.
            if (text.Contains("\\ud", StringComparison.OrdinalIgnoreCase))
                ExpressionValues.ToJson(node);
            return node;
        }
        catch (JsonException e)
        {
            return c.Fail($"the text is not JSON (line {(e.LineNumber ?? 0) + 1}, byte {(e.BytePositionInLine ?? 0) + 1}).");
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            return c.Fail("the text is not JSON: it holds half a character (an unpaired surrogate).");
        }
    }
}
