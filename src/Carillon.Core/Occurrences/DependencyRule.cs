using Carillon.Core.Runs;
using Carillon.Core.Schedules;
using NodaTime;

namespace Carillon.Core.Occurrences;

/// <summary>What a dependency says of an occurrence.</summary>
/// <param name="Refusal">Why it does not run; null when it may, or must wait.</param>
/// <param name="WaitUntil">It waits for the other schedule, until this at the latest; null when it need not wait.</param>
/// <param name="ReadyAt">Since when it may run, as far as the dependency goes.</param>
internal readonly record struct DependencyVerdict(string? Refusal, Instant? WaitUntil, Instant ReadyAt)
{
    public static DependencyVerdict Ready(Instant at) => new(null, null, at);

    public static DependencyVerdict Refuse(string reason) => new("dependency: " + reason, null, default);

    public static DependencyVerdict Wait(Instant until) => new(null, until, default);
}

/// <summary>Decides by what became of another schedule whether an occurrence runs.</summary>
internal static class DependencyRule
{
    /// <summary>The verdict for an occurrence that is due.</summary>
    public static DependencyVerdict For(Schedule schedule, Instant nominal, Instant due, Instant now)
    {
        if (schedule.Definition.DependsOn is not { } rule)
            return DependencyVerdict.Ready(due);
        if (schedule.Upstream is not { Id: not null, Times: { } times } upstream)
            return DependencyVerdict.Refuse($"there is no schedule '{rule.Schedule}'");
        return rule.Mode == DependencyMode.After
            ? After(rule, upstream, times, nominal, due, now)
            : IfSucceeded(rule, schedule, upstream, nominal, due, now);
    }

    private static DependencyVerdict IfSucceeded(Dependency rule, Schedule schedule, Upstream upstream, Instant nominal, Instant due, Instant now)
    {
        var (since, words) = rule.Within is { } within
            ? (now - within, $"within {TimeText.Of(within)}")
            : (schedule.Definition.Times.Previous(nominal) ?? Instant.MinValue, "since the occurrence before");
        if (upstream.LastEnded is not { EndedAt: { } endedAt } last || endedAt < since)
            return DependencyVerdict.Refuse($"no run of {upstream.Name} ended {words}");
        return last.Status == RunStatus.Completed ? DependencyVerdict.Ready(due) : DependencyVerdict.Refuse($"the latest run of {upstream.Name} {Ended(last.Status)}");
    }

    private static DependencyVerdict After(Dependency rule, Upstream upstream, OccurrenceTimes times, Instant nominal, Instant due, Instant now)
    {
        var longest = rule.Within ?? Dependency.LongestWait;
        var deadline = Instant.MaxValue - nominal > longest ? nominal + longest : Instant.MaxValue;
        var tooLate = $"{upstream.Name} did not succeed within {TimeText.Of(longest)}";
        if (times.Previous(nominal + Duration.Epsilon) is not { } occurrence)
            return DependencyVerdict.Refuse($"{upstream.Name} has no occurrence at that time or before");
        if (Entry(upstream, occurrence) is not { } entry)
        {
            if (occurrence <= upstream.SettledThrough)
                return DependencyVerdict.Refuse($"nothing was expected of {upstream.Name}");
            return now < deadline ? DependencyVerdict.Wait(deadline) : DependencyVerdict.Refuse(tooLate);
        }

        if (entry.Run is not { } run)
            return DependencyVerdict.Refuse($"{upstream.Name} was {OutcomeText.Of(entry.Outcome)} ({entry.Reason})");
        if (run is { Status: RunStatus.Completed, EndedAt: { } endedAt })
            return endedAt < deadline ? DependencyVerdict.Ready(Instant.Max(due, endedAt)) : DependencyVerdict.Refuse(tooLate);
        if (run.Status.IsEnded())
            return DependencyVerdict.Refuse($"the run of {upstream.Name} {Ended(run.Status)}");
        return now < deadline ? DependencyVerdict.Wait(deadline) : DependencyVerdict.Refuse(tooLate);
    }

    private static UpstreamEntry? Entry(Upstream upstream, Instant occurrence)
    {
        for (var i = upstream.Entries.Count - 1; i >= 0; i--)
        {
            if (upstream.Entries[i].NominalAt <= occurrence)
                return upstream.Entries[i].LastNominalAt >= occurrence ? upstream.Entries[i] : null;
        }

        return null;
    }

    private static string Ended(RunStatus status) => status == RunStatus.Canceled ? "was canceled" : "failed";
}
