using System.Globalization;
using System.Text;

namespace Carillon.Engine.Storage;

/// <summary>A column of a <see cref="RowWrite"/>.</summary>
/// <param name="Name">What its value is called.</param>
/// <param name="Column">The column.</param>
/// <param name="Kind">What it holds: whole numbers, text or bytes.</param>
internal readonly record struct WriteColumn(string Name, string Column, StoredKind Kind)
{
    /// <summary>
    /// In the short form, text columns end with <c>'</c> and those of bytes with <c>*</c>, and a value that is not called as its column has that behind an <c>@</c>: <c>"id', old@fence, fence"</c> reads as
    /// text <c>id</c>, and two numbers for <c>fence</c>, one that it has and one that it gets.
    /// </summary>
    public static WriteColumn[] List(string columns) =>
        [.. columns.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(text =>
        {
            var kind = text[^1] switch { '\'' => StoredKind.Text, '*' => StoredKind.Bytes, _ => StoredKind.Number };
            var name = text.TrimEnd('\'', '*');
            var at = name.IndexOf('@', StringComparison.Ordinal);
            return at < 0 ? new WriteColumn(name, name, kind) : new WriteColumn(name[..at], name[(at + 1)..], kind);
        })];
}

/// <summary>
/// A statement that writes many rows: on PostgreSQL one statement over arrays, on SQLite one prepared statement for each row. Rows that wait are written in the order
/// of <see cref="Place"/>, so that what refers to a row comes after it.
/// </summary>
internal sealed class RowWrite
{
    private readonly Func<Func<int, string>, string, string> _postgres;

    private RowWrite(int place, WriteColumn[] columns, int keys, string sqlite, Func<Func<int, string>, string, string> postgres, bool isExact) =>
        (Place, Columns, Keys, Sqlite, _postgres, IsExact) = (place, columns, keys, sqlite, postgres, isExact);

    public int Place { get; }

    public WriteColumn[] Columns { get; }

    /// <summary>How many columns, from the first, are arrays in any case: those that find the row.</summary>
    public int Keys { get; }

    /// <summary>For one row: <c>?1</c>, <c>?2</c>, … (SQLite takes <c>$1</c> for a name and numbers those as they come).</summary>
    public string Sqlite { get; }

    /// <summary>True when every row must be found as its keys say; else somebody has changed it, and the transaction is based on what no longer holds (<see cref="StaleRowsException"/>).</summary>
    public bool IsExact { get; }

    /// <summary>For all rows: an array for each column that differs between them, and one value for each that does not. The arrays are made rows once each, so few of them are much faster.</summary>
    /// <param name="isArray">Whether the column with that number is one that differs; true for <see cref="Keys"/>.</param>
    public string Postgres(Func<int, bool> isArray)
    {
        var arrays = Enumerable.Range(0, Columns.Length).Where(isArray).ToList();
        var source = $"unnest({string.Join(", ", arrays.Select(i => $"{AllRows(i + 1)}::{Type(i)}[]"))}) as v ({string.Join(", ", arrays.Select(i => Columns[i].Name))})";
        return _postgres(i => isArray(i) ? $"v.{Columns[i].Name}" : $"{AllRows(i + 1)}::{Type(i)}", source);
    }

    private string Type(int column) => Columns[column].Kind switch { StoredKind.Text => "text", StoredKind.Bytes => "bytea", _ => "bigint" };

    /// <summary>New rows.</summary>
    /// <param name="place">When it is written, among the others.</param>
    /// <param name="table">The table.</param>
    /// <param name="columns">Its columns; see <see cref="WriteColumn.List"/>.</param>
    /// <param name="key">With it, a row that is there already takes the new values; no two rows of one batch may have one key.</param>
    /// <param name="keeps">True: a row that is there already stays as it is.</param>
    public static RowWrite Insert(int place, string table, string columns, string? key = null, bool keeps = false)
    {
        var list = WriteColumn.List(columns);
        var names = string.Join(", ", list.Select(c => c.Name));
        var conflict = keeps ? " on conflict do nothing" : key is null ? "" : $" on conflict ({key}) do update set {string.Join(", ", list.Where(c => !key.Split(", ").Contains(c.Name)).Select(c => $"{c.Name} = excluded.{c.Name}"))}";
        var values = string.Join(", ", Enumerable.Range(1, list.Length).Select(OneRow));
        return new RowWrite(place, list, keys: 1, $"insert into {table} ({names}) values ({values}){conflict}", (value, source) => $"insert into {table} ({names}) select {string.Join(", ", list.Select((_, i) => value(i)))} from {source}{conflict}", isExact: false);
    }

    /// <summary>Changed rows: the first <paramref name="keys"/> columns find them, the others are set.</summary>
    /// <param name="place">When it is written, among the others.</param>
    /// <param name="table">The table.</param>
    /// <param name="columns">Its columns; see <see cref="WriteColumn.List"/>.</param>
    /// <param name="keys">How many of them find the row.</param>
    /// <param name="counter">A column that grows by one; null for none.</param>
    /// <param name="isExact">See <see cref="IsExact"/>.</param>
    public static RowWrite Update(int place, string table, string columns, int keys = 1, string? counter = null, bool isExact = false)
    {
        var list = WriteColumn.List(columns);
        var sqlite = new StringBuilder($"update {table} set ");
        sqlite.AppendJoin(", ", list.Skip(keys).Select((c, i) => $"{c.Column} = {OneRow(keys + i + 1)}")).Append(counter is null ? "" : $", {counter} = {counter} + 1");
        sqlite.Append(" where ").AppendJoin(" and ", list.Take(keys).Select((c, i) => $"{c.Column} = {OneRow(i + 1)}"));
        return new RowWrite(place, list, keys, sqlite.ToString(), Postgres, isExact);

        string Postgres(Func<int, string> value, string source)
        {
            var set = list.Select((c, i) => $"{c.Column} = {value(i)}").Skip(keys).Concat(counter is null ? [] : [$"{counter} = t.{counter} + 1"]);
            return $"update {table} t set {string.Join(", ", set)} from {source} where {Found(list.Take(keys), value)}";
        }
    }

    /// <summary>Rows that go, found by all the columns. Exact; see <see cref="IsExact"/>.</summary>
    public static RowWrite Delete(int place, string table, string columns)
    {
        var list = WriteColumn.List(columns);
        var each = string.Join(" and ", list.Select((c, i) => $"{c.Column} = {OneRow(i + 1)}"));
        return new RowWrite(
            place, list, list.Length, $"delete from {table} where {each}",
            (value, source) => $"delete from {table} t using {source} where {Found(list, value)} and t.{list[0].Column} = any({AllRows(1)})", isExact: true);
    }

    private static string Found(IEnumerable<WriteColumn> keys, Func<int, string> value) => string.Join(" and ", keys.Select((c, i) => $"t.{c.Column} = {value(i)}"));

    private static string OneRow(int number) => string.Create(CultureInfo.InvariantCulture, $"?{number}");

    private static string AllRows(int number) => string.Create(CultureInfo.InvariantCulture, $"${number}");
}
