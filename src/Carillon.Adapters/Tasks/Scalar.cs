using System.Text.Json;
using System.Text.Json.Serialization;

namespace Carillon.Adapters.Tasks;

/// <summary>A text that may also be given as a number or as true or false: environment variables, headers, query parameters.</summary>
/// <param name="Text">The text; numbers as they were written, <c>true</c> and <c>false</c> in lower case.</param>
public readonly record struct Scalar(string Text)
{
    /// <inheritdoc/>
    public override string ToString() => Text;
}

internal sealed class ScalarConverter : JsonConverter<Scalar>
{
    public override Scalar Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray or JsonTokenType.Null)
            throw new JsonException("must be a text, a number or true or false");
        using var value = JsonDocument.ParseValue(ref reader);
        return new(value.RootElement.ValueKind == JsonValueKind.String
            ? value.RootElement.GetString()!
            : value.RootElement.GetRawText());
    }

    public override void Write(Utf8JsonWriter writer, Scalar value, JsonSerializerOptions options) => writer.WriteStringValue(value.Text);
}
