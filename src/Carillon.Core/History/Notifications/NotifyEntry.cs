using System.Text.Json;
using System.Text.Json.Nodes;
using Carillon.Core.Definitions;
using NodaTime;

namespace Carillon.Core.History.Notifications;

/// <summary>What a workflow or schedule says under <c>notify</c>: a channel and what it is told. Immutable.</summary>
/// <param name="Channel">The channel's name.</param>
/// <param name="On">The events.</param>
/// <param name="Group">How long further messages are gathered after one; zero for each by itself.</param>
public sealed record NotifyEntry(string Channel, IReadOnlyList<NotificationEvent> On, Duration Group)
{
    /// <summary>What is told where nothing else is said.</summary>
    public static IReadOnlyList<NotificationEvent> DefaultEvents { get; } = [NotificationEvent.Failure, NotificationEvent.Recovered];

    /// <summary>A minute.</summary>
    public static Duration DefaultGroup { get; } = Duration.FromMinutes(1);

    /// <summary>The longest that messages are gathered: a day.</summary>
    public static Duration LongestGroup { get; } = Duration.FromDays(1);

    /// <summary>An entry for one event.</summary>
    public static NotifyEntry For(string channel, NotificationEvent on) => new(channel, [on], DefaultGroup);

    /// <summary>Reads <c>notify</c> of a document that has been checked; what cannot be read is left out.</summary>
    public static IReadOnlyList<NotifyEntry> From(JsonNode? node) => node switch
    {
        JsonArray list => [.. list.SelectMany(From)],
        JsonObject map when Text(map["channel"]) is { } channel => [new NotifyEntry(channel, Events(map["on"]), Gathers(map["group"]))],
        JsonValue when Text(node) is { } channel => [new NotifyEntry(channel, DefaultEvents, DefaultGroup)],
        _ => [],
    };

    private static IReadOnlyList<NotificationEvent> Events(JsonNode? on)
    {
        JsonNode?[] words = on is JsonArray list ? [.. list] : on is null ? [] : [on];
        NotificationEvent[] events = [.. words.Select(word => EventWords.Find(Text(word) ?? "")).OfType<NotificationEvent>()];
        return events.Length == 0 ? DefaultEvents : events;
    }

    private static Duration Gathers(JsonNode? group) => Text(group) is { } text && DurationText.TryParse(text, out var length) ? Duration.Min(length, LongestGroup) : DefaultGroup;

    private static string? Text(JsonNode? node) => node is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : node is JsonValue other && other.GetValueKind() == JsonValueKind.Number ? other.ToJsonString() : null;
}

/// <summary>What is expected of a schedule's runs, as it says under <c>expect</c>. Immutable.</summary>
/// <param name="Start">A run starts within so long after its nominal time; null for <see cref="DefaultStart"/>.</param>
/// <param name="End">A run of each occurrence has completed within so long after its nominal time; null for no deadline.</param>
/// <param name="Within">A run takes at most so long; null for twice what 95 of 100 runs take.</param>
public sealed record RunExpectation(Duration? Start, Duration? End, Duration? Within)
{
    /// <summary>Nothing in particular.</summary>
    public static RunExpectation None { get; } = new(null, null, null);

    /// <summary>Five minutes.</summary>
    public static Duration DefaultStart { get; } = Duration.FromMinutes(5);

    /// <summary>Reads <c>expect</c> of a document that has been checked.</summary>
    public static RunExpectation From(JsonNode? node) => node is JsonObject map ? new(Length(map["start"]), Length(map["end"]), Length(map["within"])) : None;

    private static Duration? Length(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) && DurationText.TryParse(text, out var length) ? length : null;
}
