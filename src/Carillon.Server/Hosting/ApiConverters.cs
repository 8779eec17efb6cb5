using System.Text.Json;
using System.Text.Json.Serialization;
using Carillon.Core;
using NodaTime;
using NodaTime.Text;

namespace Carillon.Server.Hosting;

/// <summary>Instants as ISO 8601 in UTC, with as many decimals as they have.</summary>
internal sealed class InstantConverter : JsonConverter<Instant>
{
    public override Instant Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.GetString() is { } text && InstantPattern.ExtendedIso.Parse(text) is { Success: true, Value: var instant }
            ? instant
            : throw new JsonException("An instant such as 2026-03-08T07:00:00Z is expected.");

    public override void Write(Utf8JsonWriter writer, Instant value, JsonSerializerOptions options) =>
        writer.WriteStringValue(InstantPattern.ExtendedIso.Format(value));
}

/// <summary>Enumerations as snake_case words.</summary>
/// <typeparam name="T">The enumeration.</typeparam>
internal sealed class WordConverter<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false)
    where T : struct, Enum;

/// <summary>Ids as strings.</summary>
/// <typeparam name="T">The id.</typeparam>
/// <param name="make">The id of a text.</param>
/// <param name="text">The text of an id.</param>
internal abstract class IdConverter<T>(Func<string, T> make, Func<T, string> text) : JsonConverter<T>
{
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.GetString() is { } value ? make(value) : throw new JsonException("An id is expected.");

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(text(value));
}

/// <inheritdoc/>
internal sealed class WorkflowIdConverter() : IdConverter<WorkflowId>(text => new WorkflowId(text), id => id.Value);

/// <inheritdoc/>
internal sealed class ScheduleIdConverter() : IdConverter<ScheduleId>(text => new ScheduleId(text), id => id.Value);

/// <inheritdoc/>
internal sealed class RunIdConverter() : IdConverter<RunId>(text => new RunId(text), id => id.Value);

/// <inheritdoc/>
internal sealed class TaskIdConverter() : IdConverter<TaskId>(text => new TaskId(text), id => id.Value);
