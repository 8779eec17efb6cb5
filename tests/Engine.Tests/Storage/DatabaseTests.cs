using Carillon.Engine.Storage;
using Carillon.Tests.Shared;

namespace Carillon.Engine.Tests.Storage;

public sealed class DatabaseTests : IDisposable
{
    private static readonly RowWrite NoteRow = RowWrite.Insert(0, "note", "text'");
    private readonly string _folder = Directory.CreateTempSubdirectory("carillon-db-").FullName;
    private readonly Database _database;

    public DatabaseTests()
    {
        _database = Database.Open(TestDatabase.For(_folder));
        _database.WriteAsync(sql => sql.Execute("create table note (text text not null)")).GetAwaiter().GetResult();
    }

    [Fact]
    public async Task A_write_is_visible_to_readers_once_its_task_completes()
    {
        await _database.WriteAsync(sql => sql.Execute("insert into note values ($1)", "a"));

        Notes().ShouldBe(["a"]);
    }

    [Fact]
    public async Task Once_it_is_closed_a_read_ends_and_no_other_begins()
    {
        var (begun, go) = (new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), new TaskCompletionSource());
        var under = Task.Run(() => _database.Read(sql =>
        {
            begun.SetResult();
            go.Task.Wait();
            return sql.Number("select count(*) from note");
        }));
        await begun.Task;

        _database.Dispose();
        go.SetResult();

