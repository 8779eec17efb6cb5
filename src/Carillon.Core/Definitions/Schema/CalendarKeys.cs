namespace Carillon.Core.Definitions.Schema;

/// <summary>The table of calendar files.</summary>
internal static class CalendarKeys
{
    private static readonly TextSpec Text = new();

    private static readonly TextSpec Date = new("a date (`2026-12-24`)", "^[0-9]{4}-[0-9]{2}-[0-9]{2}$");

    private static readonly TextSpec Time = new("a wall-clock time (`HH:mm` or `HH:mm:ss`)");

    private static readonly ObjectSpec Holiday = new(
        "holiday", "holiday", "A closed day with its name. In short the date alone.",
        new("date", Date, "The day.", Required: true),
        new("name", Text, "What it is."));

    private static readonly ObjectSpec EarlyClose = new(
        "early_close", "early close", "A half day.",
        new("date", Date, "The day.", Required: true),
        new("close", Time, "When its session closes.", Required: true));

    private static readonly ObjectSpec Sessions = new(
        "sessions", "sessions", "The usual hours, in the calendar's `timezone`.",
        new("open", Time, "Opening.", Required: true),
        new("close", Time, "Closing, later on the same day.", Required: true));

    public static readonly ObjectSpec Calendar = new(
        "calendar_file", "calendar file", "The whole of a file with `kind: calendar`: which days are business days, for the schedules that name it. See [calendars](../guide/calendars.md).",
        new("kind", new ChoiceSpec("calendar"), "What the file defines.", Required: true),
        new("id", new IdSpec(), "The name that schedules write, unique without regard to case.", Required: true),
        new("name", Text, "The name people read.", Default: "the id"),
        new("description", Text, "What it is for."),
        new("based_on", Text, "A calendar whose closed days are closed here as well, and whose sessions count here where there are none."),
        new("weekend", new ListSpec(new TextSpec("a weekday (`mon` … `sun`, or a range such as `sat-sun`)")), "Weekdays that are closed; `[]` for none. With `based_on`, in addition to its own.", Default: "`[sat, sun]`, with `based_on` its own"),
        new("holidays", new ListSpec(new EitherSpec(Date, Holiday)), "Closed days."),
        new("open_days", new ListSpec(Date), "Business days whatever the rest says."),
        new("timezone", new TextSpec("an IANA time zone (`America/New_York`)"), "The zone of `sessions`; required beside them.", Default: "that of `based_on`"),
        new("sessions", Sessions, "The usual hours, which `at: open+5m` counts from. They replace those of `based_on`, half days included."),
        new("early_closes", new ListSpec(EarlyClose), "Days whose session closes early; they need sessions."),
        new("valid_from", Date, "The first day it knows, inclusive.", Default: "that of `based_on`, else no bound"),
        new("valid_through", Date, "The last day it knows, inclusive; never later than that of `based_on`. Beyond it every day that is not of the weekend counts, with a warning.", Default: "the end of the last year that a date is listed for; that of `based_on` where it ends first"));

    /// <summary>Every mapping with known keys, in the order of the reference page.</summary>
    public static readonly ObjectSpec[] All = [Calendar, Holiday, EarlyClose, Sessions];
}
