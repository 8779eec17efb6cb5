using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Carillon.Engine;
using Carillon.Engine.Storage;
using Carillon.Server.Tests.Api;
using Carillon.Tests.Shared;

namespace Carillon.Server.Tests.Cli;

/// <summary>A server that goes on with a copy of its database answers as before, and its schedules go on without a hole.</summary>
public sealed class DbCopyTests : IAsyncLifetime
{
    private const string Ticking =
        """
        id: ticking
        owner: ann
        schedule: { every: 1s, overlap_policy: allow }
        tasks:
          - { id: tick, uses: test.gate, cost: 0.1, with: { say: "a,b\n1,2\n", keep: out.csv, type: text/csv } }
        """;

    private const string Daily =
        """
        id: daily
        schedule: { daily: { at: "02:00" }, enabled: false, window: { lag: 1d } }
        tasks:
          - { id: day, uses: test.gate, with: { say: "${{ run.window.start_date }}" } }
        """;

    private const string Shop = "kind: calendar\nid: SHOP\nname: Läden\nholidays: [{ date: 2026-12-25, name: Christmas }]\n";

    private static readonly string[] Lists =
    [
        "/api/runs?status=completed,failed&limit=200", "/api/schedules", "/api/schedules/schedule-default-ticking", "/api/schedules/schedule-default-ticking/ledger?limit=200",
        "/api/schedules/schedule-default-ticking/runs?limit=200", "/api/schedules/schedule-default-ticking/metrics", "/api/schedules/schedule-default-ticking/audit",
        "/api/schedules/schedule-default-daily/coverage?from=2020-01-01&to=2020-01-05", "/api/workflows/failing/metrics", "/api/workflows", "/api/workflows/ticking/versions", "/api/audit", "/api/strategies",
        "/api/strategies/ann/audit", "/api/costs", "/api/costs/budgets", "/api/calendars", "/api/backfills", "/api/backfills/1/items", "/api/notifications", "/api/notifications/channels", "/api/notifications/rules",
    ];

    private readonly ServerFixture _server;
    private DatabaseAddress? _database;
    private bool _runsSchedules = true;

    public DbCopyTests() => _server = new ServerFixture { SignIn = false, Engine = Options }
        .File("ticking.yaml", Ticking).File("daily.yaml", Daily).File("shop.yaml", Shop).File("greet.yaml", Samples.Greet)
        .File("failing.yaml", Samples.Failing).File("waiting.yaml", Samples.Waiting).File("greeting.yaml", StrategyApiTests.Template);

    private string File => $"sqlite:{EngineOptions.DatabaseIn(_server.DataFolder)}";

    private string Postgres => TestDatabase.EmptyPostgresUrl(_server.DataFolder + "/copy");

    public Task InitializeAsync() => Task.CompletedTask;

    [PostgresFact]
    public Task From_SQLite_to_PostgreSQL() => MovesAsync(File, Postgres);

    [PostgresFact]
    public Task From_PostgreSQL_to_SQLite() => MovesAsync(Postgres, File);

    private async Task MovesAsync(string from, string to)
    {
        _database = DatabaseAddress.Parse(from);
        await _server.StartAsync();
        var waiting = await FillAsync();
        _runsSchedules = false;
        await _server.RestartAsync(() => Task.CompletedTask);
        var before = await AnswersAsync();
        Empty(_database).ShouldBe(["covered_windows"], ignoreOrder: true, "every table but that of runs long gone has something to lose; a new one wants to be filled here");

        await _server.RestartAsync(async () =>
        {
            var copied = await Captured.RunAsync("db", "copy", "--from", from, "--to", to);
            copied.Code.ShouldBe(0, copied.Error);
            copied.Error.ShouldContain("same --data");
            _database = DatabaseAddress.Parse(to);
        });

        var after = await AnswersAsync();
        foreach (var (path, answer) in before)
            after[path].ShouldBe(answer, path);
        _server.Gate.Open();
        (await _server.EndAsync(waiting))["status"]!.ToString().ShouldBe("completed");
        _runsSchedules = true;
        var ran = (await _server.GetAsync("/api/schedules/schedule-default-ticking/runs?limit=200"))["items"]!.AsArray().Count;
        await _server.RestartAsync(() => Task.CompletedTask);
        await _server.UntilAsync("/api/schedules/schedule-default-ticking/runs?status=completed&limit=200", runs => runs["items"]!.AsArray().Count >= ran + 2);
        await _server.PostAsync("/api/schedules/schedule-default-ticking/pause");
        var settled = Rows(_database, "select nominal_at, last_nominal_at from ledger where schedule_id = 'schedule-default-ticking' order by nominal_at");
        for (var i = 1; i < settled.Count; i++)
            settled[i].First.ShouldBe(settled[i - 1].Last + 1_000_000, "each second is settled once");
        await _server.UntilAsync("/api/runs?status=pending,running", runs => runs["items"]!.AsArray().Count == 0);
        await _server.EndAsync(await _server.RunAsync("greet"));
    }

