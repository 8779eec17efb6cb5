using NodaTime;

namespace Carillon.Core.Schedules;

/// <summary>
/// The "when" of a schedule as plain text values, however they were read (YAML, JSON, a form). Exactly one of <see cref="Cron"/>, <see cref="Every"/>,
/// <see cref="Daily"/>, <see cref="Weekly"/>, <see cref="Monthly"/>, <see cref="Once"/> is given. Immutable.
/// </summary>
public sealed record ScheduleSpec
{
    /// <summary>Seeds <c>H</c> in cron: the schedule's id.</summary>
    public required string HashSeed { get; init; }

    /// <summary>A cron of 5 fields, or 6 with seconds first, or a macro such as <c>@daily</c>.</summary>
    public string? Cron { get; init; }

    /// <summary>A period: <c>14d</c>, <c>2w</c> (local days), or <c>15m</c>, <c>2h</c>, <c>30s</c>, <c>1h30m</c> (elapsed time).</summary>
    public string? Every { get; init; }

    /// <summary>Beside <see cref="Every"/> in days: wall-clock times <c>HH:mm</c> or <c>HH:mm:ss</c>. Default <c>00:00</c>.</summary>
    public IReadOnlyList<string> At { get; init; } = [];

    /// <summary>
    /// Beside <see cref="Every"/>: for days a local date (<c>2026-01-05</c>), default 1970-01-05, a Monday; for hours, minutes and seconds an instant
    /// (<c>2026-01-05T00:00:00Z</c>) or a local date or date and time in the zone, default the Unix epoch. The grid extends to both sides of the anchor.
    /// </summary>
    public string? Anchor { get; init; }

    /// <summary>Every day at given times.</summary>
    public DailySpec? Daily { get; init; }

    /// <summary>On given weekdays.</summary>
    public WeeklySpec? Weekly { get; init; }

    /// <summary>On given days of the month.</summary>
    public MonthlySpec? Monthly { get; init; }

    /// <summary>One wall-clock time in the zone: <c>2026-03-01T09:00</c>.</summary>
    public string? Once { get; init; }

    /// <summary>The IANA zone; null for UTC. The caller puts the server's default here.</summary>
    public string? Timezone { get; init; }

    /// <summary><c>next</c> or <c>skip</c>; null for the default of the kind: <c>skip</c> for a cron whose hour field is <c>*</c>, else <c>next</c>.</summary>
    public string? DstGap { get; init; }

    /// <summary><c>first</c>, <c>second</c> or <c>both</c>; null for the default of the kind: <c>both</c> for a cron whose hour field is <c>*</c>, else <c>first</c>.</summary>
    public string? DstOverlap { get; init; }

    /// <summary>A calendar's name, for example <c>XNYS</c> or <c>weekdays</c>; null for none.</summary>
    public string? Calendar { get; init; }

    /// <summary>What becomes of an occurrence on a day that is no business day: <c>skip</c> (default), <c>next</c> or <c>previous</c>.</summary>
    public string? CalendarRule { get; init; }

    /// <summary>No occurrence before this (inclusive bound): an instant with <c>Z</c> or an offset, or a local date or date and time in the zone.</summary>
    public string? StartAt { get; init; }

    /// <summary>No occurrence at or after this (exclusive bound): written as <see cref="StartAt"/>.</summary>
    public string? EndAt { get; init; }

    /// <summary>The calendars that exist, by name. Default: the built-in ones.</summary>
    public IReadOnlyDictionary<string, BusinessCalendar> Calendars { get; init; } = BusinessCalendar.BuiltIn;

    /// <summary>When given, warnings about likely intent show the next dates after it as proof.</summary>
    public Instant? From { get; init; }

    /// <summary>Reads it all. Pure; never throws on bad text. Errors and warnings of every field at once.</summary>
    public ScheduleBuild Build() => new SpecReader(this).Read();
}

/// <summary>Every day at given times.</summary>
/// <param name="At">Wall-clock times <c>HH:mm</c> or <c>HH:mm:ss</c>; empty for <c>00:00</c>.</param>
public sealed record DailySpec(IReadOnlyList<string> At);

/// <summary>On given weekdays.</summary>
/// <param name="On"><c>mon</c> … <c>sun</c> or full English names, case-insensitive; ranges such as <c>mon-fri</c> are allowed. At least one.</param>
/// <param name="At">Wall-clock times; empty for <c>00:00</c>.</param>
public sealed record WeeklySpec(IReadOnlyList<string> On, IReadOnlyList<string> At);

/// <summary>On given days of the month.</summary>
/// <param name="On">Day numbers 1 to 31, <c>first</c>, <c>last</c>, <c>first_business_day</c>, <c>last_business_day</c>, <c>2nd tue</c>, <c>last fri</c>. At least one.</param>
/// <param name="At">Wall-clock times; empty for <c>00:00</c>.</param>
/// <param name="ShortMonth">Where a month lacks the day number: <c>last</c> (default) takes its last day, <c>skip</c> none.</param>
public sealed record MonthlySpec(IReadOnlyList<string> On, IReadOnlyList<string> At, string? ShortMonth = null);

/// <summary>A problem of a <see cref="ScheduleSpec"/> with the field it belongs to, so that a reader of YAML can add line and column.</summary>
/// <param name="Field">The key as written in YAML, with its parent: <c>cron</c>, <c>weekly.on</c>, <c>monthly.short_month</c>, <c>dst.gap</c>, <c>timezone</c>, <c>calendar</c>, <c>calendar.rule</c>, <c>start_at</c>; empty for the schedule as a whole.</param>
/// <param name="Item">The index from 0 within a list-valued field, else null.</param>
/// <param name="Offset">UTF-16 units from the start of the field's text, from 0; null for the text as a whole.</param>
/// <param name="Problem">What is wrong, without a location.</param>
public sealed record FieldProblem(string Field, int? Item, int? Offset, Problem Problem)
{
    /// <summary>The field with its index: <c>weekly.at[1]</c>; empty for the schedule as a whole.</summary>
    public string Place => Item is { } item ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Field}[{item}]") : Field;

    /// <summary>The problem with its field, for what has no lines.</summary>
    public Problem Named => Problem with { Field = Place.Length == 0 ? null : Place };
}

/// <summary>A schedule ready to be asked for its times.</summary>
/// <param name="Times">The nominal times.</param>
/// <param name="Words">The recurrence in words.</param>
/// <param name="Zone">Its zone.</param>
public sealed record BuiltSchedule(ScheduleTimes Times, string Words, DateTimeZone Zone);

/// <summary>The answer of <see cref="ScheduleSpec.Build"/>: a schedule, perhaps with warnings, or every problem.</summary>
/// <param name="Schedule">The schedule; null when there is at least one error.</param>
/// <param name="Problems">Errors and warnings, in the order of the fields.</param>
public sealed record ScheduleBuild(BuiltSchedule? Schedule, IReadOnlyList<FieldProblem> Problems)
{
    /// <summary>True when there is a schedule.</summary>
    public bool IsOk => Schedule is not null;
}
