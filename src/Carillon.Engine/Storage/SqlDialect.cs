namespace Carillon.Engine.Storage;

/// <summary>Which SQL a connection speaks.</summary>
public enum SqlDialect
{
    /// <summary>SQLite, 3.35 or later.</summary>
    Sqlite,

    /// <summary>PostgreSQL, 15 or later.</summary>
    Postgres,
}
