using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Carillon.Server.Tests.Faults;

/// <summary>A <c>carillon serve</c> of its own. What it starts bears a mark in the environment, by which everything is found and ended.</summary>
internal sealed partial class ServerProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly Process _process;
    private readonly StringBuilder _said = new();
    private readonly TaskCompletionSource<string?> _url = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _read;
    private HttpClient? _http;

    private ServerProcess(Process process)
    {
        _process = process;
        _read = Task.WhenAll(ReadAsync(process.StandardOutput, urls: true), ReadAsync(process.StandardError, urls: false));
    }

    public static string Program { get; } = Path.Combine(AppContext.BaseDirectory, "carillon.dll");

    public int Id => _process.Id;

    public string Url => Http.BaseAddress!.ToString().TrimEnd('/');

    public HttpClient Http => _http ?? throw new InvalidOperationException("Wait until it is ready first.");

    /// <summary>Everything written so far to both streams.</summary>
    public string Said
    {
        get
        {
            lock (_said)
                return _said.ToString();
        }
    }

    /// <summary>Starts it and does not wait. <paramref name="through"/> is a program that becomes it, with its arguments.</summary>
    public static ServerProcess Launch(FaultFolder folder, string[]? through = null, string url = "http://127.0.0.1:0", string? data = null)
    {
        string[] command = [.. through ?? [], "dotnet", Program, "serve", "--workflows", folder.Workflows, "--data", data ?? folder.Data, "--urls", url];
        var start = new ProcessStartInfo(command[0], command[1..]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment[FaultFolder.MarkName] = folder.Mark;
        return new ServerProcess(Process.Start(start)!);
    }

    /// <summary>Starts it and waits until the files are read.</summary>
    public static async Task<ServerProcess> StartAsync(FaultFolder folder, string[]? through = null)
    {
        var carillon = Launch(folder, through);
        await carillon.ReadyAsync();
        return carillon;
    }

    /// <summary>Waits until it listens and has read the files.</summary>
    public async Task ReadyAsync()
    {
        var url = await _url.Task.WaitAsync(Patience) ?? throw new InvalidOperationException("It ended before it listened: " + Said);
        _http = new HttpClient { BaseAddress = new Uri(url), Timeout = Patience };
        await UntilAsync("/readyz", answer => (bool)answer["ready"]!);
    }

    public async Task<JsonNode> GetAsync(string path)
    {
        using var response = await Http.GetAsync(path);
        return JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
    }

    public async Task<(HttpStatusCode Status, JsonNode Answer)> PostAsync(string path, JsonNode? body = null)
    {
        using var content = body is null ? null : JsonContent.Create(body);
        using var response = await Http.PostAsync(path, content);
        return (response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync())!);
    }

    /// <summary>Starts a run and gives its id.</summary>
    public async Task<string> RunAsync(string workflow)
    {
        var (status, answer) = await PostAsync($"/api/workflows/{workflow}/run-now");
        status.ShouldBe(HttpStatusCode.Accepted, answer.ToJsonString());
        return answer["run_id"]!.ToString();
    }

    /// <summary>Waits until the run has ended.</summary>
    public Task<JsonNode> EndAsync(string run) => UntilAsync($"/api/runs/{run}", answer => answer["completed_at"] is not null);

    /// <summary>The attempts of a run's task, earliest first.</summary>
    public async Task<JsonArray> AttemptsAsync(string run, string task) =>
        (await GetAsync($"/api/runs/{run}/tasks"))["items"]!.AsArray().Single(t => t!["task_id"]!.ToString() == task)!["attempts"]!.AsArray();

    /// <summary>Asks again until the answer is as wished; fails with words when that takes too long.</summary>
    public async Task<JsonNode> UntilAsync(string path, Func<JsonNode, bool> wished, TimeSpan? within = null)
    {
        var waited = Stopwatch.StartNew();
        while (true)
        {
            var answer = await GetAsync(path);
            if (wished(answer))
                return answer;
            waited.Elapsed.ShouldBeLessThan(within ?? Patience, $"waited for {path}: {answer.ToJsonString()}\n{Said}");
            await Task.Delay(20);
        }
    }

    /// <summary>SIGKILL, as <c>kill -9</c> gives it.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync().WaitAsync(Patience);
    }

    /// <summary>SIGTERM; the exit code.</summary>
    public async Task<int> StopAsync()
    {
        await SignalAsync("TERM");
        return await ExitAsync();
    }

    /// <summary>Does something while the process stands still.</summary>
    public async Task FrozenAsync(Action act)
    {
        await SignalAsync("STOP");
        try
        {
            act();
        }
        finally
        {
            await SignalAsync("CONT");
        }
    }

    private async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", ["-" + signal, Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    /// <summary>Waits until it has ended by itself; the exit code.</summary>
    public async Task<int> ExitAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(Patience);
        await _read.WaitAsync(Patience);
        return _process.ExitCode;
    }

    /// <summary>A figure of <c>/proc/…/status</c> such as <c>VmRSS</c>, in bytes.</summary>
    public long Memory(string name) =>
        long.Parse(File.ReadLines($"/proc/{Id}/status").Single(line => line.StartsWith(name + ":", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture) * 1024;

    /// <summary>From now on <c>VmHWM</c> is the peak since this call.</summary>
    public void ForgetPeak() => File.WriteAllText($"/proc/{Id}/clear_refs", "5");

    private async Task ReadAsync(StreamReader stream, bool urls)
    {
        while (await stream.ReadLineAsync() is { } line)
        {
            lock (_said)
                _said.AppendLine(line);
            if (urls && Address().Match(line) is { Success: true } match)
                _url.TrySetResult(match.Value);
        }
        if (urls)
            _url.TrySetResult(null);
    }

    public async ValueTask DisposeAsync()
    {
        _http?.Dispose();
        if (!_process.HasExited)
            await KillAsync();
        _process.Dispose();
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+")]
    private static partial Regex Address();
}
