using Carillon.Engine.Storage;

namespace Carillon.Engine.Security;

/// <summary>
/// A column that holds what a <see cref="Vault"/> has sealed, in a table of things that a project and a name tell apart. Whatever stands in <see cref="All"/> is sealed anew when
/// the keys change, is counted by key, and is looked at when a node without the keys starts.
/// </summary>
/// <param name="Table">The table; it has the columns <c>project</c> and <c>name</c>.</param>
/// <param name="Column">The column; null where a row has nothing sealed.</param>
/// <param name="Purpose">What the texts are sealed for: this, a slash and the row's name.</param>
internal sealed record SealedColumn(string Table, string Column, string Purpose)
{
    /// <summary>The values of secrets.</summary>
    public static SealedColumn Secrets { get; } = new("secrets", "value", "secret");

    /// <summary>What is secret of connections.</summary>
    public static SealedColumn Connections { get; } = new("connections", "sealed", "connection");

    /// <summary>What is secret of channels.</summary>
    public static SealedColumn Channels { get; } = new("channels", "secret", "channel");

    /// <summary>Every such column.</summary>
    public static IReadOnlyList<SealedColumn> All { get; } = [Secrets, Connections, Channels];

    /// <summary>How many rows each key holds, by its id.</summary>
    public static SortedDictionary<string, long> Count(Sql sql)
    {
        var counts = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var column in All)
        {
            foreach (var (key, count) in sql.Query(
                $"select substr({column.Column}, 4, 8), count(*) from {column.Table} where {column.Column} is not null group by 1", row => (row.GetString(0), row.GetInt64(1))))
                counts[key] = counts.GetValueOrDefault(key) + count;
        }
        return counts;
    }

    /// <summary>Rows that another key than this one holds.</summary>
    public List<SealedRow> Others(Sql sql, string key, int limit) => sql.Query(
        $"select project, name, {Column} from {Table} where {Column} is not null and substr({Column}, 4, 8) <> $1 order by project, name limit $2",
        row => new SealedRow(this, row.GetString(0), row.GetString(1), row.GetString(2)), key, limit);

    /// <summary>Puts another text in place of one, unless somebody has changed it meanwhile.</summary>
    public bool Replace(Sql sql, SealedRow row, string text) => sql.Execute(
        $"update {Table} set {Column} = $4 where project = $1 and name = $2 and {Column} = $3", row.Project, row.Name, row.Text, text) == 1;
}

/// <summary>One sealed text in its place.</summary>
internal sealed record SealedRow(SealedColumn Column, string Project, string Name, string Text)
{
    public string Purpose => $"{Column.Purpose}/{Name}";
}
