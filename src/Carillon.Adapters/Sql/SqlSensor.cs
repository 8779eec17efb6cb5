using System.ComponentModel;
using System.Text.Json.Nodes;
using Carillon.Adapters.Tasks;
using Carillon.Engine.Connections;
using Carillon.Engine.Runs;
using NodaTime;

namespace Carillon.Adapters.Sql;

/// <summary>The input of <c>sensor.sql</c>.</summary>
public sealed record SqlSensorInput : SensorInput
{
    /// <summary>The database.</summary>
    [Description("The database, as in sql.")]
    public required string Connection { get; init; }

    /// <summary>The query.</summary>
    [Description("A query whose first value tells: the condition holds unless it is missing, null, 0, false, or an empty text.")]
    public required string Query { get; init; }

    /// <summary>Parameters.</summary>
    [Description("Values for @name in the query, as in sql.")]
    public IReadOnlyDictionary<string, JsonNode?> Parameters { get; init; } = new Dictionary<string, JsonNode?>();

    /// <summary>The limit of one query.</summary>
    [Description("How long one query may take.")]
    public Duration QueryTimeout { get; init; } = Duration.FromSeconds(30);
}

/// <summary>The output of <c>sensor.sql</c>.</summary>
public sealed record SqlSensorOutput
{
    /// <summary>The value.</summary>
    [Description("The value for which the condition held.")]
    public required JsonNode? Value { get; init; }
}

/// <summary>The task type <c>sensor.sql</c>.</summary>
internal sealed class SqlSensor(TaskOptions options)
    : SensorHandler<SqlSensorInput, SqlSensorOutput>("sensor.sql", "Waits until the first value of a query is true.", connections: [PostgresConnectionKind.Name, SqliteConnectionKind.Name]), IConnectionUser
{
    public IReadOnlyList<IConnectionKind> ConnectionKinds { get; } = [new PostgresConnectionKind(), new SqliteConnectionKind(options)];

    protected override IEnumerable<string> Check(SqlSensorInput input)
    {
        foreach (var problem in base.Check(input).Concat(SqlParameters.Check(input.Parameters))) yield return problem;
        if (SqlConnections.Problem(input.Connection) is { } bad) yield return bad;
    }

    protected override async Task<SqlSensorOutput?> PokeAsync(SqlSensorInput input, TaskContext context, CancellationToken cancellationToken)
    {
        var paths = new TaskPaths(context, options);
        var value = await SqlSession.RunAsync(SqlAddress.Of(input.Connection, context.Connection), paths, mayCreate: false, input.QueryTimeout.ToTimeSpan(), FirstAsync, cancellationToken);
        return Holds(value) ? new() { Value = SqlValues.ToJson(value) } : null;

        async Task<object> FirstAsync(System.Data.Common.DbConnection connection, CancellationToken token)
        {
            await using var command = connection.CreateCommand();
            (command.CommandText, command.CommandTimeout) = (input.Query, 0);
            SqlParameters.AddTo(command, input.Parameters);
            return await command.ExecuteScalarAsync(token) ?? DBNull.Value;
        }
    }

    private static bool Holds(object value) => value switch
    {
        DBNull or false or "" => false,
        string text => text is not ("0" or "false" or "f"),
        IConvertible number and (short or int or long or float or double or decimal) => number.ToDouble(System.Globalization.CultureInfo.InvariantCulture) != 0,
        _ => true,
    };
}
