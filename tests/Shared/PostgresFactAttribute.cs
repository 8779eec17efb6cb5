namespace Carillon.Tests.Shared;

/// <summary>A test that needs a PostgreSQL server, whichever database the tests run on: skipped, with the reason, where PostgreSQL is not installed, unless CARILLON_REQUIRE_ALL is 1.</summary>
public sealed class PostgresFactAttribute : FactAttribute
{
    public PostgresFactAttribute()
    {
        if (PostgresServer.IsMissing && Environment.GetEnvironmentVariable("CARILLON_REQUIRE_ALL") != "1")
            Skip = "PostgreSQL 15 is not installed";
    }
}
