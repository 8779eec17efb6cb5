using System.Diagnostics;
using System.Text.Json;

namespace Carillon.Bench.Peers;

/// <summary>One entrant: a program of its own that carries out an <see cref="Assignment"/> and says what came of it.</summary>
internal sealed class Peer(string name, string what, IReadOnlyList<string> command)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>Its name in figures.</summary>
    public string Name { get; } = name;

    /// <summary>Its version and settings, in words.</summary>
    public string What { get; } = what;

    /// <summary>Which of its settings.</summary>
    public string Setting { get; init; } = "default";

    /// <summary>How many jobs a first short look at its speed has.</summary>
    public int TrialJobs { get; init; } = 2000;

    /// <summary>Whether it works on the common PostgreSQL; else on a SQLite file.</summary>
    public bool UsesPostgres { get; init; } = true;

    /// <summary>How many nodes are up while lone jobs are asked for.</summary>
    public int Nodes { get; init; } = 1;

    /// <summary>Environment variables of its program.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Measured besides, by the bench itself.</summary>
    public Func<Assignment, CancellationToken, Task<double[]>>? HttpPickups { get; init; }

    /// <summary>One round on an empty database of its own, which goes away again.</summary>
    public async Task<Measurement> MeasureAsync(OwnPostgres postgres, Round round, CancellationToken stop)
    {
        var own = $"{Name}-{round.Number}";
        var folder = postgres.CreateFolder(own);
        try
        {
            var assignment = new Assignment(UsesPostgres ? await postgres.CreateAsync(own) : null, folder.FullName, Setting, round.Jobs, round.Pickups, round.Chains) { Nodes = Nodes };
            var measured = await RunAsync(assignment, stop);
            return HttpPickups is null ? measured : measured with { HttpPickups = await HttpPickups(assignment, stop) };
        }
        finally
        {
            await postgres.DropAsync(own);
            folder.Delete(recursive: true);
        }
    }

    private async Task<Measurement> RunAsync(Assignment assignment, CancellationToken stop)
    {
        var start = new ProcessStartInfo(command[0], [.. command.Skip(1), JsonSerializer.Serialize(assignment, PeerJson.Default.Assignment)])
        {
            WorkingDirectory = NodePackages.Folder,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        foreach (var (variable, value) in Environment)
            start.Environment[variable] = value;
        using var process = Process.Start(start)!;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(Patience);
        try
        {
            var said = await process.StandardOutput.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            if (process.ExitCode == 0)
                return JsonSerializer.Deserialize(said, PeerJson.Default.Measurement)!;
            // Ctrl+C reaches the peer as well, perhaps before us.
            await Task.Delay(200, stop);
            throw new InvalidOperationException($"{Name} ended with {process.ExitCode}; what it said is above.");
        }
        catch (OperationCanceledException e) when (!stop.IsCancellationRequested)
        {
            throw new InvalidOperationException($"{Name} had not ended after {Patience.TotalMinutes:0} minutes.", e);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }
}

/// <summary>How much a peer has to do in one round.</summary>
internal sealed record Round(int Number, int Jobs, int Pickups, int Chains);
