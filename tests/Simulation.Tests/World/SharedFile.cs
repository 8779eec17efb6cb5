namespace Carillon.Simulation.Tests.World;

/// <summary>What nodes that share a file have of a server beside the rows: numbers that no rollback takes back, and which turns were committed.</summary>
internal sealed class SharedFile
{
    private readonly Dictionary<string, long> _sequences = new(StringComparer.Ordinal);
    private readonly HashSet<string> _committed = new(StringComparer.Ordinal);

    /// <summary>A bug of the tests: each node sees its own turns only.</summary>
    public bool HidesTurns { get; set; }

    public long Next(string sequence) => _sequences[sequence] = _sequences.GetValueOrDefault(sequence) + 1;

    public void Committed(string transaction) => _committed.Add(transaction);

    public bool IsCommitted(string transaction) => _committed.Contains(transaction);
}
