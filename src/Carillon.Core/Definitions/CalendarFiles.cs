using Carillon.Core.Schedules;

namespace Carillon.Core.Definitions;

/// <summary>A calendar file as it was parsed.</summary>
/// <param name="Path">The file.</param>
/// <param name="Text">Its text.</param>
/// <param name="Calendar">The calendar, or null when the file has errors.</param>
/// <param name="Problems">What is wrong with it, warnings included.</param>
public sealed record CalendarFile(string Path, string Text, BusinessCalendar? Calendar, IReadOnlyList<Problem> Problems);

/// <summary>Parses calendar files that may be based on one another. Pure.</summary>
public static class CalendarFiles
{
    /// <summary>
    /// All of them, in the order given, each with its calendar or its problems. Ids are compared without regard to case: of two files with one id the
    /// first keeps it, and no file takes the name of a calendar that ships with the program.
    /// </summary>
    /// <param name="files">Paths and texts.</param>
    /// <param name="fallback">Asked, by path, for the last good calendar of a file that has errors; others may be based on it. Null for none.</param>
    public static IReadOnlyList<CalendarFile> Parse(IReadOnlyList<(string Path, string Text)> files, Func<string, BusinessCalendar?>? fallback = null)
    {
        var known = new Dictionary<string, BusinessCalendar>(BusinessCalendar.BuiltIn, StringComparer.OrdinalIgnoreCase);
        var owners = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var found = new CalendarFile?[files.Count];
        // A file that is based on one further down is read again once that one is known, and not before.
        var waiting = new Dictionary<string, List<int>>(StringComparer.OrdinalIgnoreCase);
        var next = new Queue<int>(Enumerable.Range(0, files.Count));
        while (next.TryDequeue(out var i))
        {
            found[i] = ParseOne(files[i].Path, files[i].Text, known, owners);
            if (found[i]!.Calendar is { } calendar)
            {
                foreach (var freed in waiting.Remove(calendar.Name, out var those) ? those : [])
                    next.Enqueue(freed);
            }
            else if (CalendarParser.BasedOn(files[i].Text) is { } under && !known.ContainsKey(under))
            {
                if (!waiting.TryGetValue(under, out var those))
                    waiting[under] = those = [];
                those.Add(i);
            }
        }
        foreach (var file in found)
        {
            if (file!.Calendar is null && fallback?.Invoke(file.Path) is { } last)
                known.TryAdd(last.Name, last);
        }
        // What is based on a broken file's last good calendar can be read now.
        for (var i = 0; fallback is not null && i < files.Count; i++)
        {
            if (found[i]!.Calendar is null)
                found[i] = ParseOne(files[i].Path, files[i].Text, known, owners, fallback(files[i].Path)?.Name);
        }
        return found!;
    }

    private static CalendarFile ParseOne(string path, string text, Dictionary<string, BusinessCalendar> known, Dictionary<string, string> owners, string? own = null)
    {
        var parsed = CalendarParser.Parse(text, path, known);
        if (!parsed.IsOk)
            return new CalendarFile(path, text, null, parsed.Problems);
        var calendar = parsed.Value;
        var isTaken = known.ContainsKey(calendar.Name) && !string.Equals(own, calendar.Name, StringComparison.OrdinalIgnoreCase);
        if (isTaken)
        {
            var by = owners.TryGetValue(calendar.Name, out var other) ? $"by '{other}'" : "by a calendar that ships with the program";
            var problem = new Problem(ProblemCodes.Duplicate, $"The calendar id '{calendar.Name}' is taken {by}.", new SourceLocation(path, 1, 1), "Give this file an id of its own.");
            return new CalendarFile(path, text, null, [.. parsed.Problems, problem]);
        }
        known[calendar.Name] = calendar;
        owners[calendar.Name] = path;
        return new CalendarFile(path, text, calendar, parsed.Problems);
    }
}
