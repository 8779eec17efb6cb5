using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Carillon.Engine;
using Carillon.Server.Hosting;
using Carillon.Tests.Shared;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Carillon.Server.Tests;

/// <summary>A real server on a free port, with a real database and workflow files in a folder of its own.</summary>
public sealed class ServerFixture : IAsyncDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("carillon-server-test-").FullName;
    private WebApplication? _app;
    private HttpClient? _http;
    private int _port;

    public ServerFixture() => Directory.CreateDirectory(Workflows);

    public GateTask Gate { get; } = new();

    internal EditingPolicy Editing { get; init; } = EditingPolicy.On;

    /// <summary>False: nobody signs in, whatever accounts there are.</summary>
    internal bool SignIn { get; init; } = true;

    internal int? ChangesPerMinute { get; init; }

    /// <summary>What else is unlike the default of the server.</summary>
    internal Func<ServerOptions, ServerOptions> Setup { get; set; } = options => options;

    /// <summary>Where it listens, from before its start on.</summary>
    public int Port
    {
        get => _port;
        init => _port = value;
    }

    /// <summary>Task types beside those of the program and <see cref="Gate"/>.</summary>
    internal IReadOnlyList<Carillon.Engine.Runs.ITaskHandler> More { get; init; } = [];

    /// <summary>Where the server's own log goes. Default nowhere.</summary>
    internal Action<ILoggingBuilder> Logging { get; init; } = logging => logging.SetMinimumLevel(LogLevel.None);

    /// <summary>Instead of the pages the program was built with.</summary>
    internal string? Pages { get; init; }

    /// <summary>What else is unlike the default: clock, loops.</summary>
    internal Func<EngineOptions, EngineOptions> Engine { get; init; } = options => options;

    public string Workflows => Path.Combine(_root, "workflows");

    public string DataFolder => Path.Combine(_root, "data");

    public HttpClient Http => _http ?? throw new InvalidOperationException("Start the server first.");

    public string Url => Http.BaseAddress!.ToString().TrimEnd('/');

    public IServiceProvider Services => _app!.Services;

    public ServerFixture File(string name, string yaml)
    {
        System.IO.File.WriteAllText(Path.Combine(Workflows, name), yaml);
        return this;
    }

    public async Task<ServerFixture> StartAsync()
    {
        var engine = Engine(new EngineOptions { Workflows = Workflows, DataFolder = DataFolder, Database = TestDatabase.For(DataFolder) });
        engine = engine with { Channels = Handlers.Channels(engine) };
        var options = new ServerOptions(engine, [new IPEndPoint(IPAddress.Loopback, _port)], [.. Handlers.For(engine).Handlers, Gate, .. More]) { Editing = Editing, SignIn = SignIn, ChangesPerMinute = ChangesPerMinute };
        _app = CarillonServer.Build(
            Setup(Pages is null ? options : options with { Pages = Pages }),
            Logging);
        await _app.StartAsync();
        _http = new HttpClient { BaseAddress = new Uri(_app.Urls.First()), Timeout = TimeSpan.FromSeconds(60) };
        await _app.Services.GetRequiredService<EngineHost>().Reconcile.ReconcileAsync();
        return this;
    }

    /// <summary>Stops the server, does something while it is down, and starts it again under the same address with what it had.</summary>
    public async Task RestartAsync(Func<Task> meanwhile)
    {
        _port = Http.BaseAddress!.Port;
        _http!.Dispose();
        await _app!.StopAsync();
        await _app.DisposeAsync();
        await meanwhile();
        await StartAsync();
    }

    public async Task<JsonNode> GetAsync(string path, HttpStatusCode expected = HttpStatusCode.OK)
    {
        using var response = await Http.GetAsync(path);
        return await ReadAsync(response, expected);
    }

    public async Task<JsonNode> PostAsync(string path, string? json = null, HttpStatusCode expected = HttpStatusCode.OK, string type = "application/json", string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path);
        if (json is not null)
            request.Content = new StringContent(json, Encoding.UTF8, type);
        if (key is not null)
            request.Headers.Add("Idempotency-Key", key);
        using var response = await Http.SendAsync(request);
        return await ReadAsync(response, expected);
    }

    /// <summary>Starts a run and gives its id.</summary>
    public async Task<string> RunAsync(string workflow, string? json = null) =>
        (await PostAsync($"/api/workflows/{workflow}/run-now", json, HttpStatusCode.Accepted))["run_id"]!.ToString();

    /// <summary>Waits until the run has ended, by following its log, which ends with it.</summary>
    public async Task<JsonNode> EndAsync(string run)
    {
        await Http.GetStringAsync($"/api/runs/{run}/logs?follow=true");
        return await GetAsync("/api/runs/" + run);
    }

    /// <summary>Asks again until the answer is as wished; fails with words after half a minute.</summary>
    public async Task<JsonNode> UntilAsync(string path, Func<JsonNode, bool> wished)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var answer = await GetAsync(path);
            if (wished(answer))
                return answer;
            TimeProvider.System.GetElapsedTime(began).ShouldBeLessThan(TimeSpan.FromSeconds(30), $"waited for {path}: {answer.ToJsonString()}");
        }
    }

    public static async Task<JsonNode> ReadAsync(HttpResponseMessage response, HttpStatusCode expected)
    {
        var text = await response.Content.ReadAsStringAsync();
        response.StatusCode.ShouldBe(expected, text);
        return JsonNode.Parse(text)!;
    }

    public async ValueTask DisposeAsync()
    {
        _http?.Dispose();
        if (_app is not null)
        {
            Gate.Open();
            await _app.StopAsync();
            await _app.DisposeAsync();
        }

        TestDatabase.Drop(DataFolder);
        Directory.Delete(_root, recursive: true);
    }
}
