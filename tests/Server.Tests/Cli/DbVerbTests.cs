using System.Diagnostics;
using System.Text.Json.Nodes;
using Carillon.Engine;
using Carillon.Engine.Storage;
using Carillon.Tests.Shared;

namespace Carillon.Server.Tests.Cli;

/// <summary>The verbs that look after the database.</summary>
public sealed class DbVerbTests : IDisposable
{
    private readonly Folder _folder = new();

    private string Data => Path.Combine(_folder.Root, "data");

    private string Source => $"sqlite:{EngineOptions.DatabaseIn(Data)}";

    private string Target => $"sqlite:{Path.Combine(_folder.Root, "copy.db")}";

    private string Postgres => TestDatabase.EmptyPostgresUrl(_folder.Root);

    [Fact]
    public async Task A_copy_says_what_it_did_in_a_table_or_as_JSON()
    {
        await MigrateAsync();

        var words = await Captured.RunAsync("db", "copy", "--from", Source, "--to", Target);
        var json = JsonNode.Parse((await Captured.RunAsync("db", "copy", "--from", Source, "--to", Target, "--json")).Out)!;
        var refused = await Captured.RunAsync("db", "copy", "--from", Source, "--to", Source, "--json");

        words.Code.ShouldBe(0, words.Error);
        words.Lines[0].ShouldBe("TABLE                 ROWS");
        words.Lines.ShouldContain("runs                  0");
        words.Error.ShouldContain("0 rows in ");
        json["rows"]!.GetValue<long>().ShouldBe(0);
        json["tables"]!.AsArray().Select(table => table!["name"]!.ToString()).ShouldContain("ledger");
        refused.Code.ShouldBe(1);
        JsonNode.Parse(refused.Out)!["problems"]![0]!["code"]!.ToString().ShouldBe("SCH067");
    }

    [Fact]
    public async Task On_a_terminal_a_copy_shows_how_far_it_is()
    {
        await MigrateAsync();

        var shown = await Captured.RunOnTerminalAsync("db", "copy", "--from", Source, "--to", Target);

        shown.Out.ShouldContain("\rcopy ");
        shown.Out.ShouldContain("\rcompare ");
        shown.Code.ShouldBe(0);
    }

    [Theory]
    [InlineData("db", "copy", "--from", "sqlite:x.db")]
    [InlineData("db", "copy", "--to", "sqlite:x.db")]
    [InlineData("db", "copy", "--from", "mysql://ann:hush-hush@host/db", "--to", "sqlite:x.db")]
    [InlineData("db", "backup")]
    public async Task What_is_missing_or_cannot_be_read_ends_with_2_and_without_a_password(params string[] args)
    {
        var result = await Captured.RunAsync(args);

        result.Code.ShouldBe(2);
        (result.Out + result.Error).ShouldNotContain("hush-hush");
    }

    [PostgresFact]
    public async Task A_process_that_dies_in_the_middle_of_a_copy_leaves_nothing_and_the_next_one_copies()
    {
        await MigrateAsync();
        AddCalendar();

        foreach (var target in new[] { Postgres, Target })
        {
            foreach (var point in new[] { "copy-table:9", "copy-commit:1" })
            {
                await DieAsync(point, "db", "copy", "--from", Source, "--to", target);
                Calendars(target).ShouldBe(0, $"{target} {point}");
            }

            (await Captured.RunAsync("db", "copy", "--from", Source, "--to", target)).ShouldSatisfyAllConditions(done => done.Error.ShouldContain("1 rows in"), done => done.Code.ShouldBe(0));
            Calendars(target).ShouldBe(1);
        }
    }

