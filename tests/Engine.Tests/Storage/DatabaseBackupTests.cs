using Carillon.Core;
using Carillon.Engine.Storage;
using Carillon.Tests.Shared;

namespace Carillon.Engine.Tests.Storage;

/// <summary>A backup is one whole state of the database, taken while it is written, and comes back as that. On both databases.</summary>
public sealed class DatabaseBackupTests : IAsyncLifetime
{
    private const string Workflow = "id: w\ntasks:\n  - { id: a, uses: test.step }\n  - { id: b, uses: test.step, needs: [a] }\n";
    private readonly string _folder = Directory.CreateTempSubdirectory("carillon-backup-").FullName;
    private readonly EngineFixture _engine = new EngineFixture().File("w.yaml", Workflow);

    private DatabaseAddress Address => _engine.Options.DatabaseAddress;

    private string BackupPath => Path.Combine(_folder, "carillon.backup");

    public Task InitializeAsync() => _engine.StartAsync();

    [Fact]
    public async Task A_backup_taken_while_runs_are_written_comes_back_and_every_run_of_it_ends()
    {
        using var enough = new CancellationTokenSource();
        var started = new List<RunId>();
        var writing = Task.Run(async () =>
        {
            while (!enough.IsCancellationRequested)
                started.Add(await _engine.RunAsync("w"));
        });
        await _engine.UntilAsync(() => _engine.Count("select count(*) from runs") > 20, "runs to be under way");
        var made = DatabaseBackup.Write(Address, BackupPath, new BackupOptions());
        await enough.CancelAsync();
        await writing;
        var after = await _engine.RunAsync("w");
        await _engine.EndAsync(after);
        await StopAsync();

        var restored = DatabaseBackup.Restore(Address, BackupPath, new BackupOptions { Overwrite = true });

        restored.Schema.ShouldBe(made.Schema);
        (restored.Kept is null).ShouldBe(TestDatabase.IsPostgres);
        await _engine.StartAsync();
        _engine.Status(after).ShouldBeEmpty("it began after the backup");
        var runs = _engine.Rows("select id from runs");
        runs.Count.ShouldBeGreaterThan(20);
        runs.ShouldBeSubsetOf(started.ConvertAll(run => run.Value));
        await _engine.UntilAsync(() => _engine.Count("select count(*) from runs where completed_at is null") == 0, "every run to end");
        _engine.Rows("select distinct status from runs").ShouldBe(["completed"]);
        _engine.Count("select count(*) from task_runs where status = 'succeeded'").ShouldBe(2 * runs.Count);
        await _engine.EndAsync(await _engine.RunAsync("w"));
        Directory.GetFiles(_folder).ShouldBe([BackupPath]);
    }

    [Fact]
    public async Task A_database_in_use_is_backed_up_and_not_restored()
    {
        var run = await _engine.RunAsync("w");
        await _engine.EndAsync(run);
        DatabaseBackup.Write(Address, BackupPath, new BackupOptions());

        var refused = Should.Throw<StorageException>(() => DatabaseBackup.Restore(Address, BackupPath, new BackupOptions { Overwrite = true }));

        refused.Code.ShouldBe("SCH036");
        _engine.Status(run).ShouldBe("completed");
        await _engine.EndAsync(await _engine.RunAsync("w"));
    }

    [Fact]
    public async Task A_file_that_is_cut_or_changed_is_refused_and_the_database_stays()
    {
        var run = await _engine.RunAsync("w");
        await _engine.EndAsync(run);
        DatabaseBackup.Write(Address, BackupPath, new BackupOptions());
        await StopAsync();
        var whole = await File.ReadAllBytesAsync(BackupPath);

        foreach (var length in new[] { 0, 3, 40, whole.Length / 3, whole.Length * 9 / 10 })
        {
            await File.WriteAllBytesAsync(BackupPath, whole[..length]);
            var refused = Should.Throw<StorageException>(() => DatabaseBackup.Restore(Address, BackupPath, new BackupOptions { Overwrite = true }), $"{length} of {whole.Length}");
            refused.Code.ShouldBe("SCH068", refused.Message);
        }

        await _engine.StartAsync();
        _engine.Status(run).ShouldBe("completed");
        Directory.GetFiles(_engine.DataFolder).ShouldNotContain(file => file.Contains("restor"));
    }

