using System.Data.Common;
using Carillon.Adapters.Tasks;
using Carillon.Core;
using Carillon.Core.Runs;
using Carillon.Engine.Runs;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Carillon.Adapters.Sql;

/// <summary>What an error of a database means for retries. Pure. Messages never hold the connection string.</summary>
internal static class SqlFailures
{
    private const int Busy = 5, Locked = 6, ReadOnly = 8, CannotOpen = 14, NotADatabase = 26;

    /// <summary>The failure that the exception is.</summary>
    public static TaskFailedException Of(DbException exception) => exception switch
    {
        PostgresException postgres => OfState(postgres.SqlState, $"PostgreSQL {postgres.SqlState}: {postgres.MessageText}"),
        NpgsqlException { InnerException: TimeoutException } => TaskFailures.Timeout("PostgreSQL did not answer in time"),
        NpgsqlException npgsql => TaskFailures.Network($"PostgreSQL: {npgsql.GetBaseException().Message}"),
        SqliteException { SqliteErrorCode: Busy or Locked } => TaskFailures.Server("SQLite: the database is locked by another program"),
        SqliteException { SqliteErrorCode: CannotOpen or NotADatabase or ReadOnly } sqlite => TaskFailures.File(sqlite.Message),
        SqliteException { SqliteErrorCode: 1 or 18 or 19 or 20 or 23 or 25 } sqlite => TaskFailures.Client(sqlite.Message),
        _ => TaskFailures.Server(exception.Message),
    };

    private static TaskFailedException Own(TaskFailedException failure) => new(failure.Error with { IsOfConnection = false });

    private static TaskFailedException OfState(string state, string message) => state[..2] switch
    {
        "08" => TaskFailures.Network(message),
        "57" when state is "57014" => Own(TaskFailures.Timeout(message)),
        "57" => TaskFailures.Network(message),
        // Serialization failures and deadlocks; resources; what the system itself ran into.
        "40" or "55" => Own(TaskFailures.Server(message)),
        "53" or "58" or "XX" => TaskFailures.Server(message),
        "28" => new(new TaskError(ProblemCodes.TaskFailed, ErrorClasses.Client, message, Retryable: false) { IsOfConnection = true }),
        // A statement's own trouble: the server works.
        _ => TaskFailures.Client(message),
    };
}
