using System.Globalization;
using NodaTime;

namespace Carillon.Engine.Storage;

/// <summary>How bad it is, what was looked at.</summary>
public enum FindingLevel
{
    /// <summary>As it should be.</summary>
    Ok,

    /// <summary>Worth knowing.</summary>
    Note,

    /// <summary>It works, and will hurt one day.</summary>
    Warning,

    /// <summary>It does not work.</summary>
    Error,
}

/// <summary>One thing that was looked at.</summary>
/// <param name="Name">What.</param>
/// <param name="Level">How bad it is.</param>
/// <param name="Detail">More, in words.</param>
public sealed record DatabaseFinding(string Name, FindingLevel Level, string Detail);

/// <summary>Whether a PostgreSQL database has what nodes need. Nothing is written.</summary>
public static class DatabaseCheck
{
    private const int OldestVersion = 15;

    /// <summary>Two for each node's writer and hints, and up to twelve readers.</summary>
    private const int NodeConnections = 14;
    private static readonly Duration NearEnough = Duration.FromSeconds(1);

    /// <summary>Looks at it.</summary>
    /// <param name="address">A PostgreSQL database.</param>
    /// <param name="time">This machine's clock.</param>
    public static IReadOnlyList<DatabaseFinding> Look(DatabaseAddress address, TimeProvider time)
    {
        try
        {
            var began = time.GetTimestamp();
            using var sql = LongWork.Open(address);
            var took = time.GetElapsedTime(began);
            return
            [
                new("database", FindingLevel.Ok, string.Create(CultureInfo.InvariantCulture, $"{address} answers; connecting took {took.TotalMilliseconds:0} ms")),
                Version(sql), Schema(sql), Rights(sql), Durability(sql), Connections(sql), Clock(sql, time), Sessions(sql, address),
            ];
        }
        catch (StorageException e)
        {
            // What a pooler says of a setting that it does not pass on.
            var hint = e.Message.Contains("startup parameter", StringComparison.Ordinal) ? " A pooler stands before it: connect to PostgreSQL itself, or pool by session and let it ignore the parameter." : "";
            return [new("database", FindingLevel.Error, e.Message + hint)];
        }
        catch (Exception e) when (Link.IsUnusable(e))
        {
            return [new("database", FindingLevel.Error, $"{address} cannot be looked at: {e.Message}")];
        }
    }

    private static DatabaseFinding Version(Sql sql)
    {
        var number = sql.Number("select cast(current_setting('server_version_num') as bigint)") ?? 0;
        var text = $"PostgreSQL {Setting(sql, "server_version")}";
        return number / 10_000 >= OldestVersion ? new("version", FindingLevel.Ok, text) : new("version", FindingLevel.Error, $"{text}; Carillon needs {OldestVersion} or later");
    }

    private static DatabaseFinding Schema(Sql sql)
    {
        var (done, newest) = (StoredSchema.Version(sql), Migrator.Newest(SqlDialect.Postgres));
        if (done == newest)
            return new("schema", FindingLevel.Ok, $"{done}, the newest that this program knows");
        if (done < newest)
            return new("schema", FindingLevel.Note, done == 0 ? "none yet; 'serve' and 'db migrate' make it" : $"{done}, and this program has {newest}; 'serve' and 'db migrate' bring it there");
        return sql.Number("select max(works_with) from schema_version") <= newest
            ? new("schema", FindingLevel.Note, $"{done}, newer than this program's {newest}, which still works with it")
            : new("schema", FindingLevel.Error, $"{done}; this program knows up to {newest}. Use the newer program");
    }

    private static DatabaseFinding Rights(Sql sql)
    {
        var (user, schema, may) = sql.First(
            "select cast(current_user as text), cast(current_schema() as text), coalesce(has_schema_privilege(current_schema(), 'create'), false)",
            row => (row.GetString(0), row.TextOrNull(1), row.GetBoolean(2)));
        if (schema is null)
            return new("rights", FindingLevel.Error, $"{user} has no schema to work in: no schema of its search_path exists, or may be used");
        return may
            ? new("rights", FindingLevel.Ok, $"{user} may create tables in {schema}")
            : new("rights", FindingLevel.Error, $"{user} may not create tables in {schema}; as its owner: grant create on schema {schema} to \"{user}\"");
    }

    private static DatabaseFinding Durability(Sql sql)
    {
        var off = new[] { ("fsync", "a power cut can destroy the whole database"), ("full_page_writes", "a power cut can destroy pages"), ("synchronous_commit", "the last transactions before a crash can be gone, though they were answered") }
            .Where(setting => Setting(sql, setting.Item1) == "off").Select(setting => $"{setting.Item1} is off: {setting.Item2}").ToList();
        return off.Count == 0 ? new("durability", FindingLevel.Ok, "commits wait for the disk") : new("durability", FindingLevel.Warning, string.Join("; ", off));
    }

    private static DatabaseFinding Connections(Sql sql)
    {
        var (most, used) = sql.First(
            """
            select cast(current_setting('max_connections') as bigint) - cast(current_setting('superuser_reserved_connections') as bigint),
              (select count(*) from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid())
            """,
            row => (row.GetInt64(0), row.GetInt64(1)));
        var detail = $"{most - used} of {most} are free; a node takes up to {NodeConnections}";
        return new("connections", most - used >= NodeConnections ? FindingLevel.Ok : FindingLevel.Warning, detail);
    }

    private static DatabaseFinding Clock(Sql sql, TimeProvider time)
    {
        var asked = time.Now();
        var there = sql.Number("select cast(extract(epoch from clock_timestamp()) * 1000000 as bigint)")!.Value.ToInstant();
        var answered = time.Now();
        // It was asked some time between the two.
        var apart = there < asked ? asked - there : there > answered ? there - answered : Duration.Zero;
        return apart <= NearEnough
            ? new("clock", FindingLevel.Ok, "as this machine's, within a second")
            : new("clock", FindingLevel.Note, string.Create(CultureInfo.InvariantCulture, $"{apart.TotalSeconds:0.0} s {(there < asked ? "behind" : "ahead of")} this machine's; the database's counts"));
    }

    /// <summary>Two open connections that share one server process: a pooler hands it from transaction to transaction, and what a session sets or locks is lost.</summary>
    private static DatabaseFinding Sessions(Sql sql, DatabaseAddress address)
    {
        using var other = LongWork.Open(address);
        return Sessions(() => Process(sql), () => Process(other), () => other.Run("begin"), () => other.Run("rollback"));
    }

    /// <summary>As above, of two sessions that say which process serves them.</summary>
    internal static DatabaseFinding Sessions(Func<long> one, Func<long> other, Action begin, Action end)
    {
        var first = one();
        begin();
        var second = other();
        end();
        return first == second || one() != first
            ? new("sessions", FindingLevel.Error, "a pooler lends connections for one transaction each; the writer needs sessions of its own: pool by session, or connect to PostgreSQL itself")
            : new("sessions", FindingLevel.Ok, "each connection is a session of its own");
    }

    private static long Process(Sql sql) => sql.Number("select pg_backend_pid()") ?? 0;

    private static string Setting(Sql sql, string name) => sql.First("select current_setting($1)", row => row.GetString(0), name) ?? "";
}
