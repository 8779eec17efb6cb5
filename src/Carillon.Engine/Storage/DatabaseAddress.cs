namespace Carillon.Engine.Storage;

/// <summary>Where a database is: a SQLite file, or a PostgreSQL server that several nodes may share.</summary>
public sealed record DatabaseAddress
{
    private DatabaseAddress(SqlDialect dialect, string value, string name) => (Dialect, Value, Name) = (dialect, value, name);

    /// <summary>What it speaks.</summary>
    public SqlDialect Dialect { get; }

    /// <summary>True when several processes may use it at once.</summary>
    public bool IsShared => Dialect == SqlDialect.Postgres;

    /// <summary>For people: the file, or host, port and database; never a password.</summary>
    public string Name { get; }

    /// <summary>The SQLite file, or the Npgsql connection string.</summary>
    internal string Value { get; }

    /// <summary>A SQLite file.</summary>
    public static DatabaseAddress File(string path) => new(SqlDialect.Sqlite, path, path);

    /// <summary>Reads <c>postgresql://…</c>, an Npgsql connection string (<c>Host=…</c>), or <c>sqlite:path</c>.</summary>
    /// <exception cref="FormatException">It is none of these; the message does not quote it.</exception>
    public static DatabaseAddress Parse(string text)
    {
        const string sqlite = "sqlite:";
        if (text.StartsWith(sqlite, StringComparison.OrdinalIgnoreCase))
            return text.Length > sqlite.Length ? File(Path.GetFullPath(text[sqlite.Length..])) : throw new FormatException("sqlite: names no file.");
        var builder = PostgresUrl.Parse(text);
        if (string.IsNullOrEmpty(builder.Host) || string.IsNullOrEmpty(builder.Database))
            throw new FormatException("The address names no host or no database.");
        // Kept within this process, to connect again; Name is what people see.
        builder.PersistSecurityInfo = true;
        return new DatabaseAddress(SqlDialect.Postgres, builder.ConnectionString, $"postgresql://{builder.Host}:{builder.Port}/{builder.Database}");
    }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
