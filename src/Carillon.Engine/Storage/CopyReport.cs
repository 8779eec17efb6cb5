namespace Carillon.Engine.Storage;

/// <summary>What a copy is asked to do beside the copying.</summary>
public sealed record CopyOptions
{
    /// <summary>The tables that packs may have made beside those of the migrations.</summary>
    public IReadOnlyList<PackTable> Packs { get; init; } = [];

    /// <summary>Tables of the source, of somebody else, that stay behind.</summary>
    public IReadOnlyList<string> Without { get; init; } = [];

    /// <summary>Told how far it is, every so many rows and at the end of each table.</summary>
    public Action<CopyProgress>? Progress { get; init; }
}

/// <summary>How far a copy is.</summary>
/// <param name="Step">What it does.</param>
/// <param name="Table">The table that it is at.</param>
/// <param name="Rows">How many rows of it are done.</param>
public sealed record CopyProgress(CopyStep Step, string Table, long Rows);

/// <summary>The steps of a copy.</summary>
public enum CopyStep
{
    /// <summary>Rows go over.</summary>
    Copy,

    /// <summary>They are read from the copy again and compared.</summary>
    Compare,
}

/// <summary>What was copied.</summary>
/// <param name="From">The source.</param>
/// <param name="To">The target.</param>
/// <param name="Schema">The schema of both.</param>
/// <param name="Tables">Every table, with or without rows.</param>
public sealed record CopyReport(DatabaseAddress From, DatabaseAddress To, long Schema, IReadOnlyList<CopiedTable> Tables);

/// <summary>A table that was copied.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Rows">How many rows.</param>
/// <param name="Digest">What the rows are, the same in both databases: the sum of their hashes.</param>
public sealed record CopiedTable(string Name, long Rows, string Digest);
