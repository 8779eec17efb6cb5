using System.Text.Json;
using System.Text.Json.Serialization;
using Carillon.Core.Definitions;
using NodaTime;

namespace Carillon.Adapters.Tasks;

internal sealed class DurationConverter : JsonConverter<Duration>
{
    public override Duration Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && DurationText.TryParse(reader.GetString()!, out var duration)
            ? duration
            : throw new JsonException("must be a duration such as 30s, 5m or 1h30m");

    public override void Write(Utf8JsonWriter writer, Duration value, JsonSerializerOptions options) =>
        writer.WriteStringValue(DurationText.Format(value));
}
