using Carillon.Core;
using Carillon.Core.Definitions;
using Carillon.Core.Schedules;

namespace Carillon.Engine.Definitions;

/// <summary>
/// The calendar files among the workflow files. One that becomes broken keeps its last good version and is listed with its problems. Only the
/// reconcile loop uses it.
/// </summary>
internal sealed class CalendarCatalog(CalendarStore store)
{
    private Dictionary<string, FoundFile> _files = new(StringComparer.Ordinal);
    private Dictionary<string, (FoundFile File, bool IsCalendar)> _kinds = new(StringComparer.Ordinal);
    private IReadOnlyList<(string Path, string Text, bool IsGone)>? _stored;

    /// <summary>Every calendar file, in order of the paths.</summary>
    public IReadOnlyList<CalendarEntry> Entries { get; private set; } = [];

    /// <summary>The calendars that schedules may name: those that ship with the program, and the live ones of the files.</summary>
    public IReadOnlyDictionary<string, BusinessCalendar> Known { get; private set; } = BusinessCalendar.BuiltIn;

    /// <summary>Takes the calendars out of the files. Returns the rest, and the names of the calendars that have come, gone or changed.</summary>
    public (IReadOnlyList<FoundFile> Workflows, IReadOnlyCollection<string> Changed) Take(IReadOnlyList<FoundFile> files)
    {
        _stored ??= store.All();
        var kinds = new Dictionary<string, (FoundFile, bool)>(StringComparer.Ordinal);
        foreach (var file in files)
            kinds[file.Path] = (file, IsCalendar(file));
        _kinds = kinds!;
        var calendars = files.Where(f => _kinds[f.Path].IsCalendar).ToList();
        List<FoundFile> rest = calendars.Count == 0 ? [.. files] : [.. files.Where(f => !_kinds[f.Path].IsCalendar)];
        if (calendars.Count == _files.Count && calendars.TrueForAll(f => _files.TryGetValue(f.Path, out var old) && IsSame(old, f)))
            return (rest, []);
        _files = calendars.ToDictionary(f => f.Path, StringComparer.Ordinal);
        return (rest, Parse(calendars));
    }

    /// <summary>Calendars whose files are gone, under the names that no live one has: for the last good version of a workflow alone.</summary>
    public IReadOnlyDictionary<string, BusinessCalendar> WithGone()
    {
        var all = new Dictionary<string, BusinessCalendar>(Known, StringComparer.OrdinalIgnoreCase);
        foreach (var gone in CalendarFiles.Parse([.. (_stored ?? []).Select(s => (s.Path, s.Text))]).Select(f => f.Calendar).OfType<BusinessCalendar>())
            all.TryAdd(gone.Name, gone);
        return all;
    }

    private HashSet<string> Parse(List<FoundFile> calendars)
    {
        var before = Entries.Where(e => e.Live is not null).ToDictionary(e => e.Path, e => e.Live!, StringComparer.Ordinal);
        var stored = _stored!.Where(s => !s.IsGone && !before.ContainsKey(s.Path)).ToList();
        foreach (var file in CalendarFiles.Parse([.. stored.Select(s => (s.Path, s.Text))]))
        {
            if (file.Calendar is { } calendar)
                before[file.Path] = calendar;
        }
        var parsed = CalendarFiles.Parse([.. calendars.Select(f => (f.Path, f.Text))], path => before.GetValueOrDefault(path));
        Entries = [.. parsed.Zip(calendars, (file, found) => file.Calendar is { } calendar
            ? new CalendarEntry(file.Path, file.Text, calendar, file.Problems, Stale: false)
            : new CalendarEntry(file.Path, file.Text, before.GetValueOrDefault(file.Path), found.Problem is { } unreadable ? [unreadable] : file.Problems, Stale: true))];
        var known = new Dictionary<string, BusinessCalendar>(BusinessCalendar.BuiltIn, StringComparer.OrdinalIgnoreCase);
        foreach (var live in Entries.OrderBy(e => e.Stale).Select(e => e.Live).OfType<BusinessCalendar>())
            known.TryAdd(live.Name, live);
        var names = known.Keys.Union(Known.Keys, StringComparer.OrdinalIgnoreCase)
            .Where(name => known.GetValueOrDefault(name)?.Version != Known.GetValueOrDefault(name)?.Version || known.ContainsKey(name) != Known.ContainsKey(name))
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
        Known = known;
        return names;
    }

    /// <summary>By its text; a text that cannot be read as YAML is still what the file was.</summary>
    private bool IsCalendar(FoundFile file)
    {
        if (_kinds.TryGetValue(file.Path, out var known) && IsSame(known.File, file))
            return known.IsCalendar;
        if (file.Problem is null && CalendarParser.IsCalendar(file.Text))
            return true;
        var was = known.File is null ? _stored!.Any(s => !s.IsGone && s.Path == file.Path) : known.IsCalendar;
        return was && (file.Problem is not null || !CalendarParser.IsReadable(file.Text));
    }

    private static bool IsSame(FoundFile a, FoundFile b) => ReferenceEquals(a, b) || (a.Text == b.Text && a.Problem is null && b.Problem is null);
}