    /// <summary>History of every kind. Gives the run that is still at work.</summary>
    private async Task<string> FillAsync()
    {
        var waiting = await _server.RunAsync("waiting");
        await _server.EndAsync(await _server.RunAsync("greet", """{ "input": { "who": "é 𝄞 \u0000 \ud83d\ude00 'x' \\ \t" } }"""));
        await _server.EndAsync(await _server.RunAsync("failing"));
        await SendAsync(HttpMethod.Put, "/api/costs/budgets/owner/ann", """{ "month": 100, "by": "bob", "reason": "save" }""");
        await _server.PostAsync("/api/strategies", """{ "id": "ann", "template": "greeting", "parameters": { "who": "Ann" }, "by": "bob" }""", HttpStatusCode.Created);
        await _server.EndAsync(await _server.RunAsync("ann"));
        await _server.PostAsync("/api/schedules/schedule-default-daily/enable", """{ "by": "ann", "reason": "trial" }""");
        var backfill = await _server.PostAsync("/api/schedules/schedule-default-daily/backfill", """{ "from": "2020-01-01", "to": "2020-01-04", "by": "ann" }""", HttpStatusCode.Accepted, key: "k1");
        await _server.UntilAsync($"/api/backfills/{backfill["id"]}", made => made["status"]!.ToString() == "completed");
        await _server.UntilAsync("/api/schedules/schedule-default-ticking/runs?status=completed", runs => runs["items"]!.AsArray().Count >= 3);
        await _server.PostAsync("/api/schedules/schedule-default-ticking/pause", """{ "by": "ann", "reason": "audit" }""");
        await _server.PostAsync("/api/schedules/schedule-default-ticking/resume", """{ "by": "ann" }""");
        // As the market pack does when it is first used.
        Run(_database!, Handlers.Tables.Single(table => table.Name == "market_bars").Schema);
        Run(_database!, "insert into accounts (id, kind, scopes, created_at, created_by) values ('ann', 'person', '[\"admin\"]', 1, 'test')");
        Run(_database!, "insert into sessions (hash, account, created_at, seen_at, ends_at) values ('a', 'ann', 1, 1, 2)");
        Run(_database!, "insert into tokens (id, account, name, hash, scopes, created_at, created_by) values ('t', 'ann', 'ci', 'b', '[]', 1, 'ann')");
        Run(_database!, "insert into sign_in_links (hash, account, ends_at) values ('c', 'ann', 2)");
        Run(_database!, "insert into sign_in_failures (name, count, last_at) values ('nobody', 1, 1)");
        Run(_database!, "insert into identities (issuer, subject, account, bound_at) values ('https://id.example', 's-1', 'ann', 1)");
        Run(_database!, "insert into secrets (project, name, value, version, updated_at, updated_by) values ('default', 'TOKEN', 'v1.00000000.AAAA', 2, 1, 'ann')");
        Run(_database!, "insert into secret_uses (project, name, used_at) values ('default', 'TOKEN', 1)");
        Run(_database!, "insert into connections (project, name, kind, settings, revision, updated_at, updated_by) values ('default', 'shop', 'http', '{}', 1, 1, 'ann')");
        Run(_database!, "insert into connection_breakers (project, name, state, failures, opened_at, probe_at) values ('other', 'shop', 'open', 5, 1, 2)");
        Run(_database!, "insert into connection_incidents (project, name, opened_at, failure) values ('other', 'shop', 1, 'no answer')");
        Run(_database!, "insert into connection_waits (run_id, task_id, item, project, name, since) values ('r', 't', -1, 'other', 'shop', 1)");
        await SendAsync(HttpMethod.Put, "/api/notifications/channels/ops", """{ "kind": "webhook", "url": "http://127.0.0.1:9/", "enabled": true }""", HttpStatusCode.Created);
        await SendAsync(HttpMethod.Put, "/api/notifications/rules/all", """{ "channel": "ops", "events": ["connection_down"] }""");
        Run(_database!, "insert into notification_incidents (project, channel, subject, key, since) values ('default', 'ops', 'connection/x', 'k', 1)");
        Run(_database!, "insert into notifications (project, channel, key, rule, event, subject, content, status, created_at, not_before, ended_at) values ('default', 'ops', 'k', 'rule/all', 'connection_down', 'connection/x', '{\"event\":\"connection_down\",\"key\":\"k\",\"subject\":\"connection/x\",\"at\":1,\"connection\":\"ÄX\"}', 'failed', 1, 1, 4102444800000000)");
        Run(_database!, "insert into market_bars (symbol, date, open, high, low, close, volume, source, fetched_at) values ('ÄX', '2026-01-05', 0.1, 0.3, 0.1, 0.2, 9000000000, 's', 'f')");
        return waiting;
    }

