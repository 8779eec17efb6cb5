using Carillon.Engine.Storage;
using Microsoft.Data.Sqlite;

namespace Carillon.Simulation.Tests.Watch;

/// <summary>Follows a database commit by commit, on a connection of its own.</summary>
internal sealed class Follower : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _news;
    private readonly SqliteParameter _seen;
    private long _last;

    public Follower(string path)
    {
        _connection = SqliteLibrary.Connection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        _connection.Open();
        _news = _connection.CreateCommand();
        _news.CommandText = "select seq, of, gone, fields from sim_log where seq > $1 order by seq";
        _seen = _news.Parameters.Add("$1", SqliteType.Integer);
    }

    public Tables Tables { get; } = new();

    /// <summary>A hash of every value of every change so far.</summary>
    public ulong Hash { get; private set; }

    /// <summary>What has been committed since the last call, in the order in which it was written. The tables are as each change left them while it is looked at.</summary>
    public IEnumerable<Change> Follow()
    {
        _seen.Value = _last;
        var any = false;
        using (var row = _news.ExecuteReader())
        {
            while (row.Read())
            {
                any = true;
                _last = row.GetInt64(0);
                var (of, gone, fields) = (row.GetInt32(1), row.GetInt64(2), row.GetString(3));
                // The order of changes within a commit does not count: nobody can see it, and the engine may write what it holds in sets in any.
                Hash += Core.Schedules.StableHash.Of(fields, of + (100 * gone));
                yield return Tables.All[of].Take(new Fields(fields), gone != 0);
            }
        }
        if (any)
            Tables.Count();
    }

    /// <summary>Where what was followed is not what the tables hold; null when it is.</summary>
    public string? Difference() => Tables.All.Select(table => table.Difference(_connection)).FirstOrDefault(found => found is not null);

    /// <summary>Puts triggers in that change what is written. Those that log are made anew: SQLite runs the latest first, and the log must be in order.</summary>
    public void Tamper(string sql)
    {
        if (sql.Length == 0)
            return;
        using var command = _connection.CreateCommand();
        command.CommandText = sql + Tables.Triggers(anew: true);
        command.ExecuteNonQuery();
    }

    public void Dispose()
    {
        _news.Dispose();
        _connection.Dispose();
    }
}
