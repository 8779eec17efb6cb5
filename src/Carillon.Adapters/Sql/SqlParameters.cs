using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Carillon.Adapters.Tasks;
using Npgsql;
using NpgsqlTypes;

namespace Carillon.Adapters.Sql;

/// <summary>JSON values to parameters of statements.</summary>
internal static class SqlParameters
{
    private static readonly string[] Types = ["text", "integer", "number", "boolean", "date", "timestamp", "json"];

    /// <summary>What is wrong with the parameters.</summary>
    public static IEnumerable<string> Check(IReadOnlyDictionary<string, JsonNode?> parameters)
    {
        foreach (var (name, value) in parameters)
        {
            if (name.Length == 0 || !name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_')) yield return $"parameter '{name}' is no name; it is written without @";
            if (Typed(value) is not { } typed) continue;
            if (!Types.Contains(typed.Type)) yield return $"parameter '{name}' has the type '{typed.Type}'; known are {string.Join(", ", Types)}";
            else if (typed.Value is not null && Convert(typed.Type, typed.Value) is null) yield return $"parameter '{name}' is no {typed.Type}";
        }
    }

    /// <summary>Adds all of them to the command.</summary>
    public static void AddTo(DbCommand command, IReadOnlyDictionary<string, JsonNode?> parameters)
    {
        foreach (var (name, node) in parameters)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = name;
            var (type, value) = Typed(node) ?? ("", node);
            parameter.Value = ForDatabase(value is null ? null : Convert(type, value), command) ?? DBNull.Value;
            // The server knows the column's type better: text given for a date becomes one.
            if (parameter is NpgsqlParameter { Value: string or DBNull } postgres) postgres.NpgsqlDbType = type == "text" ? NpgsqlDbType.Text : NpgsqlDbType.Unknown;
            command.Parameters.Add(parameter);
        }
    }

    private static (string Type, JsonNode? Value)? Typed(JsonNode? node) =>
        node is JsonObject map && map.Count == 2 && map["type"] is JsonValue type && type.GetValueKind() == JsonValueKind.String && map.ContainsKey("value")
            ? (type.GetValue<string>(), map["value"])
            : null;

    private static object? Convert(string type, JsonNode node)
    {
        var text = node is JsonValue && node.GetValueKind() == JsonValueKind.String ? node.GetValue<string>() : node.ToJsonString();
        return type switch
        {
            "text" or "json" => text,
            "integer" => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) ? whole : null,
            "number" => decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null,
            "boolean" => bool.TryParse(text, out var yes) ? yes : null,
            "date" => DateOnly.TryParseExact(text, "yyyy-MM-dd", out var date) ? date : null,
            "timestamp" => DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at.ToUniversalTime() : null,
            _ => node.GetValueKind() switch
            {
                JsonValueKind.True or JsonValueKind.False => bool.Parse(text),
                JsonValueKind.Number => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) ? whole
                    : decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : double.Parse(text, CultureInfo.InvariantCulture),
                _ => text,
            },
        };
    }

    // SQLite has no dates and no decimals; texts that sort and doubles that add are its own way.
    private static object? ForDatabase(object? value, DbCommand command) => command is NpgsqlCommand ? value : value switch
    {
        DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTimeOffset at => at.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture),
        decimal number => (double)number,
        _ => value,
    };
}
