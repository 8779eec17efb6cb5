using System.Globalization;
using System.Text;

namespace Carillon.Engine.Storage;

/// <summary>A column of a <see cref="RowWrite"/>.</summary>
/// <param name="Name">What its value is called.</param>
/// <param name="Column">The column.</param>
/// <param name="IsText">True for text, false for whole numbers.</param>
internal readonly record struct WriteColumn(string Name, string Column, bool IsText)
{
    /// <summary>
    /// In the short form, text columns end with <c>'</c>, and a value that is not called as its column has that behind an <c>@</c>: <c>"id', old@fence, fence"</c> reads as
    /// text <c>id</c>, and two numbers for <c>fence</c>, one that it has and one that it gets.
    /// </summary>
    public static WriteColumn[] List(string columns) =>
        [.. columns.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(text =>
        {
            var name = text.TrimEnd('\'');
            var at = name.IndexOf('@', StringComparison.Ordinal);
            return at < 0 ? new WriteColumn(name, name, text.EndsWith('\'')) : new WriteColumn(name[..at], name[(at + 1)..], text.EndsWith('\''));
        })];
}

/// <summary>
/// A statement that writes many rows: on PostgreSQL one statement over arrays, on SQLite one prepared statement for each row. Rows that wait are written in the order
/// of <see cref="Place"/>, so that what refers to a row comes after it.
/// </summary>
internal sealed class RowWrite
{
    private RowWrite(int place, WriteColumn[] columns, string sqlite, string postgres, bool isExact) =>
        (Place, Columns, Sqlite, Postgres, IsExact) = (place, columns, sqlite, postgres, isExact);

    public int Place { get; }

    public WriteColumn[] Columns { get; }

    /// <summary>For one row: <c>?1</c>, <c>?2</c>, … (SQLite takes <c>$1</c> for a name and numbers those as they come).</summary>
    public string Sqlite { get; }

    /// <summary>For all rows: an array for each column.</summary>
    public string Postgres { get; }

    /// <summary>True when every row must be found as its keys say; else somebody has changed it, and the transaction is based on what no longer holds (<see cref="StaleRowsException"/>).</summary>
    public bool IsExact { get; }

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
        return new RowWrite(place, list, $"insert into {table} ({names}) values ({values}){conflict}", $"insert into {table} ({names}) select * from {Arrays(list)}{conflict}", isExact: false);
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
        var postgres = new StringBuilder($"update {table} t set ");
        postgres.AppendJoin(", ", list.Skip(keys).Select(c => $"{c.Column} = v.{c.Name}")).Append(counter is null ? "" : $", {counter} = t.{counter} + 1");
        postgres.Append(CultureInfo.InvariantCulture, $" from {Arrays(list)} as v ({Names(list)}) where ").Append(Found(list.Take(keys)));
        return new RowWrite(place, list, sqlite.ToString(), postgres.ToString(), isExact);
    }

    /// <summary>Rows that go, found by all the columns. Exact; see <see cref="IsExact"/>.</summary>
    public static RowWrite Delete(int place, string table, string columns)
    {
        var list = WriteColumn.List(columns);
        var each = string.Join(" and ", list.Select((c, i) => $"{c.Column} = {OneRow(i + 1)}"));
        return new RowWrite(place, list, $"delete from {table} where {each}", $"delete from {table} t using {Arrays(list)} as v ({Names(list)}) where {Found(list)} and t.{list[0].Column} = any({AllRows(1)})", isExact: true);
    }

    private static string Names(WriteColumn[] columns) => string.Join(", ", columns.Select(c => c.Name));

    private static string Found(IEnumerable<WriteColumn> keys) => string.Join(" and ", keys.Select(c => $"t.{c.Column} = v.{c.Name}"));

    private static string Arrays(WriteColumn[] columns) => $"unnest({string.Join(", ", columns.Select((c, i) => $"{AllRows(i + 1)}::{(c.IsText ? "text" : "bigint")}[]"))})";

    private static string OneRow(int number) => string.Create(CultureInfo.InvariantCulture, $"?{number}");

    private static string AllRows(int number) => string.Create(CultureInfo.InvariantCulture, $"${number}");
}
