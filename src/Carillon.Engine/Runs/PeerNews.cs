using System.Text.Json;
using System.Text.Json.Serialization;

namespace Carillon.Engine.Runs;

/// <summary>What a node tells the others at once.</summary>
/// <param name="Node">Who says it.</param>
/// <param name="HasWork">Attempts wait in the queue that the node has no slot for.</param>
/// <param name="Stop">Attempts that whoever works on them is to stop.</param>
/// <param name="Runs">Runs that have changed, as far as there is room.</param>
/// <param name="Schedules">Schedules that have changed, as far as there is room.</param>
internal sealed record PeerNews(string Node, bool HasWork, IReadOnlyList<long> Stop, IReadOnlyList<string> Runs, IReadOnlyList<string> Schedules)
{
    public string ToText() => JsonSerializer.Serialize(this, PeerJson.Default.PeerNews);

    /// <summary>Null for what is no news, for example of a newer version.</summary>
    public static PeerNews? Parse(string text)
    {
        try
        {
            return JsonSerializer.Deserialize(text, PeerJson.Default.PeerNews);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

[JsonSerializable(typeof(PeerNews))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
internal sealed partial class PeerJson : JsonSerializerContext;
