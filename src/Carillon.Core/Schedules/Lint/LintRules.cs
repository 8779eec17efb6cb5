namespace Carillon.Core.Schedules;

/// <summary>Every rule once.</summary>
internal static class LintRules
{
    /// <summary>What every reader of a cron warns of, in the order of the findings.</summary>
    public static readonly CronRule[] OfCrons =
        [new UnevenStep(), new UnevenMonths(), new EveryMinuteOfAnHour(), new StepInDays(), new StepInWeekdays(), new EitherDay(), new MissingDay(), new OnlyInLeapYears()];

    /// <summary>What only lint says.</summary>
    public static readonly ScheduleRule[] OfSchedules =
    [
        new SkippedTime(), new RepeatedTime(), new FixedZone(), new ZoneLeftOut(), new NoHolidays(),
        new EverySecond(), new EveryMinute(), new EndsInThePast(),
        new CatchUpWithoutLimit(), new OverlapWithoutLimit(), new JitterBeyondPeriod(),
    ];

    /// <summary>All of them, in the order of the reference page.</summary>
    public static IEnumerable<LintRule> All => [.. ReaderRules.All, .. OfCrons, .. OfSchedules];
}
