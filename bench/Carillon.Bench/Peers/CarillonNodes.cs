using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Carillon.Core;

namespace Carillon.Bench.Peers;

/// <summary>Further nodes on the same database, each a process of its own. They have nothing to do but may take what is there, and say so.</summary>
internal sealed class CarillonNodes : IAsyncDisposable
{
    private const string Ready = "ready";
    private readonly List<Process> _processes = [];

    public static async Task<CarillonNodes> StartAsync(Assignment asked, int count, LoggedTask handler)
    {
        var nodes = new CarillonNodes();
        for (var i = 0; i < count; i++)
        {
            var own = asked with { Setting = $"node-{i + 2}", Folder = asked.Folder };
            var process = Process.Start(new ProcessStartInfo("dotnet", [.. PeerProgram.Command("carillon-node").Skip(1), JsonSerializer.Serialize(own, PeerJson.Default.Assignment)])
            {
                UseShellExecute = false,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
            })!;
            nodes._processes.Add(process);
            if (await process.StandardOutput.ReadLineAsync() != Ready)
                throw new InvalidOperationException($"{own.Setting} did not start; what it said is above.");
            _ = ListenAsync(process, handler);
        }
        return nodes;
    }

    /// <summary>Such a node: up until its standard input ends.</summary>
    public static async Task RunAsync(Assignment asked)
    {
        var handler = new LoggedTask { Told = (run, at) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{run.Value} {at}")) };
        using var host = await CarillonEntrant.OpenAsync(asked, handler, runSchedules: true, asked.Setting, rehearses: true);
        Console.WriteLine(Ready);
        await Console.In.ReadToEndAsync();
        await host.StopAsync(CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes)
            process.StandardInput.Close();
        foreach (var process in _processes)
        {
            await process.WaitForExitAsync();
            process.Dispose();
        }
    }

    private static async Task ListenAsync(Process process, LoggedTask handler)
    {
        while (await process.StandardOutput.ReadLineAsync() is { } line)
            handler.Add(new RunId(line.Split(' ')[0]), long.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture));
    }
}
