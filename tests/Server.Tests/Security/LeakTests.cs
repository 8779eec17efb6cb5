using System.Collections.Concurrent;
using System.Data.Common;
using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Carillon.Engine.History;
using Carillon.Engine.Runs;
using Carillon.Engine.Security;
using Carillon.Engine.Storage;
using Carillon.Tests.Shared;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Carillon.Server.Tests.Security;

/// <summary>
/// A workflow gives its secret away in every way we could think of. Afterwards it stands nowhere: in no table, log, answer, event or line of the server's own, in none of the forms that are
/// claimed. The same workflow with the same value as an ordinary input is the proof that each way would have been found.
/// </summary>
public sealed partial class LeakTests : IAsyncLifetime
{
    private const string Value = "Zk7/q+v='x\" <&> ü$9\\wR2t";

    // Without signs that a shell or an address takes otherwise.
    private const string Plain = "hT8rQ2mXv0LpZ4nKc7Wd1sYb";

    private readonly ConcurrentQueue<string> _ownLog = [];
    private readonly ServerFixture _server;
    private readonly ConcurrentQueue<Activity> _spans = [];
    private readonly ActivityListener _listener;
    private readonly HttpReceiver _told = new();
    private readonly HttpListener _echo = new();
    private readonly string _echoUrl;

