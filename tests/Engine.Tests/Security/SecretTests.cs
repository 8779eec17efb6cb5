using System.Text.Json.Nodes;
using Carillon.Core;
using Carillon.Core.Runs;
using Carillon.Engine.Runs;
using Carillon.Engine.Security;

namespace Carillon.Engine.Tests.Security;

/// <summary>Secrets are given to attempts and to nothing else, wherever they come from, and their keys change while the engine runs.</summary>
public sealed class SecretTests : IAsyncLifetime
{
    private const string Use = "id: w\ntasks:\n  - { id: a, uses: test.step, with: { value: \"${{ secrets.TOKEN }}\", both: \"x ${{ upper(secrets.TOKEN) }} y\" } }\n";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("carillon-test-");
    private readonly EngineFixture _engine;

    public SecretTests()
    {
        var files = _folder.CreateSubdirectory("secrets").FullName;
        _engine = new EngineFixture(options => options with
        {
            Keys = KeyRing.OfFile(KeyFile, mayMake: true),
            Secrets = new SecretSources { Folder = files, Environment = new Dictionary<string, string> { ["CARILLON_SECRET_ONLY_ENV"] = "of the environment", ["CARILLON_SECRET_TOKEN"] = "env-token" } },
        }).File("w.yaml", Use);
    }

    private string KeyFile => Path.Combine(_folder.FullName, "carillon.keys");

    private SecretService Secrets => _engine.Host.Secrets;

    public Task InitializeAsync() => _engine.StartAsync();

