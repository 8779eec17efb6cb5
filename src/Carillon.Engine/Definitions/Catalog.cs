using Carillon.Core;
using Carillon.Core.Definitions;
using Carillon.Core.Schedules;
using Carillon.Engine.Storage;

namespace Carillon.Engine.Definitions;

/// <summary>
/// The workflow files and what they define, and the workflows that strategies make of templates. A file that becomes broken keeps its last good version and is
/// listed with its problems.
/// Reading is thread safe; only the reconcile loop calls <see cref="Scan"/>.
/// </summary>
public sealed class Catalog
{
    private readonly FolderReader _reader;
    private readonly EngineOptions _options;
    private readonly DefinitionStore _store;
    private readonly CalendarCatalog _calendars;
    private readonly StrategyEntries _strategies;
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
        _strategies = new StrategyEntries(store);
    }

    /// <summary>Raised on a thread pool thread after a pass found a change.</summary>
    public event Action? Changed;

    /// <summary>Everything at this moment.</summary>
    public CatalogSnapshot Snapshot => _snapshot;

    /// <summary>What definitions are read against, the calendars of the files included.</summary>
    public DefinitionContext Context => _context;

    /// <summary>Every workflow and template file, and every strategy, in order of the paths.</summary>
    public IReadOnlyList<CatalogEntry> Entries => _snapshot.Entries;

    /// <summary>Every calendar file, in order of the paths.</summary>
    public IReadOnlyList<CalendarEntry> Calendars => _snapshot.Calendars;

    /// <summary>The file or strategy whose live version has that id, or null.</summary>
    public CatalogEntry? Find(WorkflowId id) => _snapshot.Find(id);

    /// <summary>The live or an earlier version of a workflow, its schedules left out unless it is live. Problems: SCH006 where it is not stored, else why its text can no longer be read.</summary>
    public Checked<WorkflowDefinition> Version(WorkflowId id, string version) => _store.Version(id, version, _snapshot, _context);

    /// <summary>Reads what has changed and makes the new snapshot. True when there is a difference.</summary>
    /// <exception cref="IOException">The folder cannot be listed; the snapshot stays.</exception>
    internal bool Scan()
    {
        var (files, recalendared) = _calendars.Take(_reader.Read());
        _context = _context with { Calendars = _calendars.Known, Now = _options.Time.Now() };
        var before = _parsed;
        var entries = new (FoundFile File, CatalogEntry Entry)[files.Count];
        // Not one thread more than there are cores: the rest of the pool has other work to do. A handful of files is read sooner than a second thread is there.
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = files.Count < 8 ? 1 : Environment.ProcessorCount };
        Parallel.For(0, files.Count, parallel, i => entries[i] = (files[i], Entry(files[i], before.GetValueOrDefault(files[i].Path), recalendared)));
        var changed = !ReferenceEquals(_snapshot.Calendars, _calendars.Entries) || files.Count != before.Count || entries.Any(e => !before.TryGetValue(e.File.Path, out var old) || !ReferenceEquals(old.Entry, e.Entry));
        var found = WithoutDoubleTemplates([.. entries.Select(e => e.Entry)]);
        var templates = Templates(found);
        var (made, strategiesChanged) = _strategies.Make(_store.Strategies(), templates, _context, _calendars.WithGone, anew: recalendared.Count > 0);
        if (!changed && !strategiesChanged)
            return false;
        _parsed = entries.ToDictionary(e => e.File.Path, StringComparer.Ordinal);
        // Files come first where an id is there twice: they are what git says.
        var all = WithDependencies(WithoutDoubles([.. found, .. made]));
        _snapshot = new CatalogSnapshot(made.Count == 0 ? all : [.. all.OrderBy(e => e.Path, StringComparer.Ordinal)], _calendars.Entries, templates);
        return true;
    }

    private static Dictionary<string, CatalogEntry> Templates(List<CatalogEntry> entries) =>
        entries.Where(e => e.Template is not null).ToDictionary(e => e.Template!.Id, StringComparer.Ordinal);

    internal void TellChanged() => Changed?.Invoke();

    private CatalogEntry Entry(FoundFile file, (FoundFile File, CatalogEntry Entry) before, IReadOnlyCollection<string> recalendared)
    {
        var isSame = before.File is not null && (ReferenceEquals(before.File, file) || (file.Problem is null && before.File.Problem is null && before.File.Text == file.Text));
        if (isSame && (recalendared.Count == 0 || !Uses(before.Entry, recalendared)))
            return before.Entry;
        if (file.Problem is { } unreadable)
            return new CatalogEntry(file.Path, file.Text, LastGood(file.Path, before.Entry, recalendared), [unreadable], Stale: true);
        var read = DefinitionParser.ReadFile(file.Text, file.Path, _context);
        var parsed = read.Workflow;
        // Of a template that is broken beyond telling what it is, what it was is known from before.
        if (read.IsTemplate || (before.Entry?.IsTemplate == true && !parsed.IsOk))
            return new CatalogEntry(file.Path, file.Text, null, parsed.Problems, Stale: read.Template is null) { IsTemplate = true, Template = read.Template ?? before.Entry?.Template };
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
            : _store.LastGood(path, _context with { Calendars = _calendars.WithGone() }).Workflow ?? before?.Live;

    private static List<CatalogEntry> WithoutDoubleTemplates(List<CatalogEntry> entries)
    {
        var owners = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < entries.Count; i++)
        {
            if (entries[i].Template is not { } template || owners.TryAdd(template.Id, entries[i].Path))
                continue;
            var problem = new Problem(ProblemCodes.Duplicate, $"The template id '{template.Id}' is taken by '{owners[template.Id]}'.", new SourceLocation(entries[i].Path, 1, 1), "Give this template an id of its own.");
            entries[i] = entries[i] with { Template = null, Stale = true, Problems = [.. entries[i].Problems, problem] };
        }

        return entries;
    }

    /// <summary>Schedules that wait for each other in a circle are listed with each file they belong to.</summary>
    private List<CatalogEntry> WithDependencies(List<CatalogEntry> entries)
    {
        if (entries.TrueForAll(e => e.Live is null || e.Live.Schedules.All(s => s.DependsOn is null)))
            return entries;
        var nodes = new List<DependencyNode>();
        var files = new Dictionary<WorkflowId, int>();
        for (var i = 0; i < entries.Count; i++)
        {
            if (entries[i].Live is not { } live)
                continue;
            files[live.Id] = i;
            nodes.AddRange(DependencyGraph.NodesOf(live, _context.Project));
        }

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
            if (entries[i].Strategy is { } strategy)
                problem = problem with { Location = null, Suggestion = $"Give the file another id, or delete strategy '{strategy.Id}' and make one with another id." };
            entries[i] = entries[i] with { Live = null, Stale = true, Problems = [.. entries[i].Problems, problem] };
        }
        return entries;
    }
}
