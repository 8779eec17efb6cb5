using Carillon.Bench;
using Carillon.Bench.Cron;
using Carillon.Bench.Peers;

if (args is [PeerProgram.Verb, var entrant, var assignment])
    return await PeerProgram.RunAsync(entrant, assignment);

// Each bench prints lines "figure <name> <number> <unit>" on standard output; words about the method go to standard error.
var benches = new (string Name, string What, Func<TextWriter, Task> Run, string[] Figures)[]
{
    ("cron", "next occurrence in ns and bytes beside Quartz", output => { CronBench.Run(output); return Task.CompletedTask; }, ["ratio-cron"]),
    ("chain40", "40 no-op tasks one after the other, SQLite file with synchronous=FULL", EngineBench.Chain40Async, []),
    ("fanout1000", "one task fanned out over 1,000 items, SQLite file with synchronous=FULL", EngineBench.Fanout1000Async, []),
    ("due10000", "10,000 schedules due at the same instant", EngineBench.Due10000Async, []),
    ("minute10000", "10,000 schedules due within one minute, on SQLite and on PostgreSQL with one node and with three", MinuteBench.RunAsync, []),
    ("start1000", "the server with 1,000 workflows: time to ready and memory", StartBench.RunAsync, ["memory1000"]),
    ("idle100k", "the server with 100,000 schedules in 200 files, none of them due: time to ready, then memory and processor time of a minute", IdleBench.RunAsync, []),
    ("simulate1000", "a year of 1,000 schedules ahead of time, on all cores", SimulateBench.RunAsync, []),
    ("reconcile", "the server with 1,000 and with 10,000 workflow files and an empty database: until every schedule is stored", ReconcileBench.RunAsync, []),
    ("api", "200 requests a second for 20 s over 10,000 schedules and 1,000,000 runs", ApiBench.RunAsync, []),
    ("ui", "each page in Chromium over 10,000 schedules and 1,000,000 runs: cold, and warm as the median of five", UiBench.RunAsync, []),
    ("peers", "no-op jobs a second, pick-up and a chain, beside graphile-worker, pg-boss and Quartz on one PostgreSQL", PeersBench.RunAsync, ["ratio-", "peer-", "carillon-", "pickup", "chain40-postgres"]),
};
if (args.Length == 0)
{
    foreach (var bench in benches)
        Console.Error.WriteLine($"{bench.Name,-12} {bench.What}");
    return 2;
}
// A bench is asked for by its name, or by a figure that it prints: the longest beginning says whose that is (chain40-postgres is not of chain40).
int Fits((string Name, string What, Func<TextWriter, Task> Run, string[] Figures) bench, string asked) =>
    bench.Figures.Append(bench.Name).Where(f => asked.StartsWith(f, StringComparison.Ordinal)).Select(f => f.Length).DefaultIfEmpty().Max();
var chosen = benches.Where(b => args.Any(a => a == "all" || (Fits(b, a) is > 0 and var fit && fit == benches.Max(other => Fits(other, a))))).ToList();
if (chosen.Count == 0)
{
    Console.Error.WriteLine($"no bench prints {string.Join(", ", args)}; known: all, {string.Join(", ", benches.Select(b => b.Name))}");
    return 2;
}
foreach (var bench in chosen)
{
    Console.Error.WriteLine(bench.What);
    try
    {
        await bench.Run(Console.Out);
    }
    catch (MissingProgramException missing)
    {
        Console.Error.WriteLine(missing.Message);
        return 1;
    }
    catch (OperationCanceledException)
    {
        Console.Error.WriteLine("stopped");
        return 130;
    }
}
return 0;
