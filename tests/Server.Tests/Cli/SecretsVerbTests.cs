using Carillon.Engine;
using Carillon.Server.Cli;
using Carillon.Tests.Shared;

namespace Carillon.Server.Tests.Cli;

/// <summary><c>carillon secrets</c>, beside a running server: values come by the standard input, and keys change without a stop.</summary>
public sealed class SecretsVerbTests : IAsyncLifetime
{
    private readonly ServerFixture _server = new ServerFixture().File("w.yaml", "id: w\ntasks:\n  - { id: a, uses: test.gate, with: { say: \"it is ${{ secrets.TOKEN }}\" } }\n");

    private string[] Where => ["--data", _server.DataFolder, "--database", TestDatabase.UrlFor(_server.DataFolder)];

    public Task InitializeAsync() => _server.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task A_value_is_piped_in_used_and_never_shown()
    {
        var set = await RunAsync("the piped value\n", "secrets", "set", "TOKEN");
        set.Code.ShouldBe(0, set.Error);
        var run = await _server.EndAsync(await _server.RunAsync("w"));

        run["status"]!.ToString().ShouldBe("completed");
        (await _server.Http.GetStringAsync($"/api/runs/{run["id"]}/logs")).ShouldContain("it is ***");
        var listed = await RunAsync("", "secrets");
        listed.Out.ShouldContain("TOKEN");
        (set.Out + listed.Out + (await RunAsync("", "secrets", "list", "--json")).Out).ShouldNotContain("piped");
        (await RunAsync("", "secrets", "delete", "TOKEN")).Code.ShouldBe(0);
        (await RunAsync("", "secrets", "delete", "TOKEN")).Error.ShouldContain("SCH076");
    }

    [Fact]
    public async Task A_new_key_is_put_first_and_the_old_one_is_named_when_it_may_go()
    {
        (await RunAsync("the piped value", "secrets", "set", "TOKEN")).Code.ShouldBe(0);
        (await RunAsync("", "secrets", "rotate-key", "--data", _server.DataFolder)).Out.ShouldContain("is first in");
        (await RunAsync("", "secrets", "status")).Out.ShouldContain("still needed");
        await ((EngineHost)_server.Services.GetService(typeof(EngineHost))!).LookAtKeysAsync();

        (await RunAsync("", "secrets", "status")).Out.ShouldContain("may be taken away");
        (await _server.EndAsync(await _server.RunAsync("w")))["status"]!.ToString().ShouldBe("completed");
    }

    [Fact]
    public async Task A_key_file_that_was_named_and_is_not_there_is_not_made()
    {
        var missing = Path.Combine(_server.DataFolder, "elsewhere.keys");

        (await RunAsync("a value", "secrets", "set", "TOKEN", "--key-file", missing)).Error.ShouldContain("SCH075");
        File.Exists(missing).ShouldBeFalse();
        (await RunAsync("", "secrets", "new-key")).Out.Trim().Length.ShouldBe(44);
    }

    [Fact]
    public async Task A_value_that_cannot_be_masked_is_refused() => (await RunAsync("abc\n", "secrets", "set", "TOKEN")).Error.ShouldContain("fewer than 4");

    private async Task<(int Code, string Out, string Error)> RunAsync(string input, params string[] args)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        string[] all = args is [_, "new-key" or "rotate-key", ..] ? args : [.. args, .. Where];
        var code = await CommandLine.RunAsync(all, new Terminal { Out = output, Error = error, In = new StringReader(input), Environment = _ => null });
        return (code, output.ToString(), error.ToString());
    }
}
