using System.Numerics;
using NodaTime;

namespace Carillon.Core.Schedules;

/// <summary>A warning about a cron, with where in its text (from 0).</summary>
internal readonly record struct CronWarning(int? Offset, Problem Problem);

/// <summary>Finds crons that say something else than their author likely meant (SCH023).</summary>
internal static class CronIntent
{
    /// <summary>Weekdays Monday to Friday; bit 0 is Sunday.</summary>
    private const ulong MondayToFriday = 0b011_1110;

    private const int ProofDates = 5;

    public static IEnumerable<CronWarning> Warnings(CronExpression cron, ScheduleTimes times, Instant? from)
    {
        foreach (var (field, message, fix) in Traps(cron))
        {
            var text = $"{message}{(from is { } start ? Proof(times, start, field.Kind) : "")}";
            var problem = new Problem(ProblemCodes.UnlikelyIntent, text, Suggestion: fix, Severity: ProblemSeverity.Warning);
            yield return new CronWarning(field.Column > 0 ? field.Column - 1 : null, problem);
        }
    }

    private static IEnumerable<(CronField Field, string Message, string? Fix)> Traps(CronExpression cron)
    {
        var (minute, hour) = (cron[CronFieldKind.Minute], cron[CronFieldKind.Hour]);
        var (day, month, weekday) = (cron[CronFieldKind.DayOfMonth], cron[CronFieldKind.Month], cron[CronFieldKind.DayOfWeek]);
        foreach (var (field, period, size, unit) in new[] { (cron[CronFieldKind.Second], "minute", 60, "s"), (minute, "hour", 60, "m"), (hour, "day", 24, "h") })
        {
            if (Step(field) is > 1 and var step && size % step != 0)
                yield return (field, $"'{field.Text}' in the {CronField.NameOf(field.Kind)} field begins anew each {period}, so the last interval is shorter.", $"Use every: {Phrases.Number(step)}{unit}.");
        }
        if (Step(month) is > 1 and var months && 12 % months != 0)
            yield return (month, $"'{month.Text}' in the month field begins anew each January.", null);
        if (minute.IsAny && hour.Terms is [{ Kind: CronTermKind.Value, First: var only }] && !hour.Hashed)
            yield return (minute, $"'*' in the minute field fires 60 times, from {Phrases.Time(only, 0, 0)} to {Phrases.Time(only, 59, 0)}.", $"Write 0 in the minute field for once at {Phrases.Time(only, 0, 0)}.");

        var at = At(cron);
        if (Step(day) is > 1 and var days && weekday.IsAny)
            yield return (day, $"'{day.Text}' in the day of month field begins anew on day 1 of each month; it does not mean every {Phrases.Number(days)} days.", at is null ? $"Use every: {Phrases.Number(days)}d." : $"Use every: {Phrases.Number(days)}d with at: \"{at}\".");
        if (Step(weekday) is > 1 and var weekdays && day.IsAny)
            yield return (weekday, $"'{weekday.Text}' in the day of week field begins anew each Sunday; it does not mean every {Phrases.Number(weekdays)} days.", $"Use every: {Phrases.Number(weekdays)}d.");
        if (!day.BeginsWithStar && !weekday.BeginsWithStar)
            yield return (day, $"Cron joins the two day fields with OR: it fires on {Days(day)} and also on every day that '{weekday.Text}' names.", OrFix(day, weekday, at));
        else if (MissingDays(day, month) is { } missing)
            yield return (day, missing, $"Write L for the last day, or monthly: {{ on: {Phrases.Number(LateDays(day).First())}, at: \"{at ?? "00:00"}\" }}.");
    }

    private static IEnumerable<int> LateDays(CronField day) => day.Terms.Where(t => t is { Kind: CronTermKind.Value, First: > 28 }).Select(t => t.First);

