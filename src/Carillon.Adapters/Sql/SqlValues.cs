using System.Data.Common;
using System.Globalization;
using System.Text.Json.Nodes;

namespace Carillon.Adapters.Sql;

/// <summary>Values of columns as JSON and as CSV fields. Pure.</summary>
internal static class SqlValues
{
    /// <summary>As JSON: numbers stay numbers where JSON has them, bytes become base64, times ISO 8601.</summary>
    public static JsonNode? ToJson(object value) => value switch
    {
        DBNull => null,
        bool yes => JsonValue.Create(yes),
        short or int or long => JsonValue.Create(Convert.ToInt64(value, CultureInfo.InvariantCulture)),
        decimal number => JsonValue.Create(number),
        float or double when double.IsFinite(Convert.ToDouble(value, CultureInfo.InvariantCulture)) => JsonValue.Create(Convert.ToDouble(value, CultureInfo.InvariantCulture)),
        byte[] bytes => JsonValue.Create(Convert.ToBase64String(bytes)),
        Array list => new JsonArray([.. list.Cast<object?>().Select(item => ToJson(item ?? DBNull.Value))]),
        _ => JsonValue.Create(ToText(value)),
    };

    /// <summary>As the text of a CSV field, not yet quoted; null is empty.</summary>
    public static string ToText(object value) => value switch
    {
        DBNull => "",
        string text => text,
        bool yes => yes ? "true" : "false",
        DateTime { Kind: DateTimeKind.Utc } at => at.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'", CultureInfo.InvariantCulture),
        DateTime local => local.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF", CultureInfo.InvariantCulture),
        DateTimeOffset at => at.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'", CultureInfo.InvariantCulture),
        DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        byte[] bytes => Convert.ToBase64String(bytes),
        Array => ToJson(value)!.ToJsonString(),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    /// <summary>A CSV field (RFC 4180), quoted where it must be.</summary>
    public static string ToField(object value)
    {
        var text = ToText(value);
        return text.AsSpan().IndexOfAny(",\"\r\n") >= 0 ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
    }

    /// <summary>The columns' names; a second one of the same name gets a number.</summary>
    public static string[] Columns(DbDataReader reader)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        return [.. Enumerable.Range(0, reader.FieldCount).Select(i => Unique(reader.GetName(i)))];

        string Unique(string name)
        {
            var unique = name;
            for (var n = 2; !seen.Add(unique); n++) unique = string.Create(CultureInfo.InvariantCulture, $"{name}_{n}");
            return unique;
        }
    }
}
