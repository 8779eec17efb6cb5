using NodaTime;

namespace Carillon.Core.History.Notifications;

/// <summary>A line of a message that names a thing.</summary>
/// <param name="Label">What it is: <c>Task</c>.</param>
/// <param name="Value">Its value, on one line.</param>
public sealed record MessageFact(string Label, string Value);

/// <summary>A message as every kind of channel sends it, each in its form. Immutable; all its text is clean.</summary>
/// <param name="Id">The same for every attempt to send it: letters, digits and <c>_</c>.</param>
/// <param name="Event">What it is about.</param>
/// <param name="At">When that happened.</param>
/// <param name="Title">On one line, up to 150 characters.</param>
public sealed record ChannelMessage(string Id, NotificationEvent Event, Instant At, string Title)
{
    /// <summary>The most characters of an error.</summary>
    public const int MostError = 500;

    /// <summary>The most characters of a title.</summary>
    public const int MostTitle = 150;

    /// <summary>The most characters of a fact.</summary>
    public const int MostFact = 200;

    /// <summary>The most characters of what a task says.</summary>
    public const int MostText = 2500;

    /// <summary>What it names, ten at most.</summary>
    public IReadOnlyList<MessageFact> Facts { get; init; } = [];

    /// <summary>What there is to say in sentences; up to <see cref="MostText"/> characters.</summary>
    public string? Text { get; init; }

    /// <summary>Why, up to <see cref="MostError"/> characters.</summary>
    public string? Error { get; init; }

    /// <summary>The last lines of the failing task's log, up to 1500 characters.</summary>
    public string? Log { get; init; }

    /// <summary>Where to read on.</summary>
    public Uri? Link { get; init; }

    /// <summary>What the link is called.</summary>
    public string LinkText { get; init; } = "Open";

    /// <summary>The id of the message that it answers, for a recovery.</summary>
    public string? AnswersTo { get; init; }

    /// <summary>How many occasions it tells of.</summary>
    public long Count { get; init; } = 1;

    /// <summary>The project.</summary>
    public string? Project { get; init; }

    /// <summary>The workflow, or null.</summary>
    public string? Workflow { get; init; }

    /// <summary>The schedule, or null.</summary>
    public string? Schedule { get; init; }

    /// <summary>The run, or null.</summary>
    public string? Run { get; init; }

    /// <summary>The failing task, or null.</summary>
    public string? Task { get; init; }
}