    public LeakTests()
    {
        using (var free = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0))
        {
            free.Start();
            _echoUrl = $"http://127.0.0.1:{((IPEndPoint)free.LocalEndpoint).Port}/";
        }
        _echo.Prefixes.Add(_echoUrl);
        var tracer = new EngineTracer();
        _listener = new ActivityListener
        {
            ShouldListenTo = source => ReferenceEquals(source, tracer.Source),
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = _spans.Enqueue,
        };
        ActivitySource.AddActivityListener(_listener);
        _server = new ServerFixture
        {
            Engine = options => options with { Tracer = tracer },
            More = [new LeakTask()],
            Logging = logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(new KeptLog(_ownLog)),
        };
    }

    public async Task InitializeAsync()
    {
        _echo.Start();
        _ = EchoAsync();
        _server.File("child.yaml", "id: child\ninput: { said: { type: string } }\ntasks:\n  - { id: a, uses: test.gate, with: { say: \"${{ input.said }}\" } }\n")
            .File("secret.yaml", Workflow("secret", "secrets.VALUE", "secrets.PLAIN", "")).File("open.yaml", Workflow("open", "input.value", "input.plain", $"input: {{ value: {{ type: string }}, plain: {{ type: string }} }}\n"));
        await _server.StartAsync();
        await SetAsync("VALUE", Value);
        await SetAsync("PLAIN", Plain);
        await PutAsync("/api/notifications/channels/ops", new JsonObject { ["kind"] = "webhook", ["url"] = _told.Url });
        await PutAsync("/api/notifications/rules/secret", new JsonObject { ["channel"] = "ops", ["workflow"] = "secret", ["events"] = new JsonArray("failure", "retry_exhausted") });
    }

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        _echo.Close();
        _told.Dispose();
        _listener.Dispose();
    }

    [Fact]
    public async Task A_secret_that_is_given_away_in_every_way_stands_nowhere()
    {
        var run = await _server.RunAsync("secret");
        var events = EventsAsync();
        await _server.EndAsync(run);
        // Written by the server itself, with what a task has just used.
        _server.Services.GetRequiredService<ILogger<LeakTests>>().LogError(new InvalidOperationException($"failed with {Value}"), "The value {Value} of a task.", Plain);

        var found = new List<string>();
        var message = (await _told.UntilAsync(1, "about the run")).Single().Body;
        var places = await PlacesAsync(run);
        places.AddRange([
            ("events", await events), ("the server's own log", string.Join('\n', _ownLog)), ("the message", message), ("the message, decoded", Decoded(JsonNode.Parse(message))),
            ("traces", string.Join('\n', _spans.Select(span => $"{span.DisplayName} {span.StatusDescription} {string.Join(' ', span.TagObjects)} {string.Join(' ', span.Events.Select(said => $"{said.Name} {string.Join(' ', said.Tags)}"))}"))),
        ]);
        foreach (var (place, text) in places)
            found.AddRange(Forms().Where(form => Unbroken(text).Contains(form.Text, StringComparison.Ordinal)).Select(form => $"{form.Name} in {place}"));

        found.ShouldBeEmpty();
        var tasks = (await _server.GetAsync($"/api/runs/{run}/tasks"))["items"]!.AsArray();
        tasks.Count.ShouldBeGreaterThan(30);
        _spans.Count(span => span.Kind == ActivityKind.Client).ShouldBeGreaterThan(2);
        message.ShouldContain("refused: ***");
        (await _server.Http.GetStringAsync($"/api/runs/{run}/logs")).ShouldContain("the value is ***!");
        string.Join('\n', _ownLog).ShouldContain("The value *** of a task.");
    }

    [Fact]
    public async Task Every_way_is_found_where_the_same_value_is_no_secret()
    {
        var run = await _server.RunAsync("open", new JsonObject { ["input"] = new JsonObject { ["value"] = Value, ["plain"] = Plain } }.ToJsonString());
        await _server.EndAsync(run);

        var tasks = (await _server.GetAsync($"/api/runs/{run}/tasks"))["items"]!.AsArray();
        var artifacts = (await _server.GetAsync($"/api/runs/{run}/artifacts"))["items"]!.AsArray();
        var blind = new List<string>();
        foreach (var id in tasks.Select(task => task!["task_id"]!.ToString()).Distinct())
        {
            // What it was given is not looked at: only what came of it.
            var own = tasks.Where(task => task!["task_id"]!.ToString() == id).Select(task => task!.DeepClone()).ToList();
            own.ForEach(task => task["attempts"]?.AsArray().ToList().ForEach(attempt => attempt!.AsObject().Remove("input")));
            var text = string.Join('\n', own.Select(task => Decoded(task)))
                + "\n" + await _server.Http.GetStringAsync($"/api/runs/{run}/logs?task={id}")
                + "\n" + string.Join('\n', artifacts.Where(file => file!["task_id"]?.ToString() == id).Select(file => Decoded(file!)));
            if (!Forms().Any(form => Unbroken(text).Contains(form.Text, StringComparison.Ordinal)))
                blind.Add(id);
        }

        blind.ShouldBeEmpty("these tasks do not give the value away, so they prove nothing");
    }

    [Fact]
    public async Task Where_it_would_be_stored_a_secret_is_refused_before_anything_runs()
    {
        foreach (var yaml in (string[])[
            "- { id: a, uses: workflow, with: { workflow: child, input: { said: \"${{ secrets.VALUE }}\" } } }",
            "- { id: a, uses: test.gate, with: { say: x }, if: \"secrets.VALUE == 'x'\" }",
            "- { id: a, uses: test.gate, with: { say: x }, for_each: \"split(secrets.VALUE, '-')\" }",
            "- { id: a, uses: test.gate, with: { say: x }, outputs: { o: secrets.VALUE } }"])
        {
            var answer = await _server.PostAsync("/api/workflows/validate", $"id: w\ntasks:\n  {yaml}\n", type: "application/yaml");
            answer["problems"]!.AsArray().Select(problem => problem!["code"]!.ToString()).ShouldContain("SCH077", yaml);
        }
        (await _server.PostAsync("/api/workflows/validate", "id: w\ninput: { t: { type: string } }\nschedule: { daily: { at: \"09:00\" }, input: { t: \"${{ secrets.VALUE }}\" } }\ntasks:\n  - { id: a, uses: test.gate, with: { say: x } }\n", type: "application/yaml"))
            ["problems"]![0]!["code"]!.ToString().ShouldBe("SCH077");
    }

    private string Workflow(string id, string value, string plain, string input)
    {
        var (v, p) = ($"${{{{ {value} }}}}", $"${{{{ {plain} }}}}");
        var yaml = new StringBuilder($"id: {id}\n{input}tasks:\n");
        foreach (var way in LeakTask.Ways)
            Add(way, $"uses: test.leak, with: {{ way: {way}, value: \"{v}\" }}");
        Shell("sh_echo", "echo \"$V\"");
        Shell("sh_stderr", "echo \"$V\" >&2");
        Shell("sh_base64", "printf 'u:%s' \"$V\" | base64 -w0; echo; printf '%s' \"$V\" | base64 -w10");
        Shell("sh_base64url", "printf '%s' \"$V\" | base64 -w0 | tr '+/' '-_' | tr -d '='");
        Shell("sh_hex", "printf '%s' \"$V\" | od -An -v -tx1 | tr -d ' \\n'");
        Shell("sh_fold", "printf '%s' \"$P\" | fold -w1; echo");
        Shell("sh_halves", "printf '%s' \"$P\" | cut -c1-9; sleep 0.3; printf '%s' \"$P\" | cut -c10-");
        Shell("sh_trace", "set -x; true \"$V\" \"$P\"");
        Shell("sh_exit", "echo \"refused: $V\" >&2; exit 3");
        Shell("sh_file", "printf '{\"k%s\": \"%s\"}' \"$P\" \"$P\" > \"$CARILLON_OUTPUT\"");
        Add("sh_lines", $"uses: shell, with: {{ run: \"printf '%s' \\\"$P\\\" | fold -w4\", output: lines, env: {{ P: \"{p}\" }} }}");
        Add("sh_args", $"uses: shell, with: {{ run: 'echo {p}' }}");
        Add("http_down", $"uses: http, with: {{ url: \"http://127.0.0.1:1/{p}\" }}");
        Add("http_echo", $"uses: http, with: {{ url: \"{_echoUrl}ok/{p}\", query: {{ v: \"{v}\" }}, headers: {{ X-Key: \"{p}\" }}, auth: {{ bearer: \"{p}\" }} }}");
        Add("http_refused", $"uses: http, with: {{ url: \"{_echoUrl}no/{p}\", auth: {{ basic: {{ username: me, password: \"{p}\" }} }} }}");
        Add("sql_error", $"uses: sql, with: {{ connection: 'sqlite:x.db', execute: ['select * from {p}'] }}");
        Add("file_missing", $"uses: file, with: {{ action: read, path: \"{p}.txt\" }}");
        Add("each", $"uses: test.gate, needs: [sh_echo], for_each: \"split(tasks.sh_echo.output.stdout, 'no such text')\", with: {{ say: \"${{{{ item }}}}\" }}");
        Add("child", $"uses: workflow, needs: [sh_echo], with: {{ workflow: child, input: {{ said: \"${{{{ tasks.sh_echo.output.stdout }}}}\" }} }}");
        Add("named", $"uses: test.gate, needs: [sh_echo], with: {{ say: \"${{{{ tasks.sh_echo.output.stdout }}}}\" }}, outputs: {{ again: output.said }}");
        // The run fails, and somebody is told why.
        yaml.Append($"  - id: fatal\n    uses: shell\n    with: {{ run: {JsonValue.Create("echo \"refused: $V $P\" >&2; exit 3").ToJsonString()}, env: {{ V: \"{v}\", P: \"{p}\" }} }}\n");
        return yaml.ToString();

        void Add(string task, string rest) => yaml.Append($"  - {{ id: {task}, {rest}, continue_on_error: true }}\n");
        void Shell(string task, string script) => yaml.Append($"  - id: {task}\n    uses: shell\n    continue_on_error: true\n    with: {{ run: {JsonValue.Create(script).ToJsonString()}, env: {{ V: \"{v}\", P: \"{p}\" }} }}\n");
    }

    /// <summary>Every table, file name, log and answer.</summary>
    private async Task<List<(string Place, string Text)>> PlacesAsync(string run)
    {
        var places = new List<(string, string)>();
        foreach (var path in (string[])[$"/api/runs/{run}", $"/api/runs/{run}/tasks", $"/api/runs/{run}/artifacts", "/api/runs", "/api/workflows/secret", "/api/workflows/secret/versions", "/api/workflows/secret/graph", "/api/secrets", "/api/secret-keys", "/api/audit", "/api/health-dashboard"])
        {
            var answer = await _server.GetAsync(path);
            places.Add((path, answer.ToJsonString()));
            places.Add((path + ", decoded", Decoded(answer)));
        }
        places.Add(("logs", await _server.Http.GetStringAsync($"/api/runs/{run}/logs")));
        places.Add(("metrics", await _server.Http.GetStringAsync("/metrics")));
        places.Add(("files", string.Join('\n', Directory.EnumerateFileSystemEntries(_server.DataFolder, "*", SearchOption.AllDirectories))));
        using var connection = Database.Connection(_server.Services.GetRequiredService<Database>().Address);
        connection.Open();
        foreach (var table in Rows(connection, TestTables(connection)))
            places.Add(($"table {table}", string.Join('\n', Rows(connection, $"select * from {table}"))));
        places.Count.ShouldBeGreaterThan(40);
        return places;
    }

    private static string TestTables(DbConnection connection) => connection is Npgsql.NpgsqlConnection
        ? "select tablename from pg_tables where schemaname = 'public'" : "select name from sqlite_master where type = 'table' and name not like 'sqlite_%'";

    private static List<string> Rows(DbConnection connection, string select)
    {
        using var command = connection.CreateCommand();
        command.CommandText = select;
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
            rows.Add(string.Join(" | ", Enumerable.Range(0, reader.FieldCount).Select(i => reader.GetValue(i) is byte[] bytes ? Encoding.Latin1.GetString(bytes) : reader.GetValue(i).ToString())));
        return rows;
    }

    /// <summary>Names and texts as they are, without JSON's escapes; items of lists follow each other.</summary>
    private static string Decoded(JsonNode? node) => node switch
    {
        JsonObject map => string.Join('\n', map.Select(entry => $"{entry.Key}\n{Decoded(entry.Value)}")),
        JsonArray list => string.Join('\n', list.Select(Decoded)),
        _ => node?.ToString() ?? "",
    };

    /// <summary>As somebody would put it together again: without the times that begin lines, and without breaks.</summary>
    private static string Unbroken(string text) => Stamp().Replace(text, "").Replace("\r", "", StringComparison.Ordinal).Replace("\n", "", StringComparison.Ordinal);

    [GeneratedRegex(@"(?m)^(\S+ \| )*\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z (\[[^\]]*\] )?")]
    private static partial Regex Stamp();

    /// <summary>What is looked for, worked out here and not by what is tested.</summary>
    private static List<(string Name, string Text)> Forms()
    {
        var forms = new List<(string, string)>();
        foreach (var (name, value) in new[] { ("value", Value), ("plain", Plain) })
        {
            var utf8 = Encoding.UTF8.GetBytes(value);
            forms.Add((name, value));
            forms.Add(($"{name} in hex", Convert.ToHexString(utf8)));
            forms.Add(($"{name} in hex", Convert.ToHexStringLower(utf8)));
            forms.Add(($"{name} in a url", Uri.EscapeDataString(value)));
            forms.Add(($"{name} in a form", WebUtility.UrlEncode(value)));
            forms.Add(($"{name} in json", JavaScriptEncoder.Default.Encode(value)));
            forms.Add(($"{name} in json", JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(value)));
            forms.Add(($"{name} in html", WebUtility.HtmlEncode(value)));
            forms.Add(($"{name} in html", HtmlEncoder.Default.Encode(value)));
            forms.Add(($"{name} in quotes of sh", value.Replace("'", "'\\''", StringComparison.Ordinal)));
            for (var before = 0; before < 3; before++)
            {
                // From the first sign that no neighbour shares in to the last.
                var begin = before == 0 ? 0 : before + 1;
                var base64 = Convert.ToBase64String([.. new byte[before], .. utf8])[begin..((before + utf8.Length) * 8 / 6)];
                forms.Add(($"{name} in base64", base64));
                forms.Add(($"{name} in base64 for urls", base64.Replace('+', '-').Replace('/', '_')));
            }
        }
        return forms;
    }

    private Task SetAsync(string name, string value) => PutAsync($"/api/secrets/{name}", new JsonObject { ["value"] = value });

    private async Task PutAsync(string path, JsonObject body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, path) { Content = SignedServer.Json(body) };
        using var answer = await _server.Http.SendAsync(request);
        answer.IsSuccessStatusCode.ShouldBeTrue(await answer.Content.ReadAsStringAsync());
    }

    /// <summary>What the pages are told while the run goes on.</summary>
    private async Task<string> EventsAsync()
    {
        var heard = new StringBuilder();
        using var enough = new CancellationTokenSource(TimeSpan.FromSeconds(3));
        try
        {
            await using var stream = await _server.Http.GetStreamAsync("/api/events", enough.Token);
            using var reader = new StreamReader(stream);
            while (await reader.ReadLineAsync(enough.Token) is { } line)
                heard.AppendLine(line);
        }
        catch (OperationCanceledException)
        {
            // It goes on for ever.
        }
        return heard.ToString();
    }

    private async Task EchoAsync()
    {
        try
        {
            while (_echo.IsListening)
            {
                var context = await _echo.GetContextAsync();
                var said = $"{context.Request.HttpMethod} {context.Request.RawUrl} {string.Join(' ', context.Request.Headers.AllKeys.Select(key => $"{key}={context.Request.Headers[key]}"))}";
                context.Response.StatusCode = context.Request.RawUrl!.StartsWith("/no", StringComparison.Ordinal) ? 400 : 200;
                context.Response.Headers["X-Echo"] = context.Request.RawUrl;
                await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(said));
                context.Response.Close();
            }
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private sealed class KeptLog(ConcurrentQueue<string> lines) : ILoggerProvider
    {
        public ILogger CreateLogger(string categoryName) => new Kept(lines);

        public void Dispose()
        {
        }

        private sealed class Kept(ConcurrentQueue<string> lines) : ILogger
        {
            public IDisposable? BeginScope<TState>(TState state)
                where TState : notnull => null;

            public bool IsEnabled(LogLevel logLevel) => true;

            public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
                lines.Enqueue($"{formatter(state, exception)} {exception}");
        }
    }
}
