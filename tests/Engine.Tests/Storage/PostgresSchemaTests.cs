using Carillon.Engine.Storage;
using Carillon.Tests.Shared;

namespace Carillon.Engine.Tests.Storage;

/// <summary>The migrations of both databases make the same schema, and nodes of two versions share one.</summary>
public sealed class PostgresSchemaTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("carillon-schema-").FullName;

    [PostgresFact]
    public void Both_have_the_same_columns_and_the_same_of_them_must_be_set()
    {
        var sqlite = Sqlite(
            """
            select m.name || '.' || c.name || case when c."notnull" = 1 or c.pk > 0 then ' not null' else '' end from sqlite_master m join pragma_table_info(m.name) c
            where m.type = 'table' and m.name not like 'sqlite_%'
            """);
        var postgres = Postgres(
            """
            select t.relname || '.' || c.attname || case when c.attnotnull then ' not null' else '' end
            from pg_class t join pg_attribute c on c.attrelid = t.oid and c.attnum > 0 and not c.attisdropped
            where t.relkind = 'r' and t.relnamespace = 'public'::regnamespace and t.relname <> 'schema_version'
            """);

        postgres.ShouldBe(sqlite);
        sqlite.Count.ShouldBeGreaterThan(150);
    }

    [PostgresFact]
    public void Both_have_the_same_indexes()
    {
        var sqlite = Sqlite(
            """
            select m.name || ' (' || (select group_concat(name, ', ') from (select c.name from pragma_index_info(i.name) c order by c.seqno)) || ')' || case when i."unique" = 1 then ' unique' else '' end
            from sqlite_master m join pragma_index_list(m.name) i on i.origin <> 'pk' where m.type = 'table' and i.name not in ('schedules_counts', 'ledger_not_ran')
            """);
        var postgres = Postgres(
            """
            select t.relname || ' (' || (select string_agg(c.attname, ', ' order by k.place) from unnest(i.indkey) with ordinality k (number, place) join pg_attribute c on c.attrelid = i.indrelid and c.attnum = k.number) || ')'
              || case when i.indisunique then ' unique' else '' end
            from pg_index i join pg_class t on t.oid = i.indrelid where t.relnamespace = 'public'::regnamespace and not i.indisprimary and i.indexrelid <> 'ledger_not_ran'::regclass
            """);

        // Those two hold more on SQLite, to answer without the table: text that may be longer than PostgreSQL takes into an index.
        postgres.ShouldBe(sqlite);
        sqlite.Count.ShouldBeGreaterThan(30);
    }

    [PostgresFact]
    public void An_empty_database_is_migrated_from_nothing_and_a_second_time_nothing_is_done()
    {
        var address = TestDatabase.EmptyPostgres(_folder);

        var first = SchemaUpgrade.Migrate(address);
        var second = SchemaUpgrade.Migrate(address);

        first.From.ShouldBe(0);
        second.ShouldBe(new UpgradedSchema(first.To, first.To));
    }

    [PostgresFact]
    public async Task Nodes_that_start_together_on_an_empty_database_migrate_it_once()
    {
        var address = TestDatabase.EmptyPostgres(_folder);

        var made = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => SchemaUpgrade.Migrate(address))));

        made.Count(upgrade => upgrade.From == 0).ShouldBe(1);
        made.Select(upgrade => upgrade.To).Distinct().ShouldHaveSingleItem();
    }

    [PostgresFact]
    public async Task A_newer_schema_that_works_with_this_program_is_left_as_it_is_and_one_that_does_not_is_refused()
    {
        var address = TestDatabase.EmptyPostgres(_folder);
        var known = SchemaUpgrade.Migrate(address).To;
        using (var database = Database.Open(address))
            await database.WriteAsync(sql => sql.Execute("insert into schema_version (number, works_with) values ($1, $2)", known + 1, known));

        SchemaUpgrade.Migrate(address).ShouldBe(new UpgradedSchema(known + 1, known + 1));

        using (var database = Database.Open(address))
            await database.WriteAsync(sql => sql.Execute("insert into schema_version (number, works_with) values ($1, $1)", known + 2));
        Should.Throw<StorageException>(() => Database.Open(address)).Message.ShouldContain($"schema {known + 2}");
    }

    private List<string> Sqlite(string select) => Sorted(DatabaseAddress.File(Path.Combine(_folder, "carillon.db")), select);

    private List<string> Postgres(string select) => Sorted(TestDatabase.Postgres(_folder), select);

    private static List<string> Sorted(DatabaseAddress address, string select)
    {
        using var database = Database.Open(address);
        return [.. database.Read(sql => sql.Query(select, row => row.GetString(0))).Order(StringComparer.Ordinal)];
    }

    public void Dispose()
    {
        TestDatabase.Drop(_folder);
        Directory.Delete(_folder, recursive: true);
    }
}
