using System.Text.Json.Serialization;
using Carillon.Core.Schedules;
using Carillon.Engine.History;
using NodaTime;

namespace Carillon.Server.Occurrences;

/// <summary>An occurrence to come, in UTC and as the schedule's zone reads it.</summary>
internal sealed record OccurrenceView
{
    /// <summary>The nominal time.</summary>
    public required Instant Nominal { get; init; }

    /// <summary>The same in the zone, with its offset.</summary>
    public required string Local { get; init; }

    /// <summary>What the zone is called then, for example <c>EDT</c>.</summary>
    public required string Zone { get; init; }

    /// <summary>Nominal plus jitter.</summary>
    public required Instant Due { get; init; }

    /// <summary>Says so when a clock change moved or repeats it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Note { get; init; }

    /// <summary>The data window of its run, for a schedule that has windows.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public WindowRecord? Window { get; init; }

    public static OccurrenceView From(PreviewOccurrence occurrence) => From(occurrence, null);

    public static OccurrenceView From(PreviewOccurrence occurrence, DataWindows? windows) => new()
    {
        Nominal = occurrence.Nominal,
        Local = occurrence.LocalText,
        Zone = occurrence.ZoneAbbreviation,
        Due = occurrence.Due,
        Note = occurrence.Note,
        Window = WindowRecord.From(windows?.Of(occurrence.Nominal)),
    };
}