    public async Task DisposeAsync()
    {
        await _engine.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task An_attempt_is_given_the_value_and_nothing_that_is_stored_has_it()
    {
        (await Secrets.SetAsync("TOKEN", "first-value", "ann")).Value.Version.ShouldBe(1);
        JsonObject? given = null;
        _engine.Step.On("a", context =>
        {
            given = context.Input;
            return StepTask.Done(context);
        });

        var run = await _engine.RunAsync("w");
        (await _engine.EndAsync(run)).ShouldBe("completed");

        given!.ToJsonString().ShouldBe("""{"value":"first-value","both":"x FIRST-VALUE y"}""");
        _engine.Text("select input from attempt_history").ShouldBe("""{"value":"***","both":"x *** y"}""");
        _engine.Text("select output from task_runs").ShouldBe("""{"value":"***"}""");
        _engine.Text("select value from secrets").ShouldStartWith("v1.");
    }

    [Fact]
    public async Task What_is_set_anew_holds_for_the_next_attempt()
    {
        await Secrets.SetAsync("TOKEN", "first-value", "ann");
        var seen = new List<string>();
        _engine.File("w.yaml", Use.Replace("uses: test.step", "uses: test.step, retry: { max_attempts: 2, backoff: fixed, initial: 1ms }", StringComparison.Ordinal));
        await _engine.Host.Reconcile.ReconcileAsync();
        _engine.Step.On("a", async (context, _) =>
        {
            seen.Add(context.Input["value"]!.ToString());
            if (seen.Count > 1)
                return StepTask.Done(context);
            await Secrets.SetAsync("TOKEN", "second-value", "ann");
            return new TaskResult.Failed(new TaskError(ProblemCodes.TaskFailed, ErrorClasses.Server, $"no to {seen[0]}"));
        });

        await _engine.EndAsync(await _engine.RunAsync("w"));

        seen.ShouldBe(["first-value", "second-value"]);
        _engine.Text("select error from attempt_history where number = 1").ShouldContain("no to ***");
    }

    [Fact]
    public async Task Stored_comes_before_the_file_and_the_file_before_the_environment()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "secrets", "TOKEN"), "file-token\n");
        (await Secrets.SetAsync("TOKEN", "stored-token", "ann")).IsOk.ShouldBeTrue();
        var seen = new List<string>();
        _engine.Step.On("a", context =>
        {
            seen.Add(context.Input["value"]!.ToString());
            return StepTask.Done(context);
        });

        await _engine.EndAsync(await _engine.RunAsync("w"));
        var listed = Secrets.List().Select(secret => $"{secret.Name} {secret.Provider} {string.Join(',', secret.Behind)}");
        listed.ShouldBe(["ONLY_ENV Environment ", "TOKEN Stored File,Environment"]);
        (await Secrets.DeleteAsync("TOKEN", "ann")).IsOk.ShouldBeTrue();
        await _engine.EndAsync(await _engine.RunAsync("w"));
        File.Delete(Path.Combine(_folder.FullName, "secrets", "TOKEN"));
        await _engine.EndAsync(await _engine.RunAsync("w"));

        seen.ShouldBe(["stored-token", "file-token", "env-token"]);
        _engine.Rows("select action, subject_id from audit where subject = 'secret' order by id").ShouldBe(["set|TOKEN", "deleted|TOKEN"]);
    }

    [Fact]
    public async Task A_missing_one_fails_the_attempt_for_good_and_says_what_to_do()
    {
        _engine.File("m.yaml", "id: m\ndefaults: { retry: { max_attempts: 3, initial: 1ms } }\ntasks:\n  - { id: a, uses: test.step, with: { value: \"${{ secrets.NOBODY }}\" } }\n  - { id: b, uses: test.step, with: { value: \"${{ default(secrets.NOBODY, 'none') }}\" } }\n");
        await _engine.Host.Reconcile.ReconcileAsync();

        var run = await _engine.RunAsync("m");
        (await _engine.EndAsync(run)).ShouldBe("failed");

        var error = JsonNode.Parse(_engine.Text("select error from task_runs where task_id = 'a'"))!;
        (error["code"]!.ToString(), _engine.Count("select count(*) from attempt_history where task_id = 'a'")).ShouldBe(("SCH076", 1));
        error["message"]!.ToString().ShouldContain("secrets set NOBODY");
        _engine.Text("select output from task_runs where task_id = 'b'").ShouldBe("""{"value":"none"}""");
    }

    [Theory]
    [InlineData("1ST", "a value", "SCH016")]
    [InlineData("A-B", "a value", "SCH016")]
    [InlineData("", "a value", "SCH016")]
    [InlineData("SHORT", "abc", "SCH016")]
    [InlineData("BLANK", "      ", "SCH016")]
    public async Task A_name_or_a_value_that_cannot_be_one_is_refused(string name, string value, string code) =>
        (await Secrets.SetAsync(name, value, "ann")).Problems.Select(problem => problem.Code).ShouldBe([code]);

    [Fact]
    public async Task Only_the_version_that_was_seen_is_replaced()
    {
        (await Secrets.SetAsync("TOKEN", "one-value", "ann", version: 0)).IsOk.ShouldBeTrue();

        (await Secrets.SetAsync("TOKEN", "two-value", "bob", version: 0)).Problems[0].Code.ShouldBe("SCH054");
        (await Secrets.SetAsync("TOKEN", "two-value", "bob", version: 1)).Value.Version.ShouldBe(2);
        (await Secrets.DeleteAsync("TOKEN", "bob", version: 1)).Problems[0].Code.ShouldBe("SCH054");
    }

    [Fact]
    public async Task A_key_that_is_put_first_takes_everything_over_while_the_engine_runs()
    {
        foreach (var name in Enumerable.Range(0, 120).Select(i => $"S{i}"))
            (await Secrets.SetAsync(name, $"value of {name}", "ann")).IsOk.ShouldBeTrue();
        await Secrets.SetAsync("TOKEN", "first-value", "ann");
        var old = Secrets.Keys().Value.Keys.Single();

        var fresh = KeyRing.OfFile(KeyFile, mayMake: false).Rotate();
        await _engine.Host.LookAtKeysAsync();

        var keys = Secrets.Keys().Value.Keys;
        keys.Select(key => (key.Id, key.Seals, key.Rows)).ShouldBe([(fresh.Id, true, 121), (old.Id, false, 0)]);
        keys[1].IsFree.ShouldBeTrue();
        await File.WriteAllTextAsync(KeyFile, fresh.ToText());
        await _engine.EndAsync(await _engine.RunAsync("w"));
        _engine.Step.Attempts.Last().Input["value"]!.ToString().ShouldBe("first-value");
        Secrets.List().Single(secret => secret.Name == "S7").Version.ShouldBe(1, "sealing anew is no new version");
    }

    [Fact]
    public async Task Without_its_key_only_what_needs_it_fails_and_readiness_says_why()
    {
        await Secrets.SetAsync("TOKEN", "first-value", "ann");
        _engine.File("plain.yaml", "id: plain\ntasks:\n  - { id: a, uses: test.step, with: { value: 1 } }\n");
        await File.WriteAllTextAsync(KeyFile, SealingKey.New().ToText());
        await _engine.Host.Reconcile.ReconcileAsync();
        await _engine.Host.LookAtKeysAsync();

        (await _engine.EndAsync(await _engine.RunAsync("plain"))).ShouldBe("completed");
        var run = await _engine.RunAsync("w");
        (await _engine.EndAsync(run)).ShouldBe("failed");
        _engine.Text("select error from runs where id = $1", run.Value).ShouldContain("SCH075");
        var check = _engine.Host.Readiness.Checks().Single(check => check.Name == "keys");
        (check.Ready, check.Detail).ShouldSatisfyAllConditions(found => found.Ready.ShouldBeTrue(), found => found.Detail.ShouldContain("--key-file"));
        Secrets.List().Single(secret => secret.Name == "TOKEN").Opens.ShouldBeFalse();
        // Nor is anything sealed with a key that the others do not have.
        (await Secrets.SetAsync("OTHER", "a value", "ann")).Problems[0].Code.ShouldBe("SCH075");
        _engine.Text("select count(*) from secrets").ShouldBe("1");
    }

    [Fact]
    public async Task A_node_that_comes_new_makes_no_key_of_its_own()
    {
        await Secrets.SetAsync("TOKEN", "first-value", "ann");
        var own = Path.Combine(_folder.FullName, "own.keys");
        var node = new SecretService("default", _engine.Options.Time, _engine.Host.Database, new Vault(KeyRing.OfFile(own, mayMake: true)), new SecretSources());

        (await node.SetAsync("OTHER", "a value", "bob")).Problems[0].Code.ShouldBe("SCH075");

        File.Exists(own).ShouldBeFalse();
        _engine.Count("select count(*) from secrets").ShouldBe(1);
    }

    [Fact]
    public async Task When_it_was_last_used_is_noted()
    {
        await Secrets.SetAsync("TOKEN", "first-value", "ann");
        Secrets.Find("TOKEN")!.UsedAt.ShouldBeNull();

        await _engine.EndAsync(await _engine.RunAsync("w"));
        await _engine.Host.LookAtKeysAsync();

        Secrets.Find("TOKEN")!.UsedAt.ShouldNotBeNull();
    }

    [Fact]
    public async Task What_a_handler_comes_by_itself_is_masked_once_it_says_so()
    {
        _engine.Step.On("a", context =>
        {
            context.Hide("token-of-the-service");
            context.Log.Line("given token-of-the-service");
            return new TaskResult.Succeeded(new JsonObject { ["t"] = "token-of-the-service" });
        });
        _engine.File("h.yaml", "id: h\ntasks:\n  - { id: a, uses: test.step }\n");
        await _engine.Host.Reconcile.ReconcileAsync();

        await _engine.EndAsync(await _engine.RunAsync("h"));

        _engine.Text("select output from task_runs").ShouldBe("""{"t":"***"}""");
        _engine.Text("select text from log_chunks").ShouldEndWith("given ***\n");
    }

    [Fact]
    public async Task A_line_that_may_be_the_begin_of_one_is_told_in_time()
    {
        await Secrets.SetAsync("TOKEN", "first-value", "ann");
        _engine.Step.On("a", async (context, stop) =>
        {
            context.Log.Line("ends with f");
            await _engine.UntilAsync(() => _engine.Text("select text from log_chunks").EndsWith("ends with f\n", StringComparison.Ordinal), "the line to be told while the task goes on");
            context.Log.Line("ends with first-val");
            return StepTask.Done(context);
        });

        (await _engine.EndAsync(await _engine.RunAsync("w"))).ShouldBe("completed");

        string.Concat(_engine.Rows("select text from log_chunks order by seq")).ShouldEndWith("ends with ***\n");
    }
}