    private static string? MissingDays(CronField day, CronField month)
    {
        var lacking = Lacking(day, month);
        if (lacking.Length == 0)
            return null;
        if (LateDays(day).All(d => d == 29))
            return "Day 29 does not exist in every month: February has it in leap years only.";
        var verb = lacking.Contains(' ', StringComparison.Ordinal) ? "are" : "is";
        return $"Day {Phrases.Join([.. LateDays(day).Select(d => Phrases.Number(d))])} does not exist in every month: {lacking} {verb} skipped.";
    }

    private static string Days(CronField day) => $"the days of the month '{day.Text}'";

    private static string OrFix(CronField day, CronField weekday, string? at)
    {
        var time = $"at: \"{at ?? "00:00"}\"";
        if (weekday.Values == MondayToFriday)
        {
            if (day.Terms.Any(t => t.Kind is CronTermKind.LastDay or CronTermKind.LastWeekday) || (BitOperations.TrailingZeroCount(day.Values) >= 25 && day.Values != 0))
                return $"For the last business day use monthly: {{ on: last_business_day, {time} }}.";
            if ((day.Values & 2) != 0)
                return $"For the first business day use monthly: {{ on: first_business_day, {time} }}.";
        }
        if (day.Terms is [{ Kind: CronTermKind.Range, Step: 1, First: var first, Last: var last }] && last == first + 6 && first % 7 == 1 && BitOperations.PopCount(weekday.Values) == 1)
        {
            var name = Phrases.Weekday(BitOperations.TrailingZeroCount(weekday.Values));
            var nth = new[] { "1st", "2nd", "3rd", "4th", "5th" }[(first - 1) / 7];
            return $"For the {nth} {name} use monthly: {{ on: \"{nth} {name[..3].ToLowerInvariant()}\", {time} }}, or {BitOperations.TrailingZeroCount(weekday.Values)}#{(first / 7) + 1} in the day of week field.";
        }
        return "To demand both, begin one of the two with '*' (for example */1); to mean either, write two schedules.";
    }

    /// <summary>The named months that lack one of the named days.</summary>
    private static string Lacking(CronField day, CronField month)
    {
        var lacking = 0UL;
        for (var m = 1; m <= 12; m++)
        {
            var length = m == 2 ? 28 : Civil.MonthLength(2023, m);
            if ((month.Values >> m & 1) != 0 && day.Terms.Any(t => t.Kind == CronTermKind.Value && t.First > length))
                lacking |= 1UL << m;
        }
        return Phrases.Values(lacking, Phrases.Month);
    }

    /// <summary>The one time of day, or null when there are several.</summary>
    private static string? At(CronExpression cron)
    {
        var (second, minute, hour) = (cron[CronFieldKind.Second].Values, cron[CronFieldKind.Minute].Values, cron[CronFieldKind.Hour].Values);
        return BitOperations.IsPow2(second) && BitOperations.IsPow2(minute) && BitOperations.IsPow2(hour)
            ? Phrases.Time(BitOperations.TrailingZeroCount(hour), BitOperations.TrailingZeroCount(minute), BitOperations.TrailingZeroCount(second))
            : null;
    }

    private static int Step(CronField field) => field.Terms is [{ Kind: CronTermKind.All, Step: var step }] ? step : 0;

    /// <summary>What really happens: the next dates, or for fields within a day the next times.</summary>
    private static string Proof(ScheduleTimes times, Instant from, CronFieldKind field)
    {
        var found = new List<string>();
        var at = times.Next(from - Duration.Epsilon);
        // A cron of many times a day needs a while to show several dates; a month of minutes bounds it.
        for (var i = 0; at is { } instant && found.Count < ProofDates && i < 45_000; i++, at = times.Next(instant))
        {
            var local = instant.InZone(times.Zone).LocalDateTime;
            var shown = field < CronFieldKind.DayOfMonth
                ? $"{local.Date:uuuu-MM-dd} {Phrases.Time(local.TimeOfDay)}"
                : $"{local.Date:uuuu-MM-dd}";
            if (found.Count == 0 || !string.Equals(found[^1], shown, StringComparison.Ordinal))
                found.Add(shown);
        }
        return found.Count == 0 ? "" : $" Next: {string.Join(", ", found)}.";
    }
}
