using System.Numerics;

namespace Carillon.Core.Schedules;

/// <summary>A step within the minute, hour or day that leaves a shorter interval at the end.</summary>
internal sealed class UnevenStep : CronRule
{
    public override string Id => "uneven-step";

    public override string Meaning => "A step counts from the beginning of its minute, hour or day and begins anew with the next one. Where it does not divide 60 or 24, the last interval is shorter: `*/25` fires at 00, 25, 50 and again at 00.";

    public override string Example => "cron: \"*/25 * * * *\"";

    public override IEnumerable<CronFinding> Look(CronSubject cron)
    {
        foreach (var (field, period, size, unit) in new[] { (cron.Second, "minute", 60, "s"), (cron.Minute, "hour", 60, "m"), (cron.Hour, "day", 24, "h") })
        {
            var step = CronSubject.Step(field);
            if (step < 2 || size % step == 0)
                continue;
            var message = $"'{field.Text}' in the {CronField.NameOf(field.Kind)} field begins anew each {period}, so the last interval is shorter.";
            yield return new CronFinding(field, message, $"Use every: {Phrases.Number(step)}{unit}.", Fix(cron, field, $"{Phrases.Number(step)}{unit}"));
        }
    }

    private static string? Fix(CronSubject cron, CronField field, string period)
    {
        // A period of real time knows no hours, days or months: where the cron names some, there is no one answer.
        for (var kind = field.Kind + 1; kind <= CronFieldKind.DayOfWeek; kind++)
        {
            if (!cron.Cron[kind].IsAny)
                return null;
        }

        for (var kind = CronFieldKind.Second; kind < field.Kind; kind++)
        {
            if (!BitOperations.IsPow2(cron.Cron[kind].Values))
                return null;
        }

        return FixYaml.Elapsed(period, cron.Next);
    }
}

/// <summary>A step in the month field that does not divide the year.</summary>
internal sealed class UnevenMonths : CronRule
{
    public override string Id => "uneven-months";

    public override string Meaning => "`*/5` in the month field means January, June and November, and then January again, after two months. Only 2, 3, 4 and 6 divide the year. Name the months that are meant.";

    public override string Example => "cron: \"0 2 1 */5 *\"";

    public override bool LeavesTheFixToYou => true;

    public override IEnumerable<CronFinding> Look(CronSubject cron)
    {
        if (CronSubject.Step(cron.Month) is > 1 and var step && 12 % step != 0)
            yield return new CronFinding(cron.Month, $"'{cron.Month.Text}' in the month field begins anew each January.", null, null);
    }
}

/// <summary>A step in the day-of-month field.</summary>
internal sealed class StepInDays : CronRule
{
    public override string Id => "step-in-days";

    public override string Meaning => "A step in the day-of-month field begins anew on day 1 of each month: `*/14` is the 1st, the 15th and the 29th, and then the 1st again, two or three days later. `every: 14d` counts days across months and years from its `anchor`, always at the same wall-clock time.";

    public override string Example => "cron: \"0 2 */14 * *\"";

    public override IEnumerable<CronFinding> Look(CronSubject cron)
    {
        if (CronSubject.Step(cron.Day) is not (> 1 and var days))
            yield break;
        if (!cron.Weekday.IsAny)
        {
            if (days % 7 == 0 && cron.Weekday.Terms is [{ Kind: CronTermKind.Value, First: var weekday }])
                yield return EveryNthWeek(cron, days / 7, Phrases.Weekday(weekday));
            yield break;
        }

        var message = $"'{cron.Day.Text}' in the day of month field begins anew on day 1 of each month; it does not mean every {Phrases.Number(days)} days.";
        var suggestion = cron.At is { } at ? $"Use every: {Phrases.Number(days)}d with at: \"{at}\"." : $"Use every: {Phrases.Number(days)}d.";
        var times = cron.TimesOfDay;
        yield return new CronFinding(cron.Day, message, suggestion, times.Count > 0 && cron.Month.IsAny ? FixYaml.EveryDays(days, times, cron.Next?.Date) : null);
    }

    /// <summary><c>*/14</c> with a Monday, which looks like every second Monday.</summary>
    private static CronFinding EveryNthWeek(CronSubject cron, int weeks, string weekday)
    {
        var message = $"'{cron.Day.Text}' in the day of month field begins anew on day 1 of each month, and both day fields must match: it fires where such a day is a {weekday}, not every {Phrases.Number(weeks)} weeks.";
        var fix = cron.Next is { } next && cron.TimesOfDay.Count > 0 && cron.Month.IsAny ? FixYaml.EveryDays(weeks * 7, cron.TimesOfDay, next.Date) : null;
        return new CronFinding(cron.Day, message, $"Use every: {Phrases.Number(weeks * 7)}d with a {weekday} as anchor.", fix);
    }
}

/// <summary>A step in the day-of-week field.</summary>
internal sealed class StepInWeekdays : CronRule
{
    public override string Id => "step-in-weekdays";

    public override string Meaning => "A step in the day-of-week field begins anew each Sunday: `*/2` is Sunday, Tuesday, Thursday and Saturday, and then Sunday again, a day later.";

    public override string Example => "cron: \"0 9 * * */2\"";

    public override IEnumerable<CronFinding> Look(CronSubject cron)
    {
        if (CronSubject.Step(cron.Weekday) is not (> 1 and var days) || !cron.Day.IsAny)
            yield break;
        var message = $"'{cron.Weekday.Text}' in the day of week field begins anew each Sunday; it does not mean every {Phrases.Number(days)} days.";
        var times = cron.TimesOfDay;
        yield return new CronFinding(cron.Weekday, message, $"Use every: {Phrases.Number(days)}d.", times.Count > 0 && cron.Month.IsAny ? FixYaml.EveryDays(days, times, cron.Next?.Date) : null);
    }
}

/// <summary><c>* 9 * * *</c>.</summary>
internal sealed class EveryMinuteOfAnHour : CronRule
{
    public override string Id => "every-minute-of-an-hour";

    public override string Meaning => "`* 9 * * *` fires 60 times, from 09:00 to 09:59. Once at nine is `0 9 * * *`.";

    public override string Example => "cron: \"* 9 * * *\"";

    public override IEnumerable<CronFinding> Look(CronSubject cron)
    {
        if (!cron.Minute.IsAny || cron.Hour.Terms is not [{ Kind: CronTermKind.Value, First: var only }] || cron.Hour.Hashed)
            yield break;
        var message = $"'*' in the minute field fires 60 times, from {Phrases.Time(only, 0, 0)} to {Phrases.Time(only, 59, 0)}.";
        var second = BitOperations.IsPow2(cron.Second.Values) ? cron.Second.Text : "0";
        var fields = cron.Cron.All.Select(f => f.Kind switch { CronFieldKind.Second => second, CronFieldKind.Minute => "0", _ => f.Text });
        var text = string.Join(' ', cron.Second.Column == 0 ? fields.Skip(1) : fields);
        yield return new CronFinding(cron.Minute, message, $"Write 0 in the minute field for once at {Phrases.Time(only, 0, 0)}.", FixYaml.Cron(text));
    }
}
