using Carillon.Core;
using Carillon.Core.Definitions;
using Carillon.Core.Definitions.Templates;
using Carillon.Engine.History;

namespace Carillon.Engine.Definitions;

/// <summary>One file, or one strategy, as the catalog knows it.</summary>
/// <param name="Path">The file, relative to the workflows folder, with <c>/</c>; for a strategy <c>strategy:</c> and its id.</param>
/// <param name="Text">Its text as last read; empty when it could not be read. For a strategy the workflow that it makes, written out.</param>
/// <param name="Live">The version that runs: the file's own, or the last good one when the file is broken; null when there never was one.</param>
/// <param name="Problems">What is wrong with the text, warnings included.</param>
/// <param name="Stale">True when <paramref name="Live"/> is not what the file says, because the file is broken.</param>
public sealed record CatalogEntry(string Path, string Text, WorkflowDefinition? Live, IReadOnlyList<Problem> Problems, bool Stale)
{
    /// <summary>True for a template's file, which is no workflow.</summary>
    public bool IsTemplate { get; init; }

    /// <summary>The template, the last good one when the file is broken; null for a workflow, and for a template that never was good.</summary>
    public TemplateDefinition? Template { get; init; }

    /// <summary>The strategy that makes the workflow, or null.</summary>
    public StrategyRecord? Strategy { get; init; }

    /// <summary>The path of a strategy.</summary>
    public static string PathOf(WorkflowId strategy) => $"strategy:{strategy}";
}

/// <summary>All workflow and calendar files at one moment. Immutable.</summary>
public sealed class CatalogSnapshot
{
    private readonly Dictionary<WorkflowId, CatalogEntry> _byId = [];
    private readonly HashSet<string> _usedCalendars = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The snapshot of these files.</summary>
    /// <param name="entries">The workflow files, in order of their paths.</param>
    /// <param name="calendars">The calendar files likewise.</param>
    /// <param name="templates">The templates among the entries by id; none when left out.</param>
    public CatalogSnapshot(IReadOnlyList<CatalogEntry> entries, IReadOnlyList<CalendarEntry> calendars, IReadOnlyDictionary<string, CatalogEntry>? templates = null)
    {
        Entries = entries;
        Templates = templates ?? new Dictionary<string, CatalogEntry>();
        Calendars = calendars;
        var pools = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var entry in entries)
        {
            if (entry.Live is not { } live)
                continue;
            _byId[live.Id] = entry;
            _usedCalendars.UnionWith(live.Schedules.Select(s => s.Calendar).OfType<string>());
            foreach (var (name, limit) in live.Pools)
                pools[name] = pools.TryGetValue(name, out var other) ? Math.Min(other, limit) : limit;
        }
        PoolLimits = pools;
    }

    /// <summary>No file.</summary>
    public static CatalogSnapshot Empty { get; } = new([], []);

    /// <summary>Every calendar file, in order of the paths.</summary>
    public IReadOnlyList<CalendarEntry> Calendars { get; }

    /// <summary>Every file and strategy, in order of the paths.</summary>
    public IReadOnlyList<CatalogEntry> Entries { get; }

    /// <summary>The templates by id; one that is broken now is there as well, marked <see cref="CatalogEntry.Stale"/>.</summary>
    public IReadOnlyDictionary<string, CatalogEntry> Templates { get; }

    /// <summary>The limit of each pool: the smallest that any live definition declares.</summary>
    public IReadOnlyDictionary<string, int> PoolLimits { get; }

    /// <summary>The names of the calendars that schedules of live definitions use.</summary>
    public IReadOnlySet<string> UsedCalendars => _usedCalendars;

    /// <summary>The entry of a strategy, or null: also where a file has taken its id.</summary>
    public CatalogEntry? OfStrategy(WorkflowId id)
    {
        if (Find(id) is { Strategy: not null } own)
            return own;
        return Entries.FirstOrDefault(entry => entry.Strategy?.Id == id);
    }

    /// <summary>The file or strategy whose live version has that id, or null.</summary>
    public CatalogEntry? Find(WorkflowId id) => _byId.GetValueOrDefault(id);
}
