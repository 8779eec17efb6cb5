using Carillon.Engine.Storage;
using Carillon.Tests.Shared;

namespace Carillon.Engine.Tests.Storage;

/// <summary>Rows of a batch reach PostgreSQL as they are, whichever of their columns differ in this batch or differed in an earlier one.</summary>
public sealed class PostgresRowsTests : IDisposable
{
    private static readonly RowWrite Insertion = RowWrite.Insert(1, "things", "id', kind', size, note'");
    private static readonly RowWrite Upsert = RowWrite.Insert(2, "things", "id', kind', size, note'", key: "id");
    private static readonly RowWrite Change = RowWrite.Update(3, "things", "id', old@size, size, note'", keys: 2, isExact: true);
    private static readonly RowWrite Deletion = RowWrite.Delete(4, "things", "id', size");
    private readonly string _folder = Directory.CreateTempSubdirectory("carillon-rows-").FullName;

    [PostgresFact]
    public void A_column_may_be_the_same_in_one_batch_differ_in_the_next_and_be_null_in_some()
    {
        using var link = Link();
        using var sql = Table(link);

        Write(sql, Insertion, ["a", "x", 1L, null], ["b", "x", 1L, null]);
        Write(sql, Insertion, ["c", "y", 1L, null], ["d", "z", null, "n"], ["e", "z", 3L, null]);
        Write(sql, Insertion, ["f", "x", 1L, "same"], ["g", "x", 1L, "same"]);

        Rows(sql).ShouldBe(["a|x|1|", "b|x|1|", "c|y|1|", "d|z||n", "e|z|3|", "f|x|1|same", "g|x|1|same"]);
    }

    [PostgresFact]
    public void Bytes_come_as_they_are_and_none_of_them_is_not_null()
    {
        using var link = Link();
        using var sql = Table(link);
        var bytes = RowWrite.Insert(1, "things", "id', body*");

        Write(sql, bytes, ["a", new byte[] { 0, 255 }], ["b", Array.Empty<byte>()], ["c", null]);

        sql.Query("select coalesce(encode(body, 'hex'), 'null') from things order by id", row => row.GetString(0)).ShouldBe(["00ff", "", "null"]);
    }

    [PostgresFact]
    public void Rows_are_changed_replaced_and_removed_by_their_own_keys()
    {
        using var link = Link();
        using var sql = Table(link);
        Write(sql, Insertion, ["a", "x", 1L, null], ["b", "x", 1L, null], ["c", "x", 2L, null]);

        Write(sql, Change, ["a", 1L, 5L, "new"], ["b", 1L, 5L, "new"]);
        Write(sql, Change, ["a", 5L, 6L, "newer"], ["c", 2L, 7L, null]);
        Write(sql, Upsert, ["b", "y", 9L, null], ["d", "y", 9L, null]);
        Write(sql, Deletion, ["a", 6L], ["c", 7L]);

        Rows(sql).ShouldBe(["b|y|9|", "d|y|9|"]);
    }

    [PostgresFact]
    public void A_row_that_has_changed_meanwhile_is_said()
    {
        using var link = Link();
        using var sql = Table(link);
        Write(sql, Insertion, ["a", "x", 1L, null], ["b", "x", 2L, null]);

        Should.Throw<StaleRowsException>(() => Write(sql, Change, ["a", 1L, 5L, null], ["b", 1L, 5L, null]));
        Should.Throw<StaleRowsException>(() => Write(sql, Deletion, ["a", 5L], ["b", 3L]));
    }

    private static void Write(Sql sql, RowWrite write, params object?[][] rows)
    {
        foreach (var row in rows)
            sql.Rows.Add(write, row);
        sql.Rows.Write();
    }

    private static List<string> Rows(Sql sql) =>
        sql.Query("select id || '|' || kind || '|' || coalesce(size::text, '') || '|' || coalesce(note, '') from things order by id", row => row.GetString(0));

    private static Sql Table(PostgresLink link)
    {
        var sql = link.OpenWriter();
        sql.Run("create table things (id text primary key, kind text, size bigint, note text, body bytea)");
        return sql;
    }

    private PostgresLink Link() => new(TestDatabase.EmptyPostgres(_folder), clock: null);

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
