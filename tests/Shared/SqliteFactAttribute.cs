namespace Carillon.Tests.Shared;

/// <summary>A test that is about SQLite itself: skipped, with the reason, when the tests run on PostgreSQL.</summary>
public sealed class SqliteFactAttribute : FactAttribute
{
    /// <param name="reason">What of SQLite it is about.</param>
    public SqliteFactAttribute(string reason)
    {
        if (TestDatabase.IsPostgres)
            Skip = $"about SQLite: {reason}";
    }
}

/// <summary>As <see cref="SqliteFactAttribute"/>, for tests with data.</summary>
public sealed class SqliteTheoryAttribute : TheoryAttribute
{
    /// <param name="reason">What of SQLite it is about.</param>
    public SqliteTheoryAttribute(string reason)
    {
        if (TestDatabase.IsPostgres)
            Skip = $"about SQLite: {reason}";
    }
}
