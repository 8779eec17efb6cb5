namespace Carillon.Core.Schedules;

/// <summary>The fields of a cron.</summary>
internal enum CronFieldKind
{
    Second,
    Minute,
    Hour,
    DayOfMonth,
    Month,
    DayOfWeek,
}

/// <summary>The ways to write one item of a field's list.</summary>
internal enum CronTermKind
{
    /// <summary><c>*</c> or <c>?</c>, perhaps with a step.</summary>
    All,

    /// <summary>One value.</summary>
    Value,

    /// <summary>A range, perhaps wrapping, perhaps with a step.</summary>
    Range,

    /// <summary><c>5/15</c>: from 5 to the field's end.</summary>
    From,

    /// <summary><c>L</c> or <c>L-3</c>: days before the month's last.</summary>
    LastDay,

    /// <summary><c>15W</c>.</summary>
    NearestWeekday,

    /// <summary><c>LW</c>.</summary>
    LastWeekday,

    /// <summary><c>5L</c>: the last such weekday.</summary>
    LastOfWeekday,

    /// <summary><c>1#2</c>: the nth such weekday.</summary>
    NthOfWeekday,
}

/// <summary>One item of a field's list, hashes resolved, Sunday as 0.</summary>
/// <param name="Kind">How it is written.</param>
/// <param name="First">The value, the range's first, the days before the last (L-3), or the weekday.</param>
/// <param name="Last">The range's last, or n of <c>1#2</c>.</param>
/// <param name="Step">The step; 1 when none is written.</param>
internal readonly record struct CronTerm(CronTermKind Kind, int First, int Last, int Step);

/// <summary>One field as written: its items and the values they cover.</summary>
/// <param name="Kind">Which field.</param>
/// <param name="Column">Where it begins in the text, from 1.</param>
/// <param name="Text">As written.</param>
/// <param name="Terms">Its items, at least one.</param>
/// <param name="Values">One bit per plain value covered.</param>
/// <param name="Hashed">True when it contains <c>H</c>.</param>
internal sealed record CronField(CronFieldKind Kind, int Column, string Text, IReadOnlyList<CronTerm> Terms, ulong Values, bool Hashed)
{
    private static readonly string[] Names = ["second", "minute", "hour", "day of month", "month", "day of week"];

    /// <summary>True for <c>*</c> and <c>?</c> and everything that begins with <c>*</c>: such a day field restricts the other one instead of adding to it.</summary>
    public bool BeginsWithStar => Text[0] is '*' or '?';

    /// <summary>True for exactly <c>*</c> or <c>?</c>.</summary>
    public bool IsAny => Text is "*" or "?";

    public static string NameOf(CronFieldKind kind) => Names[(int)kind];

    public static int Min(CronFieldKind kind) => kind is CronFieldKind.DayOfMonth or CronFieldKind.Month ? 1 : 0;

    /// <summary>The largest value; 7 for Sunday is read as 0.</summary>
    public static int Max(CronFieldKind kind) => kind switch
    {
        CronFieldKind.Second or CronFieldKind.Minute => 59,
        CronFieldKind.Hour => 23,
        CronFieldKind.DayOfMonth => 31,
        CronFieldKind.Month => 12,
        _ => 6,
    };

    /// <summary>The largest number that may be written.</summary>
    public static int MaxWritten(CronFieldKind kind) => kind == CronFieldKind.DayOfWeek ? 7 : Max(kind);
}