    [Fact]
    public async Task A_process_that_dies_over_a_backup_or_a_restore_has_changed_nothing()
    {
        await MigrateAsync();
        AddCalendar();
        var file = Path.Combine(_folder.Root, "a.db");

        await DieAsync("backup-rename:1", "db", "backup", file, "--data", Data);
        File.Exists(file).ShouldBeFalse();
        (await Captured.RunAsync("db", "backup", file, "--data", Data)).Code.ShouldBe(0);
        AddCalendar();
        await DieAsync("restore-replace:1", "db", "restore", file, "--data", Data);

        Calendars(Source).ShouldBe(2);
        (await Captured.RunAsync("db", "restore", file, "--data", Data)).Out.ShouldContain("before-restore");
        Calendars(Source).ShouldBe(1);
        Directory.GetFiles(Data).Select(Path.GetFileName).ShouldNotContain(name => name!.EndsWith(".restoring", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_running_server_is_backed_up_and_its_database_neither_copied_nor_replaced()
    {
        await using var server = await new ServerFixture().File("greet.yaml", Samples.Greet).StartAsync();
        await server.EndAsync(await server.RunAsync("greet"));
        var (database, file) = (TestDatabase.UrlFor(server.DataFolder), Path.Combine(_folder.Root, "backups", "a.backup"));

        var made = await Captured.RunAsync("db", "backup", file, "--database", database, "--json");
        var again = await Captured.RunAsync("db", "backup", file, "--database", database);
        var copied = await Captured.RunAsync("db", "copy", "--from", database, "--to", Target);
        var restored = await Captured.RunAsync("db", "restore", file, "--database", database, "--overwrite");

        made.Code.ShouldBe(0, made.Error);
        JsonNode.Parse(made.Out)!["size"]!.GetValue<long>().ShouldBe(new FileInfo(file).Length);
        (again.Code, again.Error.Split(' ')[0]).ShouldBe((1, "SCH068"));
        (copied.Code, copied.Error.Split(' ')[0]).ShouldBe((1, "SCH036"));
        (restored.Code, restored.Error.Split(' ')[0]).ShouldBe((1, "SCH036"));
        await server.EndAsync(await server.RunAsync("greet"));
    }

    [PostgresFact]
    public async Task Doctor_looks_at_a_PostgreSQL_database()
    {
        var empty = await DoctorAsync(Postgres);
        await Captured.RunAsync("db", "migrate", "--database", Postgres);
        var made = await DoctorAsync(Postgres);
        var gone = await DoctorAsync(Postgres + "_gone");

        Level(empty, "schema").ShouldBe("note");
        made["ok"]!.GetValue<bool>().ShouldBeTrue(made.ToJsonString());
        foreach (var name in new[] { "database", "version", "schema", "rights", "connections", "clock", "sessions" })
            Level(made, name).ShouldBe("ok", name);
        Level(made, "durability").ShouldBe("warning", "the tests' server does not wait for the disk");
        Level(gone, "database").ShouldBe("error");
        gone["ok"]!.GetValue<bool>().ShouldBeFalse();
    }

    [PostgresFact]
    public async Task Doctor_says_when_a_role_may_not_make_tables_and_how_it_may()
    {
        var role = $"role_{Guid.NewGuid():N}";
        using var owner = Database.Connection(DatabaseAddress.Parse(Postgres));
        owner.Open();
        using var command = owner.CreateCommand();
        command.CommandText = $"create role {role} login password 'hush-hush'";
        command.ExecuteNonQuery();

        var report = await DoctorAsync(Postgres.Replace("carillon@", $"{role}:hush-hush@", StringComparison.Ordinal));

        Level(report, "rights").ShouldBe("error");
        report.ToJsonString().ShouldContain("grant create on schema public");
        report.ToJsonString().ShouldNotContain("hush-hush");
        command.CommandText = $"drop role {role}";
        command.ExecuteNonQuery();
    }

    private async Task MigrateAsync() => (await Captured.RunAsync("db", "migrate", "--data", Data)).Code.ShouldBe(0);

    private void AddCalendar()
    {
        using var connection = Database.Connection(DatabaseAddress.Parse(Source));
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "insert into calendars (project, id, path, yaml, version, updated_at) select 'p', count(*), 'f', 'y', 'v', 1 from calendars";
        command.ExecuteNonQuery();
    }

    /// <summary>Runs the program, which dies at a point of it.</summary>
    private static async Task DieAsync(string point, params string[] args)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "carillon.dll"), .. args])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["CARILLON_FAILPOINT"] = point },
        })!;
        (await process.StandardError.ReadToEndAsync()).ShouldContain("CARILLON_FAILPOINT");
        await process.WaitForExitAsync();
    }

    private async Task<JsonNode> DoctorAsync(string database) =>
        JsonNode.Parse((await Captured.RunAsync("doctor", "--json", "--database", database, "--data", _folder.Root, "--workflows", Path.Combine(_folder.Root, "none"), "--server", "http://127.0.0.1:1")).Out)!;

    private static string Level(JsonNode report, string name) => report["findings"]!.AsArray().Single(found => found!["name"]!.ToString() == name)!["level"]!.ToString();

    private static long Calendars(string address)
    {
        using var connection = Database.Connection(DatabaseAddress.Parse(address));
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "select count(*) from calendars";
        return Convert.ToInt64(command.ExecuteScalar(), System.Globalization.CultureInfo.InvariantCulture);
    }

    public void Dispose()
    {
        TestDatabase.Drop(_folder.Root);
        _folder.Dispose();
    }
}
