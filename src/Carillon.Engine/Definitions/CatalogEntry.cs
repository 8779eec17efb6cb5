using Carillon.Core;
using Carillon.Core.Definitions;

namespace Carillon.Engine.Definitions;

/// <summary>One workflow file as the catalog knows it.</summary>
/// <param name="Path">The file, relative to the workflows folder, with <c>/</c>.</param>
/// <param name="Text">Its text as last read; empty when it could not be read.</param>
/// <param name="Live">The version that runs: the file's own, or the last good one when the file is broken; null when there never was one.</param>
/// <param name="Problems">What is wrong with the text, warnings included.</param>
/// <param name="Stale">True when <paramref name="Live"/> is not what the file says, because the file is broken.</param>
public sealed record CatalogEntry(string Path, string Text, WorkflowDefinition? Live, IReadOnlyList<Problem> Problems, bool Stale);

/// <summary>All workflow and calendar files at one moment. Immutable.</summary>
public sealed class CatalogSnapshot
{
    private readonly Dictionary<WorkflowId, CatalogEntry> _byId = [];

    /// <summary>The snapshot of these files.</summary>
    /// <param name="entries">The workflow files, in order of their paths.</param>
    /// <param name="calendars">The calendar files likewise.</param>
    public CatalogSnapshot(IReadOnlyList<CatalogEntry> entries, IReadOnlyList<CalendarEntry> calendars)
    {
        Entries = entries;
        Calendars = calendars;
        var pools = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var entry in entries)
        {
            if (entry.Live is not { } live)
                continue;
            _byId[live.Id] = entry;
            foreach (var (name, limit) in live.Pools)
                pools[name] = pools.TryGetValue(name, out var other) ? Math.Min(other, limit) : limit;
        }
        PoolLimits = pools;
    }

    /// <summary>No file.</summary>
    public static CatalogSnapshot Empty { get; } = new([], []);

    /// <summary>Every workflow file, in order of the paths.</summary>
    public IReadOnlyList<CatalogEntry> Entries { get; }

    /// <summary>Every calendar file, in order of the paths.</summary>
    public IReadOnlyList<CalendarEntry> Calendars { get; }

    /// <summary>The limit of each pool: the smallest that any live definition declares.</summary>
    public IReadOnlyDictionary<string, int> PoolLimits { get; }

    /// <summary>The file whose live version has that id, or null.</summary>
    public CatalogEntry? Find(WorkflowId id) => _byId.GetValueOrDefault(id);
}
