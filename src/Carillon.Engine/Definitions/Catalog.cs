using Carillon.Core;
using Carillon.Core.Definitions;
using Carillon.Core.Schedules;
using Carillon.Engine.Storage;

namespace Carillon.Engine.Definitions;

/// <summary>
/// The workflow files and what they define. A file that becomes broken keeps its last good version and is listed with its problems.
/// Reading is thread safe; only the reconcile loop calls <see cref="Scan"/>.
/// </summary>
public sealed class Catalog
{
    private readonly FolderReader _reader;
    private readonly EngineOptions _options;
    private readonly DefinitionStore _store;
    private readonly CalendarCatalog _calendars;
    private volatile DefinitionContext _context;
    private Dictionary<string, (FoundFile File, CatalogEntry Entry)> _parsed = new(StringComparer.Ordinal);
    private volatile CatalogSnapshot _snapshot = CatalogSnapshot.Empty;

    internal Catalog(EngineOptions options, DefinitionContext context, DefinitionStore store, CalendarStore calendars)
    {
        _reader = new FolderReader(options.Workflows, options.Neighbors);
        _options = options;
        _context = context;
        _store = store;
        _calendars = new CalendarCatalog(calendars);
    }

    /// <summary>Raised on a thread pool thread after a pass found a change.</summary>
    public event Action? Changed;

    /// <summary>Everything at this moment.</summary>
    public CatalogSnapshot Snapshot => _snapshot;

    /// <summary>What definitions are read against, the calendars of the files included.</summary>
    public DefinitionContext Context => _context;

    /// <summary>Every workflow file, in order of the paths.</summary>
    public IReadOnlyList<CatalogEntry> Entries => _snapshot.Entries;

    /// <summary>Every calendar file, in order of the paths.</summary>
    public IReadOnlyList<CalendarEntry> Calendars => _snapshot.Calendars;

    /// <summary>The file whose live version has that id, or null.</summary>
    public CatalogEntry? Find(WorkflowId id) => _snapshot.Find(id);

    /// <summary>Reads what has changed and makes the new snapshot. True when there is a difference.</summary>
    /// <exception cref="IOException">The folder cannot be listed; the snapshot stays.</exception>
    internal bool Scan()
    {
        var (files, recalendared) = _calendars.Take(_reader.Read());
        _context = _context with { Calendars = _calendars.Known, Now = _options.Time.Now() };
        var before = _parsed;
        var entries = new (FoundFile File, CatalogEntry Entry)[files.Count];
        // Not one thread more than there are cores: the rest of the pool has other work to do.
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount };
        Parallel.For(0, files.Count, parallel, i => entries[i] = (files[i], Entry(files[i], before.GetValueOrDefault(files[i].Path), recalendared)));
        var changed = !ReferenceEquals(_snapshot.Calendars, _calendars.Entries) || files.Count != before.Count || entries.Any(e => !before.TryGetValue(e.File.Path, out var old) || !ReferenceEquals(old.Entry, e.Entry));
        if (!changed)
            return false;
        _parsed = entries.ToDictionary(e => e.File.Path, StringComparer.Ordinal);
        _snapshot = new CatalogSnapshot(WithDependencies(WithoutDoubles([.. entries.Select(e => e.Entry)])), _calendars.Entries);
        return true;
    }

    internal void TellChanged() => Changed?.Invoke();

    private CatalogEntry Entry(FoundFile file, (FoundFile File, CatalogEntry Entry) before, IReadOnlyCollection<string> recalendared)
    {
        var isSame = before.File is not null && (ReferenceEquals(before.File, file) || (file.Problem is null && before.File.Problem is null && before.File.Text == file.Text));
        if (isSame && (recalendared.Count == 0 || !Uses(before.Entry, recalendared)))
            return before.Entry;
        if (file.Problem is { } unreadable)
            return new CatalogEntry(file.Path, file.Text, LastGood(file.Path, before.Entry, recalendared), [unreadable], Stale: true);
        var parsed = DefinitionParser.Parse(file.Text, file.Path, _context);
        return parsed.IsOk
            ? new CatalogEntry(file.Path, file.Text, parsed.Value, parsed.Problems, Stale: false)
            : new CatalogEntry(file.Path, file.Text, LastGood(file.Path, before.Entry, recalendared), parsed.Problems, Stale: true);
    }

    /// <summary>Whether the file may mean something else now that these calendars have changed: it names one of them, or one that was not there.</summary>
    private static bool Uses(CatalogEntry entry, IReadOnlyCollection<string> calendars) =>
        calendars.Any(name => entry.Text.Contains(name, StringComparison.OrdinalIgnoreCase) || UsesLive(entry, name))
        || entry.Problems.Any(p => p is { Code: ProblemCodes.UnknownCalendar, Severity: ProblemSeverity.Error });

    private static bool UsesLive(CatalogEntry entry, string calendar) =>
        entry.Live?.Schedules.Any(s => string.Equals(s.Calendar, calendar, StringComparison.OrdinalIgnoreCase)) ?? false;

    /// <summary>
    /// The version to keep running while the file is broken: from memory, or from an earlier life of the process. When its calendar has changed, it is
    /// read anew against it; a calendar that is gone stays in force for it.
    /// </summary>
    private WorkflowDefinition? LastGood(string path, CatalogEntry? before, IReadOnlyCollection<string> recalendared) =>
        before?.Live is { } live && !recalendared.Any(name => _calendars.Known.ContainsKey(name) && UsesLive(before, name))
            ? live
            : _store.LastGood(path, _context with { Calendars = _calendars.WithGone() }) ?? before?.Live;

    /// <summary>Schedules that wait for each other in a circle are listed with each file they belong to.</summary>
    private List<CatalogEntry> WithDependencies(List<CatalogEntry> entries)
    {
        var nodes = new List<DependencyNode>();
        var files = new Dictionary<WorkflowId, int>();
        for (var i = 0; i < entries.Count; i++)
        {
            if (entries[i].Live is not { } live)
                continue;
            files[live.Id] = i;
            nodes.AddRange(DependencyGraph.NodesOf(live, _context.Project));
        }

        if (nodes.TrueForAll(node => node.DependsOn is null))
            return entries;
        foreach (var (node, problem) in DependencyGraph.Circles(nodes))
        {
            var at = files[node.WorkflowId];
            entries[at] = entries[at] with { Problems = [.. entries[at].Problems, problem with { Location = new SourceLocation(entries[at].Path, 1, 1) }] };
        }

        return entries;
    }

    /// <summary>Two files with one id: the first by path keeps it, the other is listed with the problem.</summary>
    private static List<CatalogEntry> WithoutDoubles(List<CatalogEntry> entries)
    {
        var owners = new Dictionary<WorkflowId, string>();
        for (var i = 0; i < entries.Count; i++)
        {
            if (entries[i].Live is not { } live || owners.TryAdd(live.Id, entries[i].Path))
                continue;
            var problem = DefinitionFolder.TakenId(live.Id, owners[live.Id], entries[i].Path);
            entries[i] = entries[i] with { Live = null, Stale = true, Problems = [.. entries[i].Problems, problem] };
        }
        return entries;
    }
}
