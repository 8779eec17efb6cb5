using System.Text.Json.Nodes;

namespace Carillon.Adapters.Tasks;

/// <summary>A task type with records to make schemas from.</summary>
internal interface ITypedTask
{
    /// <summary>The records of input and output.</summary>
    (Type Input, Type Output) Records { get; }
}

/// <summary>
/// The schemas of the task types that ship with Carillon, made beforehand: reflecting over every record at each start took a third of a second.
/// <c>schemas.json</c> is generated; a test compares it with what the records say.
/// </summary>
internal static class ShippedSchemas
{
    public const string Resource = "Carillon.Adapters.Tasks.schemas.json";

    private static readonly Lazy<JsonObject> Shipped = new(() =>
    {
        using var stream = typeof(ShippedSchemas).Assembly.GetManifestResourceStream(Resource)!;
        var all = JsonNode.Parse(stream)!.AsObject();
        Unfold(all);
        return all;
    });

    /// <summary>Both schemas, or null for a task type of somebody else, though it may have the name of one of ours.</summary>
    public static (JsonObject Input, JsonObject Output)? Find(string name, Type input) =>
        input.Assembly == typeof(ShippedSchemas).Assembly && Shipped.Value[name] is JsonObject found
            ? (found["input"]!.AsObject(), found["output"]!.AsObject())
            : null;

    // Parsed nodes unfold when first read, which two threads must not do at once.
    private static void Unfold(JsonNode? node)
    {
        if (node is JsonObject mapping)
        {
            foreach (var (_, value) in mapping)
                Unfold(value);
        }
        else if (node is JsonArray list)
        {
            foreach (var item in list)
                Unfold(item);
        }
    }

    /// <summary>The file's text for these handlers.</summary>
    public static string Write(IEnumerable<Engine.Runs.ITaskHandler> handlers)
    {
        var all = new JsonObject();
        foreach (var handler in handlers.Where(h => h is ITypedTask).OrderBy(h => h.Type.Name, StringComparer.Ordinal))
        {
            var records = ((ITypedTask)handler).Records;
            var (input, output) = TaskSchema.Of(records.Input, records.Output);
            all[handler.Type.Name] = new JsonObject { ["input"] = input, ["output"] = output };
        }
        return all.ToJsonString(new(System.Text.Json.JsonSerializerDefaults.General) { WriteIndented = true }) + "\n";
    }
}
