using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Carillon.Core.Definitions.Expressions;

/// <summary>The values of expressions: JSON, with numbers that are exact to 28 digits.</summary>
internal static class ExpressionValues
{
    private static readonly JsonSerializerOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static bool IsTrue(JsonNode? value) => value switch
    {
        null => false,
        JsonValue v when v.GetValueKind() == JsonValueKind.False => false,
        JsonValue v when v.GetValueKind() == JsonValueKind.Null => false,
        JsonValue v when TryText(v, out var text) => text.Length > 0,
        JsonValue v when TryNumber(v, out var number) => number != 0,
        _ => true,
    };

    public static bool TryText(JsonNode? value, out string text)
    {
        text = "";
        return value is JsonValue v && v.GetValueKind() == JsonValueKind.String && v.TryGetValue(out text!);
    }

    /// <summary>False for what is no number, and for numbers beyond ±7.9e28.</summary>
    public static bool TryNumber(JsonNode? value, out decimal number)
    {
        number = 0;
        if (value is not JsonValue v || v.GetValueKind() != JsonValueKind.Number)
            return false;
        return v.TryGetValue(out number)
            || decimal.TryParse(v.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture, out number);
    }

    /// <summary>A number without needless zeros. Backed by its text, so that a reader may take it as int, long, double or decimal.</summary>
    public static JsonNode Number(decimal number) =>
        JsonValue.Create(JsonElement.Parse((number / 1.0000000000000000000000000000m).ToString(CultureInfo.InvariantCulture)))!;

    /// <summary>The node of an element; null for JSON null.</summary>
    public static JsonNode? FromElement(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.Object => JsonObject.Create(element),
        JsonValueKind.Array => JsonArray.Create(element),
        _ => JsonValue.Create(element),
    };

    /// <summary>As text: null is empty, lists and mappings are JSON.</summary>
    public static string ToText(JsonNode? value) =>
        value is null ? "" : TryText(value, out var text) ? text : ToJson(value);

    public static string ToJson(JsonNode? value) => value?.ToJsonString(Compact) ?? "null";

    /// <summary>The kind in words, with its article.</summary>
    public static string Kind(JsonNode? value) => value switch
    {
        null => "null",
        JsonArray => "a list",
        JsonObject => "a mapping",
        _ => value.GetValueKind() switch
        {
            JsonValueKind.String => "text",
            JsonValueKind.Number => "a number",
            JsonValueKind.True or JsonValueKind.False => "true or false",
            _ => "null",
        },
    };

    /// <summary>Equal in kind and content; numbers by value, mappings whatever their order.</summary>
    public static bool AreEqual(JsonNode? a, JsonNode? b)
    {
        // Looked at first: a long text beside a number is not written out.
        if (!AreOfOneKind(a, b))
            return false;
        if (a is JsonArray x && b is JsonArray y)
            return x.Count == y.Count && x.Zip(y).All(pair => AreEqual(pair.First, pair.Second));
        if (a is JsonObject left && b is JsonObject right)
            return left.Count == right.Count && left.All(p => right.TryGetPropertyValue(p.Key, out var other) && AreEqual(p.Value, other));
        if (TryText(a, out var text))
            return TryText(b, out var otherText) && string.Equals(text, otherText, StringComparison.Ordinal);
        if (TryNumber(a, out var number) && TryNumber(b, out var otherNumber))
            return number == otherNumber;
        // Two booleans, two nulls, or numbers beyond those of a decimal.
        return string.Equals(ToJson(a), ToJson(b), StringComparison.Ordinal);
    }

    /// <summary>False for values that cannot be equal because one is a text, say, and the other a list.</summary>
    public static bool AreOfOneKind(JsonNode? a, JsonNode? b) => (a?.GetValueKind() ?? JsonValueKind.Null) == (b?.GetValueKind() ?? JsonValueKind.Null);

    /// <summary>A rough measure of a value's size: what comparing or writing it costs. Makes nothing in memory.</summary>
    public static long Weight(JsonNode? value) => value switch
    {
        JsonArray list => 1 + list.Sum(Weight),
        JsonObject map => 1 + map.Sum(p => 1 + p.Key.Length + Weight(p.Value)),
        JsonValue text when text.GetValueKind() == JsonValueKind.String => 1 + (text.TryGetValue(out JsonElement element) ? JsonMarshal.GetRawUtf8Value(element).Length : text.GetValue<string>().Length),
        _ => 8,
    };
}
