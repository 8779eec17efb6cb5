using System.Diagnostics;

namespace Carillon.Bench;

/// <summary>The real server as a process of its own.</summary>
internal sealed class ServerProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private readonly Process _process;

    private ServerProcess(Process process, int port, double milliseconds, double megabytes)
    {
        (_process, ReadyAfter, Megabytes) = (process, milliseconds, megabytes);
        Address = new Uri($"http://127.0.0.1:{port}");
    }

    public Uri Address { get; }

    /// <summary>Milliseconds from the start of the process until /readyz said yes.</summary>
    public double ReadyAfter { get; }

    /// <summary>Resident memory then.</summary>
    public double Megabytes { get; }

    /// <summary>Resident memory now, and the processor time of its life so far.</summary>
    public (double Megabytes, TimeSpan Processor) Now()
    {
        _process.Refresh();
        return (_process.WorkingSet64 / 1024.0 / 1024.0, _process.TotalProcessorTime);
    }

    public static async Task<ServerProcess> StartAsync(string workflows, string data, IReadOnlyDictionary<string, string>? environment = null)
    {
        var port = FreePort.Take();
        var program = Path.Combine(AppContext.BaseDirectory, "..", "..", "..", "..", "..", "src", "Carillon.Server", "bin", "Release", "net10.0", "carillon");
        var start = new ProcessStartInfo(program, ["serve", "--sign-in", "off", "--rate-limit", "0", "--workflows", workflows, "--data", data, "--urls", $"http://127.0.0.1:{port}"])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (variable, value) in environment ?? new Dictionary<string, string>())
            start.Environment[variable] = value;
        using var client = new HttpClient { Timeout = Patience };
        var watch = Stopwatch.StartNew();
        var process = Process.Start(start)!;
        _ = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        while (!await IsReadyAsync(client, port))
        {
            if (process.HasExited || watch.Elapsed > Patience)
            {
                process.Kill();
                throw new InvalidOperationException($"the server did not become ready: {await errors}");
            }
            // Each look costs the server a little of its two cores.
            await Task.Delay(20);
        }
        var milliseconds = watch.Elapsed.TotalMilliseconds;
        process.Refresh();
        return new ServerProcess(process, port, milliseconds, process.WorkingSet64 / 1024.0 / 1024.0);
    }

    /// <summary>Ends it without asking.</summary>
    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    private static async Task<bool> IsReadyAsync(HttpClient client, int port)
    {
        try
        {
            return (await client.GetAsync($"http://127.0.0.1:{port}/readyz")).IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
