using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace Carillon.Adapters.Tasks;

/// <summary>
/// Reads an input record and says of every field what is wrong with it. Templates turn values into text, so numbers and
/// true/false given as text are taken, and the other way about where a text is wanted; null stands for "not given".
/// </summary>
internal static class InputReader
{
    /// <summary>The record, or the problems; never both, never neither. The node is not changed.</summary>
    public static (T? Value, IReadOnlyList<string> Problems) Read<T>(JsonObject node)
        where T : class
    {
        var problems = new List<string>();
        var shaped = Shape(node, TaskJson.Options.GetTypeInfo(typeof(T)), "", problems);
        if (problems.Count > 0) return (null, problems);
        try
        {
            return (shaped.Deserialize<T>(TaskJson.Options)!, []);
        }
        catch (JsonException bad)
        {
            return (null, [$"'{bad.Path?.TrimStart('$', '.')}' {Words(bad)}"]);
        }
    }

    /// <summary>What keeps the node from being read as the type. Empty: nothing.</summary>
    public static IReadOnlyList<string> Problems(Type type, JsonObject node)
    {
        var problems = new List<string>();
        Shape(node, TaskJson.Options.GetTypeInfo(type), "", problems);
        return problems;
    }

    private static JsonNode? Shape(JsonNode? node, JsonTypeInfo type, string path, List<string> problems) => type.Kind switch
    {
        _ when node is null => null,
        JsonTypeInfoKind.Object => ShapeObject(node, type, path, problems),
        JsonTypeInfoKind.Enumerable => ShapeList(node, TaskJson.Options.GetTypeInfo(type.ElementType!), path, problems),
        JsonTypeInfoKind.Dictionary => ShapeMap(node, TaskJson.Options.GetTypeInfo(type.ElementType!), path, problems),
        _ => ShapeValue(node, type.Type, path, problems),
    };

    private static JsonObject? ShapeObject(JsonNode node, JsonTypeInfo type, string path, List<string> problems)
    {
        if (node is not JsonObject given) return Bad<JsonObject>(problems, path, "must be a mapping");
        var shaped = new JsonObject();
        foreach (var (name, value) in given)
        {
            var property = type.Properties.FirstOrDefault(p => string.Equals(p.Name, name, StringComparison.Ordinal));
            if (property is null)
                Bad<JsonNode>(problems, Join(path, name), $"is not known here; known are {string.Join(", ", type.Properties.Select(p => p.Name))}");
            else if (value is not null)
                shaped[name] = Shape(value, TaskJson.Options.GetTypeInfo(property.PropertyType), Join(path, name), problems);
        }

        foreach (var property in type.Properties)
        {
            if (property.IsRequired && given[property.Name] is null) Bad<JsonNode>(problems, Join(path, property.Name), "is required");
        }

        return shaped;
    }

    private static JsonArray? ShapeList(JsonNode node, JsonTypeInfo element, string path, List<string> problems) =>
        node is JsonArray list
            ? new JsonArray([.. list.Select((item, index) => Shape(item, element, $"{path}[{index}]", problems))])
            : Bad<JsonArray>(problems, path, "must be a list");

    private static JsonObject? ShapeMap(JsonNode node, JsonTypeInfo element, string path, List<string> problems)
    {
        if (node is not JsonObject map) return Bad<JsonObject>(problems, path, "must be a mapping");
        var shaped = new JsonObject();
        foreach (var (name, value) in map)
        {
            if (value is not null || element.Type == typeof(JsonNode)) shaped[name] = Shape(value, element, Join(path, name), problems);
        }

        return shaped;
    }

    private static JsonNode? ShapeValue(JsonNode node, Type type, string path, List<string> problems)
    {
        var target = Nullable.GetUnderlyingType(type) ?? type;
        var value = Lenient(node, target);
        try
        {
            value.Deserialize(target, TaskJson.Options);
            return value;
        }
        catch (JsonException bad)
        {
            return Bad<JsonNode>(problems, path, Expected(target) ?? Words(bad));
        }
    }

    private static JsonNode Lenient(JsonNode node, Type target)
    {
        if (target == typeof(JsonNode)) return node.DeepClone();
        if (target == typeof(string) && node is JsonValue value && value.GetValueKind() is JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False)
            return JsonValue.Create(node.ToJsonString());
        if (node is not JsonValue text || text.GetValueKind() != JsonValueKind.String) return node.DeepClone();
        var given = text.GetValue<string>().Trim();
        if (target == typeof(bool) && bool.TryParse(given, out var yes)) return JsonValue.Create(yes);
        if (target.IsEnum) return JsonValue.Create(given.ToLowerInvariant());
        if (IsWhole(target) && long.TryParse(given, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole)) return JsonValue.Create(whole);
        if ((target == typeof(double) || target == typeof(decimal)) && decimal.TryParse(given, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
            return JsonValue.Create(number);
        return node.DeepClone();
    }

    private static string? Expected(Type target) =>
        IsWhole(target) ? "must be a whole number"
        : target == typeof(bool) ? "must be true or false"
        : target == typeof(double) || target == typeof(decimal) ? "must be a number"
        : target == typeof(string) ? "must be a text"
        : target.IsEnum ? "must be one of " + string.Join(", ", Enum.GetNames(target).Select(JsonNamingPolicy.SnakeCaseLower.ConvertName))
        : null;

    private static bool IsWhole(Type type) => type == typeof(int) || type == typeof(long);

    private static string Words(JsonException bad) => bad.Message.Split(" Path: ")[0];

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";

    private static T? Bad<T>(List<string> problems, string path, string what)
        where T : JsonNode
    {
        problems.Add(path.Length == 0 ? $"the input {what}" : $"'{path}' {what}");
        return null;
    }
}
