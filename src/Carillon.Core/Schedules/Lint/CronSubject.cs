using System.Numerics;
using NodaTime;

namespace Carillon.Core.Schedules;

/// <summary>A cron as the rules of lint look at it.</summary>
/// <param name="Cron">The cron.</param>
/// <param name="Times">Its times in the schedule's zone.</param>
/// <param name="From">Where proof begins; null for no proof.</param>
internal sealed record CronSubject(CronFields Cron, ScheduleTimes Times, Instant? From)
{
    /// <summary>More times of day than this are a cadence, and a fix that lists them helps nobody.</summary>
    private const int MostTimes = 12;

    public CronField Second => Cron[CronFieldKind.Second];

    public CronField Minute => Cron[CronFieldKind.Minute];

    public CronField Hour => Cron[CronFieldKind.Hour];

    public CronField Day => Cron[CronFieldKind.DayOfMonth];

    public CronField Month => Cron[CronFieldKind.Month];

    public CronField Weekday => Cron[CronFieldKind.DayOfWeek];

    /// <summary>The times of day in order; empty when there are too many to list.</summary>
    public IReadOnlyList<string> TimesOfDay =>
        BitOperations.PopCount(Second.Values) * BitOperations.PopCount(Minute.Values) * BitOperations.PopCount(Hour.Values) > MostTimes
            ? []
            : [.. from h in Bits(Hour.Values) from m in Bits(Minute.Values) from s in Bits(Second.Values) select Phrases.Time(h, m, s)];

    /// <summary>The one time of day, or null when there are several.</summary>
    public string? At => TimesOfDay is [var only] ? only : null;

    /// <summary>The first occurrence from <see cref="From"/> on, as the zone reads it.</summary>
    public LocalDateTime? Next => From is { } from && Times.Next(from - Duration.Epsilon) is { } next ? next.InZone(Times.Zone).LocalDateTime : null;

    /// <summary>The step of a field that is nothing but a step over all of it, such as <c>*/14</c>, <c>1/14</c> or <c>1-31/14</c>; 0 for any other.</summary>
    public static int Step(CronField field) => field.Terms is [var only] && !field.Hashed && Covers(field.Kind, only) ? only.Step : 0;

    private static bool Covers(CronFieldKind kind, CronTerm term) => term.Kind switch
    {
        CronTermKind.All => true,
        CronTermKind.From => term.First == CronField.Min(kind),
        CronTermKind.Range => term.First == CronField.Min(kind) && term.Last == CronField.Max(kind),
        _ => false,
    };

    private static IEnumerable<int> Bits(ulong mask)
    {
        for (; mask != 0; mask &= mask - 1)
            yield return BitOperations.TrailingZeroCount(mask);
    }
}
