using System.Data.Common;
using System.Text.Json.Nodes;
using Carillon.Adapters.Tasks;
using Carillon.Engine.Connections;
using Carillon.Engine.Runs;

namespace Carillon.Adapters.Sql;

/// <summary>The task type <c>sql</c>.</summary>
internal sealed class SqlTask(TaskOptions options)
    : TaskHandler<SqlInput, SqlOutput>("sql", "Queries or changes an SQLite or PostgreSQL database.", connections: [PostgresConnectionKind.Name, SqliteConnectionKind.Name]), IConnectionUser
{
    public IReadOnlyList<IConnectionKind> ConnectionKinds { get; } = [new PostgresConnectionKind(), new SqliteConnectionKind(options)];

    protected override IEnumerable<string> Check(SqlInput input)
    {
        if ((input.Query is null) == (input.Execute.Count == 0)) yield return "give either 'query' or 'execute'";
        if (SqlConnections.Problem(input.Connection) is { } problem) yield return problem;
        if (input.MaxRows < 1) yield return "'max_rows' must be at least 1";
        foreach (var bad in SqlParameters.Check(input.Parameters)) yield return bad;
    }

    protected override async Task<TaskResult> RunAsync(SqlInput input, TaskContext context, CancellationToken cancellationToken)
    {
        var paths = new TaskPaths(context, options);
        return Done(await SqlSession.RunAsync(
            SqlAddress.Of(input.Connection, context.Connection),
            paths,
            mayCreate: input.Query is null,
            input.Timeout?.ToTimeSpan(),
            (connection, token) => input.Query is { } query ? QueryAsync(connection, query, input, context, token) : ExecuteAsync(connection, input, context, token),
            cancellationToken));
    }

    private static async Task<SqlOutput> ExecuteAsync(DbConnection connection, SqlInput input, TaskContext context, CancellationToken cancellationToken)
    {
        var affected = 0L;
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        foreach (var statement in input.Execute)
        {
            await using var command = Command(connection, statement, input);
            command.Transaction = transaction;
            affected += Math.Max(0, await command.ExecuteNonQueryAsync(cancellationToken));
            context.Heartbeat();
        }

        await transaction.CommitAsync(cancellationToken);
        context.Log.Line($"{input.Execute.Count} statements, {affected} rows changed");
        return new() { Count = 0, Columns = [], Affected = affected };
    }

    private static async Task<SqlOutput> QueryAsync(DbConnection connection, string query, SqlInput input, TaskContext context, CancellationToken cancellationToken)
    {
        await using var command = Command(connection, query, input);
        JsonArray? rows = null;
        string[] columns;
        long count, affected;
        var file = Path.Join(context.WorkFolder, $"rows-{Guid.NewGuid():N}");
        await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
        {
            columns = SqlValues.Columns(reader);
            if (input.Rows == SqlRows.Inline) rows = await RowWriter.InlineAsync(reader, columns, input.MaxRows, cancellationToken);
            count = input.Rows switch
            {
                SqlRows.Csv => await RowWriter.CsvAsync(reader, columns, file, context.Heartbeat, cancellationToken),
                SqlRows.Json => await RowWriter.JsonAsync(reader, columns, file, context.Heartbeat, cancellationToken),
                _ => rows!.Count,
            };
            await reader.CloseAsync();
            affected = Math.Max(0, reader.RecordsAffected);
        }

        context.Log.Line($"{count} rows");
        return new()
        {
            Rows = rows,
            Count = count,
            Columns = columns,
            Affected = affected,
            Artifact = rows is null ? await KeepAsync(file, input, context, cancellationToken) : null,
        };
    }

    private static async Task<ArtifactOutput> KeepAsync(string file, SqlInput input, TaskContext context, CancellationToken cancellationToken)
    {
        var (ending, type) = input.Rows == SqlRows.Csv ? ("csv", "text/csv") : ("json", "application/json");
        await using var content = File.OpenRead(file);
        return ArtifactOutput.From(await context.Artifacts.KeepAsync(input.Name ?? $"rows.{ending}", type, content, cancellationToken));
    }

    private static DbCommand Command(DbConnection connection, string text, SqlInput input)
    {
        var command = connection.CreateCommand();
        command.CommandText = text;
        // Time is limited by the token, for both databases in the same way.
        command.CommandTimeout = 0;
        SqlParameters.AddTo(command, input.Parameters);
        return command;
    }
}
