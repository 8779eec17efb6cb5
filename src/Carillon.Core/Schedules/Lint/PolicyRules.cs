using NodaTime;

namespace Carillon.Core.Schedules;

/// <summary>How close occurrences come.</summary>
internal static class ShortestPeriod
{
    private const int Sample = 200;

    /// <summary>The shortest of the next intervals; null when fewer than two occurrences are left.</summary>
    public static Duration? From(ScheduleTimes times, Instant now)
    {
        Duration? shortest = null;
        var last = times.Next(now);
        for (var i = 0; i < Sample && last is { } before && times.Next(before) is { } next; i++, last = next)
            shortest = shortest is { } least && least <= next - before ? least : next - before;
        return shortest;
    }
}

/// <summary>Catching up on everything, several times a minute.</summary>
internal sealed class CatchUpWithoutLimit : ScheduleRule
{
    public override string Id => "catch-up-without-limit";

    public override ProblemSeverity Severity => ProblemSeverity.Warning;

    public override string Meaning => "`catch_up: { mode: all }` runs every missed occurrence, one after the other. Several a minute are thousands after a night of downtime, and they may never be caught up with.";

    public override string Example => "every: 10s\ncatch_up: { mode: all }";

    public override IEnumerable<FieldProblem> Look(LintSubject subject, ScheduleTimes times)
    {
        if (subject.CatchUp is not { Mode: CatchUpMode.All, MaxRuns: null } || ShortestPeriod.From(times, subject.Now) is not { } period || period >= Duration.FromMinutes(1))
            return [];
        var night = (long)(Duration.FromHours(8) / period);
        return [Found("catch_up", $"Every missed occurrence runs, and they come every {TimeText.Of(period)}: eight hours of downtime leave up to {Phrases.Number(night)} runs.", "Add max_runs.", FixYaml.Of(subject.Spec, "catch_up: { mode: all, max_runs: 100 }"))];
    }
}

/// <summary>Any number of runs at once, several times a minute.</summary>
internal sealed class OverlapWithoutLimit : ScheduleRule
{
    public override string Id => "overlap-without-limit";

    public override ProblemSeverity Severity => ProblemSeverity.Warning;

    public override string Meaning => "With `overlap_policy: allow` a run that hangs does not hold the next one back. Where they come several times a minute, a slow hour is hundreds of open runs.";

    public override string Example => "every: 10s\noverlap_policy: allow";

    public override IEnumerable<FieldProblem> Look(LintSubject subject, ScheduleTimes times) =>
        subject.OverlapPolicy == OverlapPolicy.Allow && ShortestPeriod.From(times, subject.Now) is { } period && period < Duration.FromMinutes(1)
            ? [Found("overlap_policy", $"Any number of runs may be open at once, and a new one comes every {TimeText.Of(period)}.", "Use overlap_policy: skip, or a longer period.", FixYaml.Of(subject.Spec, "overlap_policy: skip"))]
            : [];
}

/// <summary>More jitter than there is room for.</summary>
internal sealed class JitterBeyondPeriod : ScheduleRule
{
    public override string Id => "jitter-beyond-period";

    public override ProblemSeverity Severity => ProblemSeverity.Warning;

    public override string Meaning => "Jitter never moves an occurrence up to the next one, so no more of it takes effect than the period has room for.";

    public override string Example => "every: 5m\njitter: 10m";

    public override IEnumerable<FieldProblem> Look(LintSubject subject, ScheduleTimes times)
    {
        if (subject.Jitter <= Duration.Zero || ShortestPeriod.From(times, subject.Now) is not { } period || subject.Jitter <= period)
            return [];
        var half = TimeText.Of(Duration.FromSeconds(Math.Max(1, (long)(period.TotalSeconds / 2))));
        return [Found("jitter", $"The jitter of {TimeText.Of(subject.Jitter)} is longer than the period of {TimeText.Of(period)}; it is cut at the next occurrence.", $"Use jitter: {half} or less.", FixYaml.Of(subject.Spec, $"jitter: {half}"))];
    }
}