    private async Task<Dictionary<string, string>> AnswersAsync()
    {
        var answers = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var path in Lists)
            answers[path] = Lasting(await _server.GetAsync(path)).ToJsonString();
        foreach (var run in JsonNode.Parse(answers[Lists[0]])!["items"]!.AsArray().Select(run => $"/api/runs/{run!["id"]}"))
        {
            answers[run] = (await _server.GetAsync(run)).ToJsonString();
            answers[run + "/tasks"] = (await _server.GetAsync(run + "/tasks")).ToJsonString();
            answers[run + "/logs"] = await _server.Http.GetStringAsync(run + "/logs");
            answers[run + "/artifacts"] = (await _server.GetAsync(run + "/artifacts")).ToJsonString();
        }
        return answers;
    }

    // What is still to come of the month grows less by the second.
    private static JsonNode Lasting(JsonNode node)
    {
        foreach (var child in node is JsonArray array ? array.ToList() : [.. (node as JsonObject ?? []).Select(pair => pair.Value)])
        {
            if (child is not null)
                Lasting(child);
        }
        (node as JsonObject)?.Remove("projected");
        (node as JsonObject)?.Remove("remaining");
        return node;
    }

    private EngineOptions Options(EngineOptions options) => options with { Database = _database, RunSchedules = _runsSchedules };

    private async Task<JsonNode> SendAsync(HttpMethod verb, string path, string json, HttpStatusCode expected = HttpStatusCode.OK)
    {
        using var request = new HttpRequestMessage(verb, path) { Content = new StringContent(json, Encoding.UTF8, "application/json") };
        using var response = await _server.Http.SendAsync(request);
        return await ServerFixture.ReadAsync(response, expected);
    }

    private static void Run(DatabaseAddress address, string statement)
    {
        using var connection = Database.Connection(address);
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = statement;
        command.ExecuteNonQuery();
    }

    private static List<string> Empty(DatabaseAddress address)
    {
        using var connection = Database.Connection(address);
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = address.IsShared ? "select tablename from pg_tables where schemaname = 'public'" : "select name from sqlite_master where type = 'table' and name not like 'sqlite_%'";
        var tables = new List<string>();
        using (var reader = command.ExecuteReader())
        {
            while (reader.Read())
                tables.Add(reader.GetString(0));
        }
        return tables.FindAll(table =>
        {
            command.CommandText = $"select count(*) from {table}";
            return Convert.ToInt64(command.ExecuteScalar(), System.Globalization.CultureInfo.InvariantCulture) == 0;
        });
    }

    private static List<(long First, long Last)> Rows(DatabaseAddress address, string select)
    {
        using var connection = Database.Connection(address);
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = select;
        using var reader = command.ExecuteReader();
        var rows = new List<(long, long)>();
        while (reader.Read())
            rows.Add((reader.GetInt64(0), reader.GetInt64(1)));
        return rows;
    }

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        TestDatabase.Drop(_server.DataFolder + "/copy");
    }
}