        (await under).ShouldBe(0);
        Should.Throw<StorageException>(Notes).Message.ShouldBe("The database is closed.");
        Should.Throw<StorageException>(() => { _ = _database.WriteAsync(_ => { }); }).Message.ShouldBe("The database is closed.");
    }

    [Fact]
    public async Task A_call_that_throws_is_undone_alone_and_its_neighbours_of_the_same_batch_are_kept()
    {
        var calls = Enumerable.Range(0, 40).Select(i => _database.WriteAsync(sql =>
        {
            sql.Execute("insert into note values ($1)", $"{i:00}");
            return i % 2 == 0 ? i : throw new InvalidOperationException("odd");
        })).ToList();

        for (var i = 0; i < calls.Count; i++)
        {
            if (i % 2 == 0)
                (await calls[i]).ShouldBe(i);
            else
                await Should.ThrowAsync<InvalidOperationException>(calls[i]);
        }
        Notes().ShouldBe(Enumerable.Range(0, 20).Select(i => $"{i * 2:00}"));
    }

    [Fact]
    public async Task What_a_thrown_call_changed_in_memory_is_put_back_and_its_after_commit_never_runs()
    {
        var memory = "before";
        var committed = false;

        await Should.ThrowAsync<InvalidOperationException>(_database.WriteAsync(sql =>
        {
            memory = "during";
            sql.OnRollback(() => memory = "before");
            sql.AfterCommit(() => committed = true);
            throw new InvalidOperationException("no");
        }));

        memory.ShouldBe("before");
        committed.ShouldBeFalse();
    }

    [SqliteFact("a file that cannot grow")]
    public async Task A_full_disk_loses_the_batch_tells_its_callers_and_the_next_write_after_relief_succeeds()
    {
        // max_page_count makes SQLite answer SQLITE_FULL exactly as a full disk does.
        var pages = _database.Read(sql => sql.Number("pragma page_count"));
        await _database.WriteAsync(sql => sql.Number($"pragma max_page_count = {pages}"));

        var refused = await Should.ThrowAsync<StorageException>(_database.WriteAsync(sql => sql.Execute("insert into note values ($1)", new string('x', 1 << 20))));
        refused.Code.ShouldBe("SCH034");
        refused.Message.ShouldContain("full");

        await _database.WriteAsync(sql => sql.Number("pragma max_page_count = 1000000"));
        await _database.WriteAsync(sql => sql.Execute("insert into note values ($1)", "after relief"));
        Notes().ShouldBe(["after relief"]);
        _database.Trouble.ShouldBeNull();
    }

    [Fact]
    public async Task Text_that_no_database_can_hold_is_replaced_where_it_must_be_and_nowhere_else()
    {
        // Halves of pairs do not survive the way into a test that is given data.
        (string Given, string Stored)[] texts =
        [
            ("a\0b", "a\uFFFDb"), ("\0", "\uFFFD"), ("c\uD83Dd", "c\uFFFDd"), ("\uDCA3\uD83D", "\uFFFD\uFFFD"), ("\uD83D\uDCA3\0", "\uD83D\uDCA3\uFFFD"),
            ("\uD83D\uDCA3 \u00E9", "\uD83D\uDCA3 \u00E9"), ("", ""),
        ];
        foreach (var (given, stored) in texts)
        {
            await _database.WriteAsync(sql => sql.Execute("insert into note values ($1)", given));
            await _database.WriteAsync(sql => sql.Rows.Add(NoteRow, given));
            _database.Read(sql => sql.Query("select text from note where text = $1", row => row.GetString(0), given)).ShouldBe([stored, stored], "it is looked for as it was stored");
        }
    }

    [Fact]
    public async Task A_reader_sees_one_state_throughout_though_others_write()
    {
        await _database.WriteAsync(sql => sql.Execute("insert into note values ('a')"));

        _database.Read(sql =>
        {
            var before = sql.Number("select count(*) from note");
            _database.WriteAsync(s => s.Execute("insert into note values ('b')")).GetAwaiter().GetResult();
            sql.Number("select count(*) from note").ShouldBe(before);
            return true;
        });

        Notes().Count.ShouldBe(2);
    }

    [SqliteFact("a file that is no database")]
    public void A_file_that_is_no_database_is_refused_with_what_to_do()
    {
        var path = Path.Combine(_folder, "text.db");
        File.WriteAllText(path, new string('x', 5000));

        var refused = Should.Throw<StorageException>(() => Database.Open(path));

        refused.Code.ShouldBe("SCH036");
        refused.Message.ShouldContain("text.db");
    }

    [SqliteFact("the schema's number in the file")]
    public async Task A_database_of_a_newer_program_is_refused_and_not_touched()
    {
        var path = Path.Combine(_folder, "newer.db");
        using (var newer = Database.Open(path))
            await newer.WriteAsync(sql => sql.Execute("pragma user_version = 999"));

        Should.Throw<StorageException>(() => Database.Open(path)).Message.ShouldContain("schema 999");
    }

    [SqliteFact("the lock of a file")]
    public void A_second_process_on_the_same_database_is_refused()
    {
        var path = Path.Combine(_folder, "one.db");
        using var first = DatabaseLock.Take(path);

        Should.Throw<StorageException>(() => DatabaseLock.Take(path)).Message.ShouldContain("Another carillon");
    }

    [Fact]
    public async Task The_schema_forbids_a_second_run_of_an_occurrence()
    {
        var refused = await Should.ThrowAsync<StorageException>(_database.WriteAsync(sql =>
        {
            sql.Execute("insert into schedules (id, project, workflow_id, key, kind, content, enabled, active, cursor_at, created_at, updated_at) values ('s', 'p', 'w', '', 'declared', '{}', 1, 1, 0, 0, 0)");
            for (var i = 0; i < 2; i++)
            {
                sql.Execute(
                    "insert into runs (id, project, workflow_id, version, schedule_id, nominal_at, trigger, status, input, identity, created_at) values ($1, 'p', 'w', 'v', 's', 7, 'schedule', 'pending', '{}', 's@7', 0)",
                    $"run{i}");
            }
        }));

        refused.Message.ShouldContain("UNIQUE");
    }

    private List<string> Notes() => _database.Read(sql => sql.Query("select text from note order by text", row => row.GetString(0)));

    public void Dispose()
    {
        _database.Dispose();
        TestDatabase.Drop(_folder);
        Directory.Delete(_folder, recursive: true);
    }
}