    [Fact]
    public async Task A_backup_of_a_newer_schema_is_refused()
    {
        await StopAsync();
        var newer = Migrator.Newest(Address.Dialect) + 1;
        Run(Address, Address.IsShared ? $"insert into schema_version (number, works_with) values ({newer}, 1)" : $"pragma user_version = {newer}");

        // This program makes none of it either: nobody could tell whether it is sound.
        var refused = Should.Throw<StorageException>(() => DatabaseBackup.Write(Address, BackupPath, new BackupOptions()));

        refused.Code.ShouldBe("SCH068");
        refused.Message.ShouldContain($"schema {newer}");
        Directory.GetFiles(_folder).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_file_is_not_written_over_unless_that_is_said()
    {
        await File.WriteAllTextAsync(BackupPath, "mine");

        Should.Throw<StorageException>(() => DatabaseBackup.Write(Address, BackupPath, new BackupOptions())).Message.ShouldContain("--overwrite");
        (await File.ReadAllTextAsync(BackupPath)).ShouldBe("mine");

        DatabaseBackup.Write(Address, BackupPath, new BackupOptions { Overwrite = true });
        new FileInfo(BackupPath).Length.ShouldBeGreaterThan(1000);
    }

    [Fact]
    public void What_is_no_backup_is_refused()
    {
        var file = Path.Combine(_folder, "notes.txt");
        File.WriteAllText(file, "SQLite, they said");

        Should.Throw<StorageException>(() => DatabaseBackup.Restore(Address, file, new BackupOptions())).Message.ShouldContain("no backup of Carillon");
        Should.Throw<StorageException>(() => DatabaseBackup.Restore(Address, file + "x", new BackupOptions())).Code.ShouldBe("SCH068");
    }

    [SqliteFact("its file")]
    public async Task The_old_file_stays_beside_the_restored_one_each_time()
    {
        await _engine.EndAsync(await _engine.RunAsync("w"));
        DatabaseBackup.Write(Address, BackupPath, new BackupOptions());
        await _engine.EndAsync(await _engine.RunAsync("w"));
        // As after kill -9: part of it is in the log only.
        _engine.Crash();

        var first = DatabaseBackup.Restore(Address, BackupPath, new BackupOptions());
        var second = DatabaseBackup.Restore(Address, BackupPath, new BackupOptions());

        Runs(DatabaseAddress.File(first.Kept!)).ShouldBe(2);
        Runs(DatabaseAddress.File(second.Kept!)).ShouldBe(1);
        Runs(Address).ShouldBe(1);
    }

    [SqliteFact("its file")]
    public async Task A_database_that_is_damaged_itself_is_replaced_and_kept()
    {
        await _engine.EndAsync(await _engine.RunAsync("w"));
        DatabaseBackup.Write(Address, BackupPath, new BackupOptions());
        await StopAsync();
        await File.WriteAllTextAsync(Address.Name, "a dog ate it");

        var restored = DatabaseBackup.Restore(Address, BackupPath, new BackupOptions());

        Runs(Address).ShouldBe(1);
        (await File.ReadAllTextAsync(restored.Kept!)).ShouldBe("a dog ate it");
    }

    [SqliteFact("its file")]
    public async Task A_raw_copy_whose_log_lies_beside_it_is_no_backup()
    {
        await StopAsync();
        File.Copy(Address.Name, BackupPath);
        await File.WriteAllTextAsync(BackupPath + "-wal", "the last minutes");

        Should.Throw<StorageException>(() => DatabaseBackup.Restore(Address, BackupPath, new BackupOptions())).Message.ShouldContain("changes of its own beside it");
    }

    [PostgresFact]
    public void Programs_that_are_missing_are_named_with_their_package()
    {
        var postgres = TestDatabase.Postgres(_folder);

        var refused = Should.Throw<StorageException>(() => DatabaseBackup.Write(postgres, BackupPath, new BackupOptions { SearchPath = _folder }));

        refused.Code.ShouldBe("SCH069");
        refused.Message.ShouldContain("postgresql-client");
        Directory.GetFiles(_folder).ShouldBeEmpty();
    }

    [PostgresFact]
    public void A_password_is_in_the_environment_of_the_program_and_not_among_its_arguments()
    {
        var program = Path.Combine(_folder, "pg_dump");
        File.WriteAllText(program, $"#!/bin/sh\necho \"$@\" >{_folder}/arguments\necho \"$PGPASSWORD $PGUSER $PGDATABASE\" >{_folder}/environment\necho 'it broke' >&2\nexit 1\n");
        using (var chmod = System.Diagnostics.Process.Start("chmod", ["500", program]))
            chmod.WaitForExit();
        var postgres = DatabaseAddress.Parse(TestDatabase.EmptyPostgresUrl(_folder).Replace("carillon@", "carillon:hush-hush@", StringComparison.Ordinal));

        SchemaUpgrade.Migrate(postgres);

        var refused = Should.Throw<StorageException>(() => DatabaseBackup.Write(postgres, BackupPath, new BackupOptions { SearchPath = _folder }));

        refused.Message.ShouldContain("it broke");
        refused.Message.ShouldNotContain("hush-hush");
        File.ReadAllText(Path.Combine(_folder, "environment")).ShouldStartWith("hush-hush carillon test_");
        File.ReadAllText(Path.Combine(_folder, "arguments")).ShouldNotContain("hush-hush");
    }

    [PostgresFact]
    public void Rows_of_a_PostgreSQL_database_are_replaced_only_when_that_is_said_and_a_newer_schema_never()
    {
        var postgres = TestDatabase.Postgres(_folder);
        DatabaseBackup.Write(postgres, BackupPath, new BackupOptions());
        Run(postgres, "insert into calendars (project, id, path, yaml, version, updated_at) values ('p', 'c', 'f', 'y', 'v', 1)");

        Should.Throw<StorageException>(() => DatabaseBackup.Restore(postgres, BackupPath, new BackupOptions())).Message.ShouldContain("--overwrite");
        DatabaseBackup.Restore(postgres, BackupPath, new BackupOptions { Overwrite = true });

        using (var sql = LongWork.Open(postgres))
            sql.Number("select count(*) from calendars").ShouldBe(0);
        Run(postgres, $"insert into schema_version (number, works_with) values ({Migrator.Newest(SqlDialect.Postgres) + 1}, 1)");
        Should.Throw<StorageException>(() => DatabaseBackup.Restore(postgres, BackupPath, new BackupOptions { Overwrite = true })).Message.ShouldContain("createdb");
    }

    [PostgresFact]
    public void A_backup_is_restored_into_a_new_database()
    {
        var postgres = TestDatabase.Postgres(_folder);
        Run(postgres, "insert into audit (at, project, actor, action, subject, subject_id) values (1, 'p', 'é', 'paused', 'schedule', 's')");
        DatabaseBackup.Write(postgres, BackupPath, new BackupOptions());
        var fresh = TestDatabase.EmptyPostgres(_folder + "/fresh");

        DatabaseBackup.Restore(fresh, BackupPath, new BackupOptions());

        using var sql = LongWork.Open(fresh);
        sql.Query("select actor from audit", row => row.GetString(0)).ShouldBe(["é"]);
        Should.Throw<Exception>(() => sql.Run("delete from audit")).Message.ShouldContain("only appended");
        TestDatabase.Drop(_folder + "/fresh");
    }

    private static void Run(DatabaseAddress address, string statement)
    {
        using var sql = LongWork.Open(address);
        sql.Run(statement);
    }

    private static long Runs(DatabaseAddress address)
    {
        using var sql = LongWork.Open(address);
        return sql.Number("select count(*) from runs") ?? -1;
    }

    /// <summary>In good order: it says that it is gone.</summary>
    private async Task StopAsync()
    {
        await _engine.Host.StopAsync(CancellationToken.None);
        _engine.Crash();
    }

    public async Task DisposeAsync()
    {
        await _engine.DisposeAsync();
        TestDatabase.Drop(_folder);
        Directory.Delete(_folder, recursive: true);
    }
}
