using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Carillon.Core.Definitions.Expressions;

namespace Carillon.Core.Definitions.Yaml;

/// <summary>Unquoted scalars by the YAML 1.2 core schema: <c>no</c> and <c>12:30</c> are text.</summary>
internal static class YamlScalars
{
    public static YamlScalarKind KindOf(string text) => text switch
    {
        "" or "~" or "null" or "Null" or "NULL" => YamlScalarKind.Null,
        "true" or "True" or "TRUE" or "false" or "False" or "FALSE" => YamlScalarKind.Boolean,
        _ => NumberKind(text),
    };

    public static bool IsTrue(string text) => text[0] is 't' or 'T';

    /// <summary>The number; false for text that is none, and for one beyond ±7.9e28.</summary>
    public static bool TryNumber(YamlScalar scalar, out decimal number)
    {
        number = 0;
        return scalar.ScalarKind is YamlScalarKind.Integer or YamlScalarKind.Number
            && decimal.TryParse(scalar.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out number);
    }

    /// <summary>A copy as JSON. A number that JSON cannot hold, such as <c>1e999</c>, stays text.</summary>
    public static JsonNode? ToJson(YamlValue? value)
    {
        switch (value)
        {
            case YamlMapping map:
                var copy = new JsonObject();
                foreach (var entry in map.Entries)
                    copy[entry.Name] = ToJson(entry.Value);
                return copy;
            case YamlSequence list:
                var items = new JsonArray();
                foreach (var item in list.Items)
                    items.Add(ToJson(item));
                return items;
            case YamlScalar scalar:
                return ScalarToJson(scalar);
            default:
                return null;
        }
    }

    /// <summary>The same with the keys of every mapping in ordinal order: one text for one meaning.</summary>
    public static JsonNode? ToCanonicalJson(YamlValue? value) => value is null ? null : JsonNode.Parse(ToCanonicalText(value));

    /// <summary><see cref="ToCanonicalJson"/> as its text.</summary>
    public static string ToCanonicalText(YamlValue value)
    {
        var text = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(text))
            WriteCanonical(value, writer);
        return Encoding.UTF8.GetString(text.WrittenSpan);
    }

    private static void WriteCanonical(YamlValue value, Utf8JsonWriter writer)
    {
        switch (value)
        {
            case YamlMapping map:
                writer.WriteStartObject();
                foreach (var entry in map.Entries.OrderBy(e => e.Name, StringComparer.Ordinal))
                {
                    writer.WritePropertyName(entry.Name);
                    WriteCanonical(entry.Value, writer);
                }
                writer.WriteEndObject();
                break;
            case YamlSequence list:
                writer.WriteStartArray();
                foreach (var item in list.Items)
                    WriteCanonical(item, writer);
                writer.WriteEndArray();
                break;
            case YamlScalar { ScalarKind: YamlScalarKind.Text } text:
                writer.WriteStringValue(text.Text);
                break;
            default:
                if (ToJson(value) is { } json)
                    json.WriteTo(writer);
                else
                    writer.WriteNullValue();
                break;
        }
    }

    private static JsonNode? ScalarToJson(YamlScalar scalar) => scalar.ScalarKind switch
    {
        YamlScalarKind.Null => null,
        YamlScalarKind.Boolean => JsonValue.Create(IsTrue(scalar.Text)),
        YamlScalarKind.Text => JsonValue.Create(scalar.Text),
        _ => TryNumber(scalar, out var number) ? ExpressionValues.Number(number) : JsonValue.Create(scalar.Text),
    };

    private static YamlScalarKind NumberKind(string text)
    {
        var i = text[0] is '-' or '+' ? 1 : 0;
        var digits = CountDigits(text, i);
        i += digits;
        if (i == text.Length)
            return digits > 0 ? YamlScalarKind.Integer : YamlScalarKind.Text;
        var fraction = 0;
        if (text[i] == '.')
        {
            fraction = CountDigits(text, ++i);
            i += fraction;
        }

        if (digits + fraction == 0)
            return YamlScalarKind.Text;
        if (i < text.Length && text[i] is 'e' or 'E')
        {
            i++;
            if (i < text.Length && text[i] is '-' or '+')
                i++;
            var exponent = CountDigits(text, i);
            if (exponent == 0)
                return YamlScalarKind.Text;
            i += exponent;
        }

        return i == text.Length ? YamlScalarKind.Number : YamlScalarKind.Text;
    }

    private static int CountDigits(string text, int from)
    {
        var i = from;
        while (i < text.Length && char.IsAsciiDigit(text[i]))
            i++;
        return i - from;
    }
}
