using System.Globalization;
using NodaTime;

namespace Carillon.Core.Schedules;

/// <summary>What to write instead of a cron that is refused.</summary>
internal static class CronRepair
{
    private static readonly char[] Blanks = [' ', '\t', '\r', '\n'];

    /// <summary>The recurrence that a step beyond its field was likely meant to be, in words; null where there is none.</summary>
    public static string? ForStep(CronFieldKind kind, int step) => Period(kind, step) switch
    {
        null => null,
        var days when days.EndsWith('d') && kind != CronFieldKind.Hour => $"Use every: {days}, which counts days across months.",
        var days when days.EndsWith('d') => $"Use every: {days}.",
        var elapsed => $"Use every: {elapsed} for real elapsed time.",
    };

    /// <summary>The schedule that was likely meant, as YAML; null when that cannot be told or the rest of the cron would be lost.</summary>
    /// <param name="text">The cron.</param>
    /// <param name="problem">The one thing wrong with it.</param>
    /// <param name="today">Where days are counted from; null for the usual anchor.</param>
    public static string? Fix(string text, Problem problem, LocalDate? today)
    {
        var fields = text.Split(Blanks, StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length is not (5 or 6))
            return null;
        var seconds = fields.Length == 6 ? 0 : 1;
        var column = problem.Location?.Column - 1 ?? 0;
        var index = FieldAt(text, column);
        var kind = (CronFieldKind)(index + seconds);
        if (problem.Rule == ReaderRules.NeverFires.Id)
            return Readable(fields, (int)CronFieldKind.DayOfMonth - seconds, "L");
        if (problem.Rule == ReaderRules.ValueBeyondField.Id)
        {
            var wrapped = (kind, fields[index]) switch { (CronFieldKind.Hour, "24") or (CronFieldKind.Minute or CronFieldKind.Second, "60") => "0", _ => null };
            return wrapped is null ? null : Readable(fields, index, wrapped);
        }

        if (problem.Rule != ReaderRules.StepBeyondField.Id || !fields[index].StartsWith("*/", StringComparison.Ordinal) || !int.TryParse(fields[index].AsSpan(2), NumberStyles.None, CultureInfo.InvariantCulture, out var step))
            return null;
        if (step == 60 && kind is CronFieldKind.Second or CronFieldKind.Minute && Readable(fields, index, "0") is { } whole)
            return whole;
        return Period(kind, step) is { } period ? Every(fields, seconds, index, kind, period, today) : null;
    }

    private static string? Every(string[] fields, int seconds, int index, CronFieldKind kind, string period, LocalDate? today)
    {
        // A period knows no months and no weekdays: where the cron names some, there is no one answer.
        for (var i = index + 1; i < fields.Length; i++)
        {
            if (fields[i] is not ("*" or "?"))
                return null;
        }

        var days = period.EndsWith('d') ? int.Parse(period.AsSpan(0, period.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture) : 0;
        var yaml = days == 0 ? FixYaml.Elapsed(period, null) : FixYaml.EveryDays(days, At(fields, seconds, kind), today);
        var good = SpecText.Period(period) is not null && (kind != CronFieldKind.DayOfWeek || fields[2 + 1 - seconds] is "*" or "?");
        return good ? yaml : null;
    }

    /// <summary>The time of day that plain numbers in the fields before name; midnight where they name none.</summary>
    private static IReadOnlyList<string> At(string[] fields, int seconds, CronFieldKind kind)
    {
        var second = seconds == 1 ? 0 : Number(fields[0], 59);
        var minute = Number(fields[1 - seconds], 59);
        var hour = kind == CronFieldKind.Hour ? 0 : Number(fields[2 - seconds], 23);
        return second is { } s && minute is { } m && hour is { } h ? [Phrases.Time(h, m, s)] : [];
    }

    private static int? Number(string text, int most) =>
        text.Length <= 2 && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= most ? number : null;

    private static string? Readable(string[] fields, int index, string value)
    {
        var text = string.Join(' ', fields.Select((field, i) => i == index ? value : field));
        return CronExpression.Parse(text, "").IsOk ? FixYaml.Cron(text) : null;
    }

    private static int FieldAt(string text, int column)
    {
        var index = -1;
        for (var i = 0; i <= column && i < text.Length; i++)
        {
            if (!Blanks.Contains(text[i]) && (i == 0 || Blanks.Contains(text[i - 1])))
                index++;
        }

        return Math.Max(index, 0);
    }

    private static string? Period(CronFieldKind kind, int step) => kind switch
    {
        CronFieldKind.Second => step % 60 == 0 ? $"{step / 60}m" : $"{step}s",
        CronFieldKind.Minute => step % 60 == 0 ? $"{step / 60}h" : $"{step}m",
        CronFieldKind.Hour => step % 24 == 0 ? $"{step / 24}d" : $"{step}h",
        CronFieldKind.DayOfMonth or CronFieldKind.DayOfWeek => $"{step}d",
        _ => null,
    };
}
