using Carillon.Core;
using Carillon.Core.Definitions;
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
    private readonly DefinitionContext _context;
    private readonly DefinitionStore _store;
    private readonly StrategyEntries _strategies;
    private Dictionary<string, (FoundFile File, CatalogEntry Entry)> _parsed = new(StringComparer.Ordinal);
    private volatile CatalogSnapshot _snapshot = CatalogSnapshot.Empty;

    internal Catalog(EngineOptions options, DefinitionContext context, DefinitionStore store)
    {
        _reader = new FolderReader(options.Workflows, options.Neighbors);
        _context = context;
        _store = store;
        _strategies = new StrategyEntries(store);
    }

    /// <summary>Raised on a thread pool thread after a pass found a change.</summary>
    public event Action? Changed;

    /// <summary>Everything at this moment.</summary>
    public CatalogSnapshot Snapshot => _snapshot;

    /// <summary>What definitions are read against.</summary>
    public DefinitionContext Context => _context;

    /// <summary>Every file and strategy, in order of the paths.</summary>
    public IReadOnlyList<CatalogEntry> Entries => _snapshot.Entries;

    /// <summary>The file or strategy whose live version has that id, or null.</summary>
    public CatalogEntry? Find(WorkflowId id) => _snapshot.Find(id);

    /// <summary>Reads what has changed and makes the new snapshot. True when there is a difference.</summary>
    /// <exception cref="IOException">The folder cannot be listed; the snapshot stays.</exception>
    internal bool Scan()
    {
        var files = _reader.Read();
        var before = _parsed;
        var entries = new (FoundFile File, CatalogEntry Entry)[files.Count];
        // Not one thread more than there are cores: the rest of the pool has other work to do.
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount };
        Parallel.For(0, files.Count, parallel, i => entries[i] = (files[i], Entry(files[i], before.GetValueOrDefault(files[i].Path))));
        var changed = files.Count != before.Count || entries.Any(e => !before.TryGetValue(e.File.Path, out var old) || !ReferenceEquals(old.Entry, e.Entry));
        var found = WithoutDoubleTemplates([.. entries.Select(e => e.Entry)]);
        var (made, strategiesChanged) = _strategies.Make(_store.Strategies(), Templates(found), _context);
        if (!changed && !strategiesChanged)
            return false;
        _parsed = entries.ToDictionary(e => e.File.Path, StringComparer.Ordinal);
        // Files come first where an id is there twice: they are what git says.
        var all = WithoutDoubles([.. found, .. made]);
        _snapshot = new CatalogSnapshot(made.Count == 0 ? all : [.. all.OrderBy(e => e.Path, StringComparer.Ordinal)], Templates(found));
        return true;
    }

    private static Dictionary<string, CatalogEntry> Templates(List<CatalogEntry> entries) =>
        entries.Where(e => e.Template is not null).ToDictionary(e => e.Template!.Id, StringComparer.Ordinal);

    internal void TellChanged() => Changed?.Invoke();

    private CatalogEntry Entry(FoundFile file, (FoundFile File, CatalogEntry Entry) before)
    {
        if (before.File is not null && (ReferenceEquals(before.File, file) || (file.Problem is null && before.File.Problem is null && before.File.Text == file.Text)))
            return before.Entry;
        if (file.Problem is { } unreadable)
            return new CatalogEntry(file.Path, file.Text, LastGood(file.Path, before.Entry), [unreadable], Stale: true);
        var read = DefinitionParser.ReadFile(file.Text, file.Path, _context);
        var parsed = read.Workflow;
        // Of a template that is broken beyond telling what it is, what it was is known from before.
        if (read.IsTemplate || (before.Entry?.IsTemplate == true && !parsed.IsOk))
            return new CatalogEntry(file.Path, file.Text, null, parsed.Problems, Stale: read.Template is null) { IsTemplate = true, Template = read.Template ?? before.Entry?.Template };
        return parsed.IsOk
            ? new CatalogEntry(file.Path, file.Text, parsed.Value, parsed.Problems, Stale: false)
            : new CatalogEntry(file.Path, file.Text, LastGood(file.Path, before.Entry), parsed.Problems, Stale: true);
    }

    /// <summary>The version to keep running while the file is broken: from memory, or from an earlier life of the process.</summary>
    private WorkflowDefinition? LastGood(string path, CatalogEntry? before) => before?.Live ?? _store.LastGood(path, _context).Workflow;

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

    /// <summary>Two files with one id: the first by path keeps it, the other is listed with the problem.</summary>
    private static List<CatalogEntry> WithoutDoubles(List<CatalogEntry> entries)
    {
        var owners = new Dictionary<WorkflowId, string>();
        for (var i = 0; i < entries.Count; i++)
        {
            if (entries[i].Live is not { } live || owners.TryAdd(live.Id, entries[i].Path))
                continue;
            var problem = new Problem(
                ProblemCodes.Duplicate,
                $"The workflow id '{live.Id}' is taken by '{owners[live.Id]}'.",
                entries[i].Strategy is null ? new SourceLocation(entries[i].Path, 1, 1) : null,
                entries[i].Strategy is { } strategy ? $"Give the file another id, or delete strategy '{strategy.Id}' and make one with another id." : "Give this file an id of its own.");
            entries[i] = entries[i] with { Live = null, Stale = true, Problems = [.. entries[i].Problems, problem] };
        }
        return entries;
    }
}
