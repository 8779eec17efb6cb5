using Carillon.Core.Occurrences;
using Carillon.Core.Schedules;
using NodaTime;

namespace Carillon.Core.Tests.Occurrences;

/// <summary>Every so often since the epoch.</summary>
internal sealed class EveryTimes(Duration period) : OccurrenceTimes
{
    private readonly long _ticks = (long)period.TotalTicks;

    public override Instant? Next(Instant after) => Instant.FromUnixTimeTicks((Floor(after.ToUnixTimeTicks()) + 1) * _ticks);

    public override Instant? Previous(Instant before)
    {
        // A part of a tick after an occurrence is still after it.
        var ticks = before.ToUnixTimeTicks();
        return Instant.FromUnixTimeTicks((before > Instant.FromUnixTimeTicks(ticks) ? Floor(ticks) : Floor(ticks - 1)) * _ticks);
    }

    private long Floor(long ticks) => (long)Math.Floor((decimal)ticks / _ticks);
}

/// <summary>A list of times.</summary>
internal sealed class ListedTimes(params IEnumerable<Instant> times) : OccurrenceTimes
{
    private readonly Instant[] _times = [.. times.Distinct().Order()];

    public override Instant? Next(Instant after) => _times.Where(at => at > after).Select(at => (Instant?)at).FirstOrDefault();

    public override Instant? Previous(Instant before) => _times.Where(at => at < before).Select(at => (Instant?)at).LastOrDefault();
}

/// <summary>Short ways to write a schedule in a test.</summary>
internal static class Due
{
    public static readonly Instant Nine = Instant.FromUtc(2026, 1, 5, 9, 0);

    public static Schedule Every(Duration period, OverlapPolicy overlap = OverlapPolicy.Skip, CatchUp? catchUp = null) =>
        Of(new EveryTimes(period), overlap, catchUp);

    public static Schedule Of(OccurrenceTimes times, OverlapPolicy overlap = OverlapPolicy.Skip, CatchUp? catchUp = null) =>
        new(new ScheduleId("schedule-p-w"), new ScheduleDefinition
        {
            Key = "",
            Spec = new ScheduleSpec { HashSeed = "" },
            Times = times,
            Words = "test",
            ContentText = "{}",
            Zone = DateTimeZone.Utc,
            OverlapPolicy = overlap,
            CatchUp = catchUp ?? CatchUp.Default,
        });

    public static DuePlan At(this Schedule schedule, Instant cursor, Instant now, OpenRuns open = default) =>
        DuePlanner.Plan(schedule, new ScheduleCursor(cursor), open, now);

    /// <summary>The ledger in short: <c>09:01 ran on time</c>, <c>09:01..09:05 x5 missed downtime</c>.</summary>
    public static string[] Lines(this DuePlan plan) =>
        [.. plan.Ledger.Select(e => $"{Clock(e.NominalAt)}{(e.Count > 1 ? $"..{Clock(e.LastNominalAt)} x{e.Count}" : "")} {OutcomeText.Of(e.Outcome)} {e.Reason}")];

    private static string Clock(Instant at) => at.ToString("HH:mm", System.Globalization.CultureInfo.InvariantCulture);
}
