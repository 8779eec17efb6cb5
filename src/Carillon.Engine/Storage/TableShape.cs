using System.Data.Common;
using Carillon.Core;

namespace Carillon.Engine.Storage;

/// <summary>What a column holds, on both databases.</summary>
internal enum StoredKind
{
    /// <summary>Whole numbers.</summary>
    Number,

    /// <summary>Text.</summary>
    Text,

    /// <summary>Floating point.</summary>
    Real,

    /// <summary>Bytes.</summary>
    Bytes,
}

/// <summary>A column of a table, in the words of neither database.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">What it holds.</param>
internal sealed record ShapeColumn(string Name, StoredKind Kind);

/// <summary>A table as the database itself describes it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Columns">Its columns, by name.</param>
internal sealed record TableShape(string Name, IReadOnlyList<ShapeColumn> Columns)
{
    /// <summary>The migrator's own record, which every database keeps for itself.</summary>
    private const string Versions = "schema_version";

    /// <summary>Its name in a statement.</summary>
    public string Quoted => $"\"{Name}\"";

    /// <summary>Its columns in a statement.</summary>
    public string Names => string.Join(", ", Columns.Select(column => $"\"{column.Name}\""));

    /// <summary>Every table with rows of ours: what others refer to comes before them, and else they go by name.</summary>
    /// <param name="sql">The database.</param>
    /// <param name="wanted">Which tables it is about; others may be of any kind.</param>
    /// <exception cref="StorageException">A column is of a type that the other database does not have.</exception>
    public static List<TableShape> All(Sql sql, Func<string, bool> wanted)
    {
        var columns = sql.Query(
            sql.Dialect == SqlDialect.Sqlite
                ? "select m.name, c.name, c.type from sqlite_master m join pragma_table_info(m.name) c where m.type = 'table' and m.name not like 'sqlite_%'"
                : """
                select cast(t.relname as text), cast(c.attname as text), format_type(c.atttypid, null) from pg_class t
                join pg_attribute c on c.attrelid = t.oid and c.attnum > 0 and not c.attisdropped
                where t.relkind = 'r' and t.relnamespace = cast(current_schema() as regnamespace)
                """,
            row => (Table: row.GetString(0), Column: row.GetString(1), Type: row.GetString(2)));
        var tables = columns.FindAll(column => column.Table != Versions && wanted(column.Table)).GroupBy(column => column.Table, StringComparer.Ordinal)
            .Select(table => new TableShape(table.Key, [.. table.OrderBy(column => column.Column, StringComparer.Ordinal).Select(column => new ShapeColumn(column.Column, KindOf(column.Table, column.Column, column.Type)))]))
            .OrderBy(table => table.Name, StringComparer.Ordinal).ToList();
        return InOrder(tables, tables.ToDictionary(table => table.Name, table => StoredSchema.References(sql, table.Name).Select(column => column.Table).ToHashSet(StringComparer.Ordinal), StringComparer.Ordinal));
    }

    /// <summary>Each table after those that it refers to. A circle, which would need constraints that wait for the commit, is left in the order of names.</summary>
    private static List<TableShape> InOrder(List<TableShape> tables, Dictionary<string, HashSet<string>> referredBy)
    {
        var ordered = new List<TableShape>();
        while (tables.Count > 0)
        {
            var next = tables.Find(table => !tables.Exists(other => other != table && referredBy[other.Name].Contains(table.Name))) ?? tables[0];
            tables.Remove(next);
            ordered.Add(next);
        }
        return ordered;
    }

    // SQLite's names go by its rules of affinity: "bigint" has "int" in it, "double precision" has "doub".
    private static StoredKind KindOf(string table, string column, string type) => type.ToLowerInvariant() switch
    {
        "text" or "character varying" => StoredKind.Text,
        "bytea" or "blob" => StoredKind.Bytes,
        "double precision" or "real" => StoredKind.Real,
        "bigint" or "integer" or "smallint" or "int" => StoredKind.Number,
        _ => throw new StorageException(ProblemCodes.CopyRefused, $"The column {table}.{column} is of the type '{type}', which the copy does not know. Leave its table out with --without {table}, or change its type."),
    };
}
