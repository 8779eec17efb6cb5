using Carillon.Bench;
using Carillon.Bench.Cron;

// Each bench prints lines "figure <name> <number> <unit>" on standard output; words about the method go to standard error.
var benches = new (string Name, string What, Func<TextWriter, Task> Run)[]
{
    ("cron", "next occurrence in ns and bytes beside Quartz", output => { CronBench.Run(output); return Task.CompletedTask; }),
    ("chain40", "40 no-op tasks one after the other, SQLite file with synchronous=FULL", EngineBench.Chain40Async),
    ("fanout1000", "one task fanned out over 1,000 items, SQLite file with synchronous=FULL", EngineBench.Fanout1000Async),
    ("due10000", "10,000 schedules due at the same instant", EngineBench.Due10000Async),
    ("start1000", "the server with 1,000 workflows: time to ready and memory", StartBench.RunAsync),
    ("simulate1000", "a year of 1,000 schedules ahead of time, on all cores", SimulateBench.RunAsync),
    ("reconcile", "the server with 1,000 and with 10,000 workflow files and an empty database: until every schedule is stored", ReconcileBench.RunAsync),
    ("api", "200 requests a second for 20 s over 10,000 schedules and 1,000,000 runs", ApiBench.RunAsync),
    ("ui", "each page in Chromium over 10,000 schedules and 1,000,000 runs: cold, and warm as the median of five", UiBench.RunAsync),
};
if (args.Length == 0)
{
    foreach (var (name, what, _) in benches)
        Console.Error.WriteLine($"{name,-12} {what}");
    return 2;
}
// A figure's name (due10000-p99, memory1000, ratio-cron-quartz-daily-utc) runs the bench that prints it.
var chosen = benches.Where(b => args.Any(a => a == "all" || a.StartsWith(b.Name, StringComparison.Ordinal) || (a.StartsWith("ratio-cron", StringComparison.Ordinal) && b.Name == "cron")
    || (a == "memory1000" && b.Name == "start1000"))).ToList();
if (chosen.Count == 0)
{
    Console.Error.WriteLine($"no bench prints {string.Join(", ", args)}; known: all, {string.Join(", ", benches.Select(b => b.Name))}");
    return 2;
}
foreach (var (_, what, run) in chosen)
{
    Console.Error.WriteLine(what);
    await run(Console.Out);
}
return 0;
