using System.Text.Json.Nodes;
using NodaTime;

namespace Carillon.Core.Schedules;

/// <summary>The data window of a run: the half-open range [start, end) it works on. Immutable.</summary>
/// <param name="Start">Its start, inclusive.</param>
/// <param name="End">Its end, exclusive; equal to the start when the window is empty.</param>
/// <param name="Zone">The schedule's zone, which its dates are read in.</param>
public sealed record DataWindow(Instant Start, Instant End, DateTimeZone Zone)
{
    /// <summary>The local date of the start.</summary>
    public LocalDate StartDate => Start.InZone(Zone).Date;

    /// <summary>The local date of the end; for a window of whole days the first day after it.</summary>
    public LocalDate EndDate => End.InZone(Zone).Date;

    /// <summary>The last local date that has a part in it, for systems whose ranges are inclusive; the day before <see cref="StartDate"/> when it is empty.</summary>
    public LocalDate LastDate => Start < End ? (End - Duration.Epsilon).InZone(Zone).Date : StartDate.PlusDays(-1);

    /// <summary>The start with the zone's offset, for example <c>2026-03-02T00:00:00-05:00</c>.</summary>
    public string StartText => TimeText.Of(Start.InZone(Zone).ToOffsetDateTime());

    /// <summary>The end likewise.</summary>
    public string EndText => TimeText.Of(End.InZone(Zone).ToOffsetDateTime());

    /// <summary>As expressions see it under <c>run.window</c>.</summary>
    public JsonObject ToJson() => new()
    {
        ["start"] = StartText,
        ["end"] = EndText,
        ["start_date"] = Text(StartDate),
        ["end_date"] = Text(EndDate),
        ["last_date"] = Text(LastDate),
    };

    private static string Text(LocalDate date) => date.ToString("uuuu-MM-dd", null);
}
