namespace Carillon.Engine.Storage;

/// <summary>Rows by statement, in the order in which the statements are to be run.</summary>
internal sealed class RowList
{
    private readonly SortedDictionary<int, (RowWrite Write, List<object?[]> Rows)> _rows = [];

    public int Count { get; private set; }

    public IEnumerable<(RowWrite Write, List<object?[]> Rows)> Statements => _rows.Values.Where(s => s.Rows.Count > 0);

    public void Add(RowWrite write, object?[] row)
    {
        if (!_rows.TryGetValue(write.Place, out var statement))
            _rows.Add(write.Place, statement = (write, []));
        statement.Rows.Add(row);
        Count++;
    }

    public void Clear()
    {
        foreach (var (_, rows) in _rows.Values)
            rows.Clear();
        Count = 0;
    }

    /// <summary>A value of a number column.</summary>
    public static long? Number(object? value) => value switch
    {
        null => null,
        long number => number,
        int number => number,
        bool flag => flag ? 1 : 0,
        _ => throw new ArgumentException($"{value.GetType().Name} is no whole number", nameof(value)),
    };
}

/// <summary>Writes rows in the way of one kind of database.</summary>
internal interface IRowWriter : IDisposable
{
    void Write(RowList rows);
}
