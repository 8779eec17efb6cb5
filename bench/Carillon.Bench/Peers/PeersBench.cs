using System.Globalization;
using System.Runtime.InteropServices;

namespace Carillon.Bench.Peers;

/// <summary>
/// Carillon beside its peers, on one PostgreSQL with its default durability, in turn, round by round, so that what else the machine does meets them alike:
/// ratios are made within a round. CARILLON_BENCH_ROUNDS and CARILLON_BENCH_SECONDS make it shorter, CARILLON_BENCH_PEERS takes some of them.
/// </summary>
internal static class PeersBench
{
    private const int Pickups = 300;
    private const int Chains = 15;
    private const double BusyLoad = 1;

    public static async Task RunAsync(TextWriter output)
    {
        using var stop = new CancellationTokenSource();
        using var interrupted = Stops(PosixSignal.SIGINT, stop);
        using var ended = Stops(PosixSignal.SIGTERM, stop);
        var rounds = Number("CARILLON_BENCH_ROUNDS", 5);
        var seconds = Number("CARILLON_BENCH_SECONDS", 6);
        if (Load() > BusyLoad)
            Console.Error.WriteLine($"This machine does other work (load {Load():0.0}): who waits for many short turns suffers most, so these ratios will not hold on a quiet one.");
        using var postgres = await OwnPostgres.StartAsync();
        var peers = Chosen(Entrants.All(await NodePackages.InstallAsync()));
        var report = new PeersReport(peers, await postgres.DescribeAsync());
        var jobs = new Dictionary<Peer, int>();
        foreach (var peer in peers)
        {
            var trial = await peer.MeasureAsync(postgres, new Round(0, peer.TrialJobs, 20, 2), stop.Token);
            jobs[peer] = (int)Math.Ceiling(trial.Rate * seconds / 1000) * 1000;
            Console.Error.WriteLine($"{peer.Name}: {peer.What}; {jobs[peer]:N0} jobs a round");
        }
        for (var round = 1; round <= rounds; round++)
        {
            foreach (var peer in peers)
            {
                var measured = await peer.MeasureAsync(postgres, new Round(round, jobs[peer], Pickups, Chains), stop.Token);
                report.Add(peer, measured);
                // A backlog that was worked off too fast to say much is larger the next time.
                if (measured.Seconds < seconds)
                    jobs[peer] = (int)Math.Ceiling(measured.Rate * seconds / 1000) * 1000;
                Console.Error.WriteLine($"round {round} {peer.Name,-24} {measured.Rate,8:N0} /s ({measured.Jobs:N0} in {measured.Seconds:0.0} s; {measured.Lost} lost, {measured.Doubled} doubled), load {Load():0.0}");
            }
        }
        report.WriteTable(Console.Error);
        report.WriteFigures(output);
    }

    private static IReadOnlyList<Peer> Chosen(IReadOnlyList<Peer> all)
    {
        if (Environment.GetEnvironmentVariable("CARILLON_BENCH_PEERS")?.Split(',') is not { } names)
            return all;
        var chosen = all.Where(peer => names.Contains(peer.Name, StringComparer.Ordinal)).ToList();
        return chosen.Count == names.Length ? chosen : throw new MissingProgramException($"CARILLON_BENCH_PEERS: the peers are {string.Join(", ", all.Select(peer => peer.Name))}");
    }

    private static int Number(string variable, int otherwise) => int.TryParse(Environment.GetEnvironmentVariable(variable), out var number) ? number : otherwise;

    private static double Load() => double.Parse(File.ReadAllText("/proc/loadavg").Split(' ')[0], CultureInfo.InvariantCulture);

    /// <summary>Ctrl+C ends the measuring, not the tidying up.</summary>
    private static PosixSignalRegistration Stops(PosixSignal signal, CancellationTokenSource stop) => PosixSignalRegistration.Create(signal, context =>
    {
        context.Cancel = true;
        stop.Cancel();
    });
}
