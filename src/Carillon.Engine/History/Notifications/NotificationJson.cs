using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Carillon.Core;
using Carillon.Core.History.Notifications;
using Carillon.Engine.Storage;
using NodaTime;

namespace Carillon.Engine.History.Notifications;

/// <summary>Documents of channels and the outbox.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, UseStringEnumConverter = true)]
[JsonSerializable(typeof(ChannelSettings))]
[JsonSerializable(typeof(ChannelSecrets))]
[JsonSerializable(typeof(StoredOccasion))]
[JsonSerializable(typeof(RuleContent))]
internal sealed partial class NotificationJson : JsonSerializerContext
{
    public static string Of(ChannelSettings settings) => JsonSerializer.Serialize(settings, Default.ChannelSettings);

    public static string Of(ChannelSecrets secrets) => JsonSerializer.Serialize(secrets, Default.ChannelSecrets);

    public static ChannelSettings Settings(string text) => JsonSerializer.Deserialize(text, Default.ChannelSettings)!;

    public static ChannelSecrets Secrets(string text) => JsonSerializer.Deserialize(text, Default.ChannelSecrets)!;

    public static string Of(Occasion occasion) => JsonSerializer.Serialize(Notifications.StoredOccasion.Of(occasion), Default.StoredOccasion);

    /// <summary>What the message tells of: one occasion, or those that were gathered.</summary>
    public static Occasion Occasion(string text) => JsonSerializer.Deserialize(text, Default.StoredOccasion)!.ToOccasion();
}

/// <summary>An occasion as its row keeps it.</summary>
internal sealed record StoredOccasion(string Event, string Key, string Subject, long At)
{
    public string? Workflow { get; init; }

    public string? WorkflowName { get; init; }

    public string? Schedule { get; init; }

    public string? Run { get; init; }

    public long? RunNumber { get; init; }

    public long? NominalAt { get; init; }

    public string? Task { get; init; }

    public int? Attempts { get; init; }

    public string? Error { get; init; }

    public string? ErrorClass { get; init; }

    public long? TookMs { get; init; }

    public string? Connection { get; init; }

    public string? Title { get; init; }

    public string? Text { get; init; }

    public string? Owner { get; init; }

    public string? AnswersTo { get; init; }

    public static StoredOccasion Of(Occasion occasion) => new(EventWords.Of(occasion.Event), occasion.Key, occasion.Subject, occasion.At.ToStored())
    {
        Workflow = occasion.Workflow?.Value,
        WorkflowName = occasion.WorkflowName,
        Schedule = occasion.Schedule?.Value,
        Run = occasion.Run?.Value,
        RunNumber = occasion.RunNumber,
        NominalAt = occasion.NominalAt.ToStored(),
        Task = occasion.Task,
        Attempts = occasion.Attempts,
        // What is sent is shorter still; an error may be a whole page.
        Error = occasion.Error is { } error ? ShownText.Cut(error, 2 * ChannelMessage.MostError) : null,
        ErrorClass = occasion.ErrorClass,
        TookMs = occasion.Took is { } took ? (long)took.TotalMilliseconds : null,
        Connection = occasion.Connection,
        Title = occasion.Title,
        Text = occasion.Text is { } text ? ShownText.Cut(text, 2 * ChannelMessage.MostText) : null,
        Owner = occasion.Owner,
        AnswersTo = occasion.AnswersTo,
    };

    public Occasion ToOccasion() => new(EventWords.Parse(Event), Key, Subject, At.ToInstant())
    {
        Workflow = Workflow is null ? null : new WorkflowId(Workflow),
        WorkflowName = WorkflowName,
        Schedule = Schedule is null ? null : new ScheduleId(Schedule),
        Run = Run is null ? null : new RunId(Run),
        RunNumber = RunNumber,
        NominalAt = NominalAt?.ToInstant(),
        Task = Task,
        Attempts = Attempts,
        Error = Error,
        ErrorClass = ErrorClass,
        Took = TookMs is { } took ? Duration.FromMilliseconds(took) : null,
        Connection = Connection,
        Title = Title,
        Text = Text,
        Owner = Owner,
        AnswersTo = AnswersTo,
    };
}
