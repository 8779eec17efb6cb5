using Microsoft.Data.Sqlite;

namespace Carillon.Simulation.Tests.Watch;

/// <summary>One change of one row, as the statement that made it left it.</summary>
internal abstract record Change
{
    public abstract string Text { get; }
}

/// <param name="Before">Null: the row is new.</param>
/// <param name="After">Null: the row is gone.</param>
internal sealed record Change<T>(T? Before, T? After) : Change
    where T : class
{
    public override string Text => After is null ? $"gone {Before}" : After.ToString()!;
}

/// <summary>A table that is watched: triggers of the database write down each change, and the rows are held here as they stand.</summary>
internal abstract class Table(string name, string columns)
{
    public string Name => name;

    /// <summary>Triggers that append to <c>sim_log</c>: what is undone in the database is undone in the log.</summary>
    public string Triggers(int number)
    {
        return string.Concat(new[] { "insert", "update", "delete" }.Select(on =>
            $"create trigger sim_{name}_{on} after {on}{(on == "update" ? $" of {string.Join(", ", columns.Split(", ").Select(c => $"\"{c}\""))}" : "")} on {name} begin insert into sim_log (of, gone, fields) values ({number}, {(on == "delete" ? 1 : 0)}, {Expression(on == "delete" ? "old." : "new.")}); end;\n"));
    }

    public string NoTriggers() => string.Concat(new[] { "insert", "update", "delete" }.Select(on => $"drop trigger sim_{name}_{on};\n"));

    protected string Expression(string of) => Fields.Expression(columns.Split(", ").Select(column => $"{of}\"{column}\""));

    public abstract Change Take(Fields fields, bool gone);

    public abstract string? Difference(SqliteConnection connection);
}

internal sealed class Table<TKey, T>(string name, string columns, Func<Fields, T> read, Func<T, TKey> keyOf) : Table(name, columns)
    where T : class
    where TKey : notnull
{
    private readonly Dictionary<TKey, T> _rows = [];

    public IReadOnlyCollection<T> Rows => _rows.Values;

    public T? Find(TKey key) => _rows.GetValueOrDefault(key);

    public override Change Take(Fields fields, bool gone)
    {
        var row = read(fields);
        var key = keyOf(row);
        var before = _rows.GetValueOrDefault(key);
        if (gone)
            _rows.Remove(key);
        else
            _rows[key] = row;
        return new Change<T>(before, gone ? null : row);
    }

    /// <summary>Where the rows held here are not those of the table; null when they are.</summary>
    public override string? Difference(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"select {Expression("")} from {Name}";
        using var row = command.ExecuteReader();
        var count = 0;
        while (row.Read())
        {
            var stored = read(new Fields(row.GetString(0)));
            count++;
            if (!stored.Equals(Find(keyOf(stored))))
                return $"{Name} holds {stored}, the log says {Find(keyOf(stored))}";
        }
        return count == _rows.Count ? null : $"{Name} holds {count} rows, the log says {_rows.Count}";
    }
}
