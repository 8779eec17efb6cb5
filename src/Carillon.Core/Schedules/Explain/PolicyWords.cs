namespace Carillon.Core.Schedules;

/// <summary>One rule of a schedule in words.</summary>
/// <param name="Key">The key in YAML: <c>enabled</c>, <c>overlap_policy</c>, <c>catch_up</c>, <c>jitter</c>, <c>calendar</c>, <c>dst</c>, <c>start_at</c>, <c>end_at</c>.</param>
/// <param name="Words">A sentence.</param>
public sealed record PolicyWords(string Key, string Words)
{
    /// <summary>The rules that are in force, the defaults included.</summary>
    public static IReadOnlyList<PolicyWords> Of(ScheduleDefinition schedule)
    {
        var words = new List<PolicyWords>();
        if (!schedule.Enabled)
            words.Add(new("enabled", "It is disabled in the file and does not fire."));
        words.Add(new("overlap_policy", Overlap(schedule.OverlapPolicy)));
        words.Add(new("catch_up", CatchUp(schedule.CatchUp)));
        words.Add(new("jitter", schedule.Jitter > NodaTime.Duration.Zero ? $"Each occurrence is delayed by less than {TimeText.Of(schedule.Jitter)}, always the same for the same occurrence." : "None: it is due at the nominal time."));
        if (schedule.Times is not ScheduleTimes times)
            return words;
        words.Add(new("calendar", Calendar(times)));
        words.Add(new("dst", ClockChange(times)));
        if (times.StartAt is { } start)
            words.Add(new("start_at", $"Nothing before {TimeText.Of(start.InZone(times.Zone).ToOffsetDateTime())}."));
        if (times.EndAt is { } end)
            words.Add(new("end_at", $"Nothing from {TimeText.Of(end.InZone(times.Zone).ToOffsetDateTime())} on."));
        return words;
    }

    private static string Overlap(OverlapPolicy policy) => policy switch
    {
        OverlapPolicy.Skip => "When the previous run is still open, the occurrence is skipped.",
        OverlapPolicy.Allow => "When the previous run is still open, both run.",
        OverlapPolicy.BufferOne => "When the previous run is still open, one occurrence waits, and further ones are skipped.",
        _ => "When the previous run is still open, it is canceled, and the new one runs.",
    };

    private static string CatchUp(CatchUp rule)
    {
        var age = rule.Window is { } window ? $"if it is no older than {TimeText.Of(window)}" : "however old";
        return rule.Mode switch
        {
            CatchUpMode.None => "After downtime nothing that was missed runs.",
            CatchUpMode.Last => $"After downtime the last missed occurrence runs, {age}.",
            _ => $"After downtime {(rule.MaxRuns is { } most ? $"the latest {Phrases.Number(most)} missed occurrences run" : "every missed occurrence runs")}, oldest first{(rule.Window is { } within ? $", none older than {TimeText.Of(within)}" : "")}.",
        };
    }

    private static string Calendar(ScheduleTimes times) => (times.Calendar, times.CalendarRule) switch
    {
        (null, _) => "None: holidays do not count.",
        ({ } calendar, CalendarRule.Skip) => $"Only on business days of {calendar.Name}; an occurrence on another day is left out.",
        ({ } calendar, CalendarRule.Next) => $"Only on business days of {calendar.Name}; an occurrence on another day moves to the next one.",
        ({ } calendar, _) => $"Only on business days of {calendar.Name}; an occurrence on another day moves to the previous one.",
    };

    private static string ClockChange(ScheduleTimes times)
    {
        if (times.Readings is null)
            return "Counts real time, which clock changes do not touch.";
        var gap = times.ClockChange.Gap == GapRule.Next ? "fires at the first instant after the gap" : "does not fire";
        var overlap = times.ClockChange.Overlap switch
        {
            OverlapRule.First => "fires at the first pass",
            OverlapRule.Second => "fires at the second pass",
            _ => "fires at both passes",
        };
        return $"A time that the clocks skip {gap}; one that comes twice {overlap}.";
    }
}
