using System.Numerics;

namespace Carillon.Core.Schedules;

/// <summary>Both day fields restricted, which cron joins with OR.</summary>
internal sealed class EitherDay : CronRule
{
    /// <summary>Weekdays Monday to Friday; bit 0 is Sunday.</summary>
    private const ulong MondayToFriday = 0b011_1110;

    private static readonly string[] Nth = ["1st", "2nd", "3rd", "4th", "5th"];

    public override string Id => "either-day";

    public override string Meaning => "Where both day fields are restricted, cron fires when either matches: `0 8 1-3 * 1-5` is not the first business day but days 1 to 3 and also every Monday to Friday. `monthly` has words for what such crons try to say, and knows the calendar's holidays.";

    public override string Example => "cron: \"0 8 1-3 * 1-5\"";

    public override IEnumerable<CronFinding> Look(CronSubject cron)
    {
        var (day, weekday) = (cron.Day, cron.Weekday);
        if (day.BeginsWithStar || weekday.BeginsWithStar)
            yield break;
        var message = $"Cron joins the two day fields with OR: it fires on the days of the month '{day.Text}' and also on every day that '{weekday.Text}' names.";
        if (Meant(day, weekday) is not { } on)
        {
            yield return new CronFinding(day, message, "To demand both, begin one of the two with '*' (for example */1); to mean either, write two schedules.", null);
            yield break;
        }

        var shown = $"monthly: {{ on: {(on.Contains(' ', StringComparison.Ordinal) ? $"\"{on}\"" : on)}, at: \"{cron.At ?? "00:00"}\" }}";
        var name = on.Replace('_', ' ');
        var suggestion = on.Contains('_', StringComparison.Ordinal) ? $"For the {name} use {shown}." : NthWeekday(weekday, on, shown);
        var times = cron.TimesOfDay;
        yield return new CronFinding(day, message, suggestion, times.Count > 0 && cron.Month.IsAny ? FixYaml.Monthly(on, times) : null);
    }

    private static string NthWeekday(CronField weekday, string on, string shown)
    {
        var number = BitOperations.TrailingZeroCount(weekday.Values);
        return $"For the {on[..3]} {Phrases.Weekday(number)} use {shown}, or {Phrases.Number(number)}#{on[0]} in the day of week field.";
    }

    /// <summary>The day as <c>monthly.on</c> names it; null when it has no name.</summary>
    private static string? Meant(CronField day, CronField weekday)
    {
        if (weekday.Values == MondayToFriday)
        {
            if (day.Terms.Any(t => t.Kind is CronTermKind.LastDay or CronTermKind.LastWeekday) || (BitOperations.TrailingZeroCount(day.Values) >= 25 && day.Values != 0))
                return "last_business_day";
            if ((day.Values & 2) != 0)
                return "first_business_day";
        }
        if (day.Terms is [{ Kind: CronTermKind.Range, Step: 1, First: var first, Last: var last }] && last == first + 6 && first % 7 == 1 && BitOperations.PopCount(weekday.Values) == 1)
            return $"{Nth[(first - 1) / 7]} {Phrases.Weekday(BitOperations.TrailingZeroCount(weekday.Values))[..3].ToLowerInvariant()}";
        return null;
    }
}

/// <summary>Day 29, 30 or 31, which some months lack.</summary>
internal sealed class MissingDay : CronRule
{
    public override string Id => "missing-day";

    public override string Meaning => "Some months have no day 29, 30 or 31, and cron passes them over. `monthly: { on: 31 }` takes the last day of such a month, and so does `L` in cron.";

    public override string Example => "cron: \"0 9 31 * *\"";

    public override IEnumerable<CronFinding> Look(CronSubject cron)
    {
        var (day, month) = (cron.Day, cron.Month);
        var lacking = Lacking(day, month);
        if (lacking.Length == 0 || (!day.BeginsWithStar && !cron.Weekday.BeginsWithStar) || OnlyInLeapYears.Is(cron))
            yield break;
        var late = LateDays(day).ToList();
        var plural = lacking.Contains(' ', StringComparison.Ordinal) ? "are" : "is";
        var message = late.TrueForAll(d => d == 29)
            ? "Day 29 does not exist in every month: February has it in leap years only."
            : $"Day {Phrases.Join([.. late.Select(d => Phrases.Number(d))])} does not exist in every month: {lacking} {plural} skipped.";
        var suggestion = $"Write L for the last day, or monthly: {{ on: {Phrases.Number(late[0])}, at: \"{cron.At ?? "00:00"}\" }}.";
        var plain = day.Terms is [{ Kind: CronTermKind.Value }] && cron.Weekday.IsAny && month.IsAny && cron.TimesOfDay.Count > 0;
        yield return new CronFinding(day, message, suggestion, plain ? FixYaml.Monthly(Phrases.Number(late[0]), cron.TimesOfDay) : null);
    }

    public static IEnumerable<int> LateDays(CronField day) => day.Terms.Where(t => t is { Kind: CronTermKind.Value, First: > 28 }).Select(t => t.First);

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
}

/// <summary>The 29th of February and nothing else.</summary>
internal sealed class OnlyInLeapYears : CronRule
{
    public override string Id => "only-in-leap-years";

    public override string Meaning => "The 29th of February comes every four years, and not in 2100. For the last day of every February write `L`.";

    public override string Example => "cron: \"0 9 29 2 *\"";

    public static bool Is(CronSubject cron) =>
        cron.Month.Values == 1 << 2 && cron.Day.Values == 1UL << 29 && cron.Day.Terms.All(t => t.Kind == CronTermKind.Value) && cron.Weekday.BeginsWithStar;

    public override IEnumerable<CronFinding> Look(CronSubject cron)
    {
        if (!Is(cron))
            yield break;
        var fields = cron.Cron.All.Select(f => f.Kind == CronFieldKind.DayOfMonth ? "L" : f.Text);
        var text = string.Join(' ', cron.Second.Column == 0 ? fields.Skip(1) : fields);
        yield return new CronFinding(
            cron.Day,
            "Day 29 does not exist in every month: February has it in leap years only.",
            $"Write L for the last day, or monthly: {{ on: 29, at: \"{cron.At ?? "00:00"}\" }}.",
            FixYaml.Cron(text));
    }
}
