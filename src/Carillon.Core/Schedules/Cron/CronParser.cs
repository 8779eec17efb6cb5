using Carillon.Core.Definitions;

namespace Carillon.Core.Schedules;

/// <summary>Reads crons: splits the text into fields, expands macros, and refuses what never fires.</summary>
internal static class CronParser
{
    private const int MaxLength = 512;
    private const int FieldCount = 6;

    private static readonly (string Name, string Cron)[] Macros =
    [
        ("@hourly", "0 * * * *"),
        ("@daily", "0 0 * * *"),
        ("@midnight", "0 0 * * *"),
        ("@weekly", "0 0 * * 0"),
        ("@monthly", "0 0 1 * *"),
        ("@yearly", "0 0 1 1 *"),
        ("@annually", "0 0 1 1 *"),
    ];

    public static Checked<CronFields> Parse(string text, string hashSeed)
    {
        if (text is null || text.Length > MaxLength)
            return Bad(1, $"A cron has at most {MaxLength} characters; this has {text?.Length ?? 0}.", "Use ranges and steps, or several schedules.");
        var trimmed = text.AsSpan().Trim(Blanks);
        if (trimmed.IsEmpty)
            return Bad(1, "The cron is empty.", "Write five fields: minute, hour, day of month, month, day of week.");
        var start = text.AsSpan().IndexOf(trimmed);
        if (trimmed[0] != '@')
            return ParseFields(trimmed.Length == text.Length ? text : trimmed.ToString(), trimmed, start, hashSeed);
        foreach (var (name, cron) in Macros)
        {
            if (trimmed.Equals(name, StringComparison.OrdinalIgnoreCase))
                return ParseFields(name, cron, 0, hashSeed);
        }
        return Bad(start + 1, $"'{Shown(trimmed)}' is no macro of cron.", MacroFix(trimmed));
    }

    private const string Blanks = " \t\r\n";

    private static Checked<CronFields> ParseFields(string text, ReadOnlySpan<char> fields, int start, string hashSeed)
    {
        Span<(int Start, int Length)> parts = stackalloc (int, int)[FieldCount + 1];
        var count = Split(fields, parts);
        if (count is not (5 or FieldCount))
            return Bad(start + 1, $"A cron has 5 fields, or 6 with seconds first; this has {Count(count)}.", CountFix(count));

        var problems = new List<Problem>();
        var read = new CronField[FieldCount];
        var missing = FieldCount - count;
        if (missing == 1)
            read[0] = new CronField(CronFieldKind.Second, 0, "0", [new CronTerm(CronTermKind.Value, 0, 0, 1)], 1, Hashed: false);
        for (var i = missing; i < FieldCount; i++)
        {
            var (at, length) = parts[i - missing];
            var field = new CronFieldParser((CronFieldKind)i, fields.Slice(at, length), start + at + 1, hashSeed).Parse(problems);
            if (field is not null)
                read[i] = field;
        }
        if (problems.Count > 0)
            return Checked<CronFields>.Bad(problems);
        var cron = new CronFields(text, hashSeed, read);
        return cron.Days.EverMatches() ? Checked<CronFields>.Ok(cron) : NeverFires(cron);
    }

    /// <summary>Fills <paramref name="parts"/> and answers how many there are, at most one more than a cron has.</summary>
    private static int Split(ReadOnlySpan<char> text, Span<(int Start, int Length)> parts)
    {
        var count = 0;
        for (var i = 0; i < text.Length && count < parts.Length;)
        {
            if (Blanks.Contains(text[i]))
            {
                i++;
                continue;
            }
            var length = text[i..].IndexOfAny(Blanks);
            if (length < 0)
                length = text.Length - i;
            parts[count++] = (i, length);
            i += length;
        }
        return count;
    }

    private static string Count(int count) => count > FieldCount ? "more" : count.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static string CountFix(int count) => count > FieldCount
        ? "Cron has no year field: bound a schedule with start_at and end_at."
        : "Write minute, hour, day of month, month, day of week.";

    private static string MacroFix(ReadOnlySpan<char> text)
    {
        if (text.StartsWith("@every", StringComparison.OrdinalIgnoreCase))
            return "Use every: instead of cron:, for example every: 15m.";
        return Nearest.Suggest(text.ToString(), Macros.Select(m => m.Name)) ?? $"The macros are {string.Join(", ", Macros.Select(m => m.Name))}.";
    }

    private static Checked<CronFields> NeverFires(CronFields cron)
    {
        var days = cron[CronFieldKind.DayOfMonth];
        var problem = CronFieldParser.Problem(
            Math.Max(days.Column, 1),
            $"{CronField.NameOf(days.Kind)} field, column {Math.Max(days.Column, 1)}: this cron never fires; no year has such a day in month '{cron[CronFieldKind.Month].Text}'.",
            "Write L for the last day of the month.");
        return Checked<CronFields>.Bad(problem with { Rule = ReaderRules.NeverFires.Id });
    }

    private static string Shown(ReadOnlySpan<char> text) => text.Length <= 20 ? text.ToString() : string.Concat(text[..20], "…");

    private static Checked<CronFields> Bad(int column, string message, string? fix) =>
        Checked<CronFields>.Bad(CronFieldParser.Problem(column, message, fix));
}
