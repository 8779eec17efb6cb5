using System.Diagnostics;
using System.Net;
using System.Text.Json.Nodes;
using Carillon.Engine.Security;
using Carillon.Server.Cli;
using Microsoft.Extensions.DependencyInjection;

namespace Carillon.Server.Tests.Security;

/// <summary>The audit trail as a file.</summary>
public sealed class AuditExportTests : IAsyncLifetime
{
    private SignedServer _signed = null!;

    public async Task InitializeAsync() => _signed = await SignedServer.StartAsync();

    public async Task DisposeAsync() => await _signed.DisposeAsync();

    [Fact]
    public async Task Every_change_is_in_it_once_and_in_order_however_many_there_are()
    {
        var signIn = _signed.Server.Services.GetRequiredService<SignInService>();
        await Task.WhenAll(Enumerable.Range(0, 1_200).Select(i => signIn.RefusedAsync($"name{i}", "127.0.0.1", "delay")));
        using var root = await _signed.SignedInAsync("root");

        var lines = (await root.GetStringAsync("/api/audit/export?format=ndjson")).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!).ToList();

        var ids = lines.Select(line => (long)line["id"]!).ToList();
        ids.ShouldBe(ids.Order());
        ids.Distinct().Count().ShouldBe(ids.Count);
        lines.Count(line => line["subject_id"]!.ToString().StartsWith("name", StringComparison.Ordinal)).ShouldBe(1_200);
        lines[0]["action"]!.ToString().ShouldBe("created");
    }

    [Fact]
    public async Task As_a_table_no_spreadsheet_calculates_what_somebody_wrote()
    {
        using var root = await _signed.SignedInAsync("root");
        using (await root.PostAsync("/api/schedules/bulk/pause", null))
        {
        }
        await _signed.Server.Services.GetRequiredService<AccountService>().CreateAsync("ann", AccountKind.Person, ["workflow:read"], "=HYPERLINK(\"http://evil.example\")");
        using var answer = await root.GetAsync("/api/audit/export");

        answer.Content.Headers.ContentType!.MediaType.ShouldBe("text/csv");
        answer.Content.Headers.ContentDisposition!.FileName.ShouldBe("audit.csv");
        var rows = (await answer.Content.ReadAsStringAsync()).Split('\n');
        rows[0].ShouldBe("id,at,actor,action,subject,subject_id,reason,detail");
        rows.Single(row => row.Contains("HYPERLINK", StringComparison.Ordinal)).ShouldContain(",\"'=HYPERLINK(");
    }

    [Fact]
    public async Task A_time_can_be_asked_for_and_what_is_no_time_is_refused()
    {
        using var root = await _signed.SignedInAsync("root");

        (await root.GetStringAsync("/api/audit/export?format=ndjson&from=2000-01-01&to=2000-01-02")).ShouldBeEmpty();
        (await root.GetStringAsync("/api/audit/export?format=ndjson&from=2000-01-01")).ShouldContain("created");
        (await root.GetAsync("/api/audit/export?from=soon")).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await root.GetAsync("/api/audit/export?format=xlsx")).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await root.GetAsync("/api/audit/export?from=2000-01-02&to=2000-01-01")).StatusCode.ShouldNotBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Only_an_administrator_has_it()
    {
        await _signed.PersonAsync("ann", "workflow:read", "workflow.schedule:read", "internal:export");
        using var ann = await _signed.SignedInAsync("ann");

        (await ann.GetAsync("/api/audit/export")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task The_command_line_shows_it_in_words_or_as_json()
    {
        var made = await _signed.Accounts.CreateTokenAsync("root", "test", ["admin"], null, "test");
        var words = await SayAsync(made.Value.Secret, "audit");
        var json = await SayAsync(made.Value.Secret, "audit", "--json");

        words.ShouldContain("test created account root");
        json.Split('\n', StringSplitOptions.RemoveEmptyEntries).ShouldAllBe(line => JsonNode.Parse(line)!["action"] != null);
        (await SayAsync("crl_none", "audit")).ShouldBeEmpty();
    }

    private async Task<string> SayAsync(string token, params string[] arguments)
    {
        var said = new StringWriter();
        var terminal = new Terminal { Out = said, Error = TextWriter.Null, Environment = name => name == ServerClient.TokenVariable ? token : null };
        await CommandLine.RunAsync([.. arguments, "--server", _signed.Server.Url], terminal);
        return said.ToString();
    }
}
