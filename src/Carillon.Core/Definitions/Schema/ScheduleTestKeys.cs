namespace Carillon.Core.Definitions.Schema;

/// <summary>The part of the table about <c>tests</c>.</summary>
internal static class ScheduleTestKeys
{
    private static readonly TextSpec Text = new();

    private static readonly TextSpec Bound = new("a date or a date and time in the zone, or an instant");

    private static readonly ListSpec LocalTimes = new(new TextSpec("a wall-clock time (`2026-03-02T09:00`)"));

    private static readonly ObjectSpec Count = new(
        "count", "count", "How many, in bounds.",
        new("min", new IntegerSpec(0), "At least so many."),
        new("max", new IntegerSpec(0), "At most so many."));

    private static readonly ObjectSpec Gap = new(
        "gap", "gap", "How far apart, in bounds.",
        new("min", Text, "At least so far apart."),
        new("max", Text, "At most so far apart."));

    private static readonly EitherSpec Many = new(new IntegerSpec(0), Count);

    public static readonly ObjectSpec Test = new(
        "test", "test", "What a schedule is expected to do in a range of time. It needs at least one expectation: a key from `expect` on.",
        new("name", Text, "What it shows.", Default: "its number"),
        new("schedule", Text, "The `id` of the schedule; left out where the workflow has one."),
        new("from", Bound, "The beginning of the range, inclusive.", Required: true),
        new("to", Bound, "The end of the range, exclusive.", Required: true),
        new("expect", LocalTimes, "Exactly these wall-clock times; `[]` for none."),
        new("includes", LocalTimes with { OrOne = true }, "These wall-clock times, among others."),
        new("excludes", LocalTimes with { OrOne = true }, "None of these wall-clock times."),
        new("never_between", new ListSpec(new TextSpec("a time of day (`02:00`)")), "Two times of day: nothing from the first, inclusive, to the second, exclusive. It may go over midnight."),
        new("never_on", new ListSpec(new TextSpec("a weekday (`sat`)"), OrOne: true, Least: 1), "Nothing on these weekdays."),
        new("count", Many, "How many in the range."),
        new("per_day", Many, "How many on each whole day of the range."),
        new("per_week", Many, "How many in each whole week of the range, Monday to Sunday."),
        new("per_month", Many, "How many in each whole month of the range."),
        new("gap", new EitherSpec(Text, Gap), "How far apart two in a row are: `14d` in days of the calendar, `15m` or `2h` in elapsed time."));

    /// <summary>Every mapping with known keys, in the order of the reference page.</summary>
    public static readonly ObjectSpec[] All = [Test, Count, Gap];
}
