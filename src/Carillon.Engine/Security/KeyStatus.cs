namespace Carillon.Engine.Security;

/// <summary>A key and what it holds.</summary>
/// <param name="Id">Its id; not secret.</param>
/// <param name="Seals">True for the one that seals from now on.</param>
/// <param name="IsHere">False: it is not among the keys, and what it holds cannot be opened.</param>
/// <param name="Rows">How many rows of the database it holds.</param>
public sealed record KeyStatus(string Id, bool Seals, bool IsHere, long Rows)
{
    /// <summary>True when it may be taken out of the keys: it holds nothing and seals nothing.</summary>
    public bool IsFree => IsHere && !Seals && Rows == 0;
}

/// <summary>How the keys stand to the database.</summary>
/// <param name="Source">Where the keys come from.</param>
/// <param name="Keys">Every key, the one that seals first; those that only the database knows last.</param>
public sealed record KeyReport(string Source, IReadOnlyList<KeyStatus> Keys)
{
    /// <summary>Rows that no key here opens.</summary>
    public long Unopened => Keys.Where(key => !key.IsHere).Sum(key => key.Rows);

    internal static KeyReport Of(KeyRing ring, SortedDictionary<string, long> rows)
    {
        var keys = ring.Keys();
        return new KeyReport(ring.Source, [
            .. keys.Select((key, i) => new KeyStatus(key.Id, i == 0, IsHere: true, rows.GetValueOrDefault(key.Id))),
            .. rows.Where(row => keys.All(key => key.Id != row.Key)).Select(row => new KeyStatus(row.Key, Seals: false, IsHere: false, row.Value)),
        ]);
    }
}
