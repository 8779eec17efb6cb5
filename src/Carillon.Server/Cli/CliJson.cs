using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Carillon.Server.Cli;

/// <summary>The JSON that verbs without a server print and read. Source-generated: these verbs start fast.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    NumberHandling = JsonNumberHandling.Strict)]
[JsonSerializable(typeof(ProblemList))]
[JsonSerializable(typeof(ValidationResult))]
[JsonSerializable(typeof(FindingList))]
[JsonSerializable(typeof(TestReport))]
[JsonSerializable(typeof(DoctorReport))]
[JsonSerializable(typeof(ProjectMoveView))]
[JsonSerializable(typeof(CopyView))]
[JsonSerializable(typeof(BackupView))]
internal sealed partial class CliJson : JsonSerializerContext
{
    private static readonly JavaScriptEncoder Readable = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;

    /// <summary>The JSON in one line, readable likewise.</summary>
    public static string Text(JsonNode value)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = Readable }))
            value.WriteTo(json);
        return System.Text.Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    /// <summary>Writes one line of JSON. Text stays readable: this is for files and pipes, never for HTML.</summary>
    public static void WriteLine<T>(TextWriter writer, T value, JsonTypeInfo<T> type)
    {
        var options = new JsonWriterOptions { Encoder = Readable };
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, options))
            JsonSerializer.Serialize(json, value, type);
        writer.WriteLine(System.Text.Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length));
    }
}

/// <summary>Problems and nothing else.</summary>
internal sealed record ProblemList(IReadOnlyList<ProblemView> Problems);
