using System.ComponentModel;
using System.Text.Json.Nodes;
using Carillon.Adapters.Tasks;
using NodaTime;

namespace Carillon.Adapters.Sql;

/// <summary>Where the rows of a query go.</summary>
public enum SqlRows
{
    /// <summary>Into the output.</summary>
    Inline,

    /// <summary>Into a CSV file, kept as an artifact.</summary>
    Csv,

    /// <summary>Into a JSON file, kept as an artifact.</summary>
    Json,
}

/// <summary>The input of <c>sql</c>.</summary>
public sealed record SqlInput
{
    /// <summary>The database.</summary>
    [Description("The database: the name of a connection of the kind postgres or sqlite; or sqlite:path (relative to the workflow files), postgresql://user:password@host/database, or an Npgsql connection string.")]
    public required string Connection { get; init; }

    /// <summary>A query.</summary>
    [Description("One statement that gives rows.")]
    public string? Query { get; init; }

    /// <summary>Statements.</summary>
    [Description("Statements, carried out in one transaction: all of them or none. Instead of query.")]
    public IReadOnlyList<string> Execute { get; init; } = [];

    /// <summary>Parameters.</summary>
    [Description("Values for @name in the statements: text, number, true/false or null; lists and mappings are passed as JSON text; { type, value } with type text, integer, number, boolean, date, timestamp or json says the type.")]
    public IReadOnlyDictionary<string, JsonNode?> Parameters { get; init; } = new Dictionary<string, JsonNode?>();

    /// <summary>Where rows go.</summary>
    [Description("Where the rows go: inline (the output, at most 1 MiB), csv or json (an artifact, any size).")]
    public SqlRows Rows { get; init; } = SqlRows.Inline;

    /// <summary>The most rows inline.</summary>
    [Description("The most rows inline; more fail the task rather than being left out.")]
    public int MaxRows { get; init; } = 10_000;

    /// <summary>The artifact's name.</summary>
    [Description("The artifact's name. Default: rows.csv or rows.json.")]
    public string? Name { get; init; }

    /// <summary>The limit.</summary>
    [Description("How long it may take. Default: as long as the attempt.")]
    public Duration? Timeout { get; init; }
}

/// <summary>The output of <c>sql</c>.</summary>
public sealed record SqlOutput
{
    /// <summary>The rows.</summary>
    [Description("The rows as mappings from column to value (rows: inline), else null.")]
    public JsonArray? Rows { get; init; }

    /// <summary>How many.</summary>
    [Description("The number of rows the query gave; 0 for execute.")]
    public required long Count { get; init; }

    /// <summary>The columns.</summary>
    [Description("The columns' names, in order.")]
    public required IReadOnlyList<string> Columns { get; init; }

    /// <summary>Rows changed.</summary>
    [Description("The number of rows that the statements inserted, updated or deleted.")]
    public required long Affected { get; init; }

    /// <summary>The artifact.</summary>
    [Description("The file of the rows (rows: csv or json), else null.")]
    public ArtifactOutput? Artifact { get; init; }
}
