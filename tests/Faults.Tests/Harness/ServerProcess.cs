using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Carillon.Faults.Tests;

/// <summary>How a server is started.</summary>
internal sealed record ServerStart
{
    /// <summary>A program that becomes it, with its arguments.</summary>
    public string[] Through { get; init; } = [];

    /// <summary>Where it listens; a free port unless told otherwise.</summary>
    public string Url { get; init; } = "http://127.0.0.1:0";

    /// <summary>Its data folder; that of the test unless told otherwise. Nodes that share a database have one each.</summary>
    public string? Data { get; init; }

    /// <summary>True: it asks who somebody is. False, the default: it serves this machine, whoever asks.</summary>
    public bool SignIn { get; init; }

    /// <summary>Further arguments.</summary>
    public string[] Arguments { get; init; } = [];

    /// <summary>Further environment.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>It dies, or is refused, at a labelled point of the engine.</summary>
    public static ServerStart FailingAt(string point) => new() { Environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["CARILLON_FAILPOINT"] = point } };
}

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

    /// <summary>True once it has answered that it is ready.</summary>
    public bool IsReady { get; private set; }

    /// <summary>True once it has ended.</summary>
    public bool HasEnded => _process.HasExited;

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

    /// <summary>Starts it and does not wait.</summary>
    public static ServerProcess Launch(FaultFolder folder, ServerStart? asked = null)
    {
        asked ??= new ServerStart();
        string[] command =
        [
            .. asked.Through, "dotnet", Program, "serve", "--sign-in", asked.SignIn ? "on" : "off", "--rate-limit", "0", "--workflows", folder.Workflows, "--data", asked.Data ?? folder.Data, "--urls", asked.Url,
            .. asked.Arguments,
        ];
        var start = new ProcessStartInfo(command[0], command[1..]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment[FaultFolder.MarkName] = folder.Mark;
        start.Environment["CARILLON_DATABASE"] = folder.Store.Address;
        foreach (var (name, value) in asked.Environment)
            start.Environment[name] = value;
        return new ServerProcess(Process.Start(start)!);
    }

    /// <summary>Starts it and waits until the files are read.</summary>
    public static async Task<ServerProcess> StartAsync(FaultFolder folder, ServerStart? asked = null)
    {
        var carillon = Launch(folder, asked);
        try
        {
            await carillon.ReadyAsync();
            return carillon;
        }
        catch
        {
            await carillon.DisposeAsync();
            throw;
        }
    }

    /// <summary>Waits until it listens; false when it ended before.</summary>
    public async Task<bool> ListensAsync() => await _url.Task.WaitAsync(Patience) is not null;

    /// <summary>Waits until it listens and has read the files.</summary>
    public async Task ReadyAsync(TimeSpan? within = null)
    {
        var url = await _url.Task.WaitAsync(within ?? Patience) ?? throw new InvalidOperationException("It ended before it listened: " + Said);
        _http = new HttpClient { BaseAddress = new Uri(url), Timeout = Patience };
        await UntilAsync("/readyz", answer => (bool)answer["ready"]!, within);
        IsReady = true;
    }

    public async Task<JsonNode> GetAsync(string path)
    {
        try
        {
            using var response = await Http.GetAsync(path);
            return JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        }
        catch (HttpRequestException e)
        {
            throw new HttpRequestException($"{path}: {e.Message} The server {(HasEnded ? "has ended" : "lives")}, and said: {Said}", e);
        }
    }

    public async Task<(HttpStatusCode Status, JsonNode Answer)> PostAsync(string path, JsonNode? body = null)
    {
        using var content = body is null ? null : JsonContent.Create(body);
        using var response = await Http.PostAsync(path, content);
        return (response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync())!);
    }

    /// <summary>Starts a run and gives its id.</summary>
    public async Task<string> RunAsync(string workflow, JsonNode? body = null)
    {
        var (status, answer) = await PostAsync($"/api/workflows/{workflow}/run-now", body);
        status.ShouldBe(HttpStatusCode.Accepted, answer.ToJsonString());
        return answer["run_id"]!.ToString();
    }

    /// <summary>Waits until the run has ended.</summary>
    public Task<JsonNode> EndAsync(string run, TimeSpan? within = null) => UntilAsync($"/api/runs/{run}", answer => answer["completed_at"] is not null, within);

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
        Signals.Send(Id, Signals.Terminate);
        return await ExitAsync();
    }

    /// <summary>SIGSTOP.</summary>
    public void Freeze() => Signals.Send(Id, Signals.Stop);

    /// <summary>True while it stands still.</summary>
    public bool IsFrozen => File.ReadLines($"/proc/{Id}/status").Any(line => line.StartsWith("State:\tT", StringComparison.Ordinal));

    /// <summary>SIGCONT.</summary>
    public void Thaw() => Signals.Send(Id, Signals.Continue);

    /// <summary>Does something while the process stands still.</summary>
    public void Frozen(Action act)
    {
        Freeze();
        try
        {
            act();
        }
        finally
        {
            Thaw();
        }
    }

    /// <summary>How many files it has open.</summary>
    public int Files => Directory.GetFileSystemEntries($"/proc/{Id}/fd").Length;

    /// <summary>Processor time used so far, of all its threads.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
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
