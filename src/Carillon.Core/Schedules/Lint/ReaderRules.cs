namespace Carillon.Core.Schedules;

/// <summary>The rules that the reader looks after.</summary>
internal static class ReaderRules
{
    public static readonly ReaderRule StepBeyondField = new(
        "step-beyond-field",
        "A step larger than its field never takes effect: `*/60` in the minute field would be minute 0 alone, `*/60` in the day field day 1. A longer period is written with `every`.",
        "cron: \"0 2 */60 * *\"");

    public static readonly ReaderRule ValueBeyondField = new(
        "value-beyond-field",
        "A number outside its field: minutes go from 0 to 59, hours from 0 to 23, days from 1 to 31, months from 1 to 12, weekdays from 0 to 7.",
        "cron: \"0 24 * * *\"");

    public static readonly ReaderRule NeverFires = new(
        "never-fires",
        "There is no such day in any year, or none between `start_at` and `end_at`, or none that is a business day of the calendar.",
        "cron: \"0 0 30 2 *\"");

    public static readonly ReaderRule UnknownZone = new(
        "unknown-timezone",
        "There is no IANA zone of that name.",
        "cron: \"0 9 * * *\"\ntimezone: America/NewYork");

    public static readonly ReaderRule ClockRuleWithoutEffect = new(
        "dst-without-effect",
        "`every` in hours, minutes or seconds counts real time, which clock changes do not touch.",
        "every: 6h\ndst: { gap: skip }",
        ProblemSeverity.Warning);

    public static readonly ReaderRule BeyondCalendar = new(
        "beyond-calendar",
        "The calendar's table ends before the dates asked about; there every Monday to Friday counts as a business day. A newer version of the program has a longer table.",
        "cron: \"0 9 * * *\"\ntimezone: UTC\ncalendar: XNYS",
        ProblemSeverity.Warning,
        fixable: false);

    public static readonly ReaderRule Unreadable = new(
        "invalid-schedule",
        "Anything else that cannot be read. The message says where and what.",
        "cron: \"0 9 * *\"",
        fixable: false);

    /// <summary>Every one, in the order of the reference page.</summary>
    public static IEnumerable<ReaderRule> All => [StepBeyondField, ValueBeyondField, NeverFires, UnknownZone, ClockRuleWithoutEffect, BeyondCalendar, Unreadable];
}
