using Carillon.Core;
using Carillon.Engine.Runs;
using Npgsql;

namespace Carillon.Engine.Storage;

/// <summary>A database that one statement, or a transaction of many, may take long in: nothing is cut off after a time.</summary>
internal static class LongWork
{
    /// <summary>A connection of its own. A lock that others hold is waited for ten seconds.</summary>
    /// <exception cref="StorageException">It cannot be had; says what to do.</exception>
    public static Sql Open(DatabaseAddress address)
    {
        using var link = Link.To(address);
        try
        {
            return address.IsShared ? new Sql(Connect(address)) : link.OpenReader();
        }
        catch (Exception e) when (Link.IsUnusable(e))
        {
            throw link.Unusable(e);
        }
    }

    private static NpgsqlConnection Connect(DatabaseAddress address)
    {
        var settings = new NpgsqlConnectionStringBuilder(address.Value) { Pooling = false, CommandTimeout = 0, Enlist = false };
        settings.Options = (settings.Options is { Length: > 0 } given ? given + " " : "") + "-c lock_timeout=10000 -c statement_timeout=0 -c idle_in_transaction_session_timeout=0";
        var connection = new NpgsqlConnection(settings.ConnectionString);
        try
        {
            connection.Open();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Does <paramref name="work"/>; what the database throws comes out in our words.</summary>
    /// <param name="what">What did not happen, as the begin of a sentence.</param>
    /// <param name="work">The work.</param>
    public static T Told<T>(Func<string> what, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception e) when (Link.IsUnusable(e))
        {
            throw new StorageException(ProblemCodes.StorageUnavailable, $"{what()} {e.Message}", e);
        }
    }

    /// <summary>Refuses a database that nodes work on.</summary>
    public static void RefuseInUse(Sql sql, DatabaseAddress address)
    {
        if (StoredSchema.Version(sql) > 0 && NodeStore.Live(sql) is [var node, ..])
            throw new StorageException(ProblemCodes.DatabaseUnusable, $"Node '{node}' works on the database '{address}'. Stop every node first; one that died is forgotten after half a minute.");
    }

    /// <summary>Refuses a SQLite file that is not there; opening it would make one.</summary>
    public static void RefuseMissing(DatabaseAddress address)
    {
        if (!address.IsShared && !File.Exists(address.Value))
            throw new StorageException(ProblemCodes.DatabaseUnusable, $"There is no database '{address}'. Name its file, as sqlite:.carillon/carillon.db, or its folder with --data; 'carillon db migrate' makes a new one.");
    }
}
