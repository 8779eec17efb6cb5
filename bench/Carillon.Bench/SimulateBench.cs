using System.Diagnostics;
using System.Globalization;
using Carillon.Core;
using Carillon.Core.Definitions;
using Carillon.Core.Occurrences;
using Carillon.Core.Occurrences.Simulation;
using Carillon.Engine.Occurrences.Simulation;
using NodaTime;

namespace Carillon.Bench;

/// <summary>A year of 1,000 schedules ahead of time.</summary>
internal static class SimulateBench
{
    // Of every hundred schedules: how many, what, and how long their runs take.
    private static readonly (int Share, string Schedule, Duration Length)[] Mix =
    [
        (40, "cron: \"MM 6 * * 1-5\", timezone: America/New_York, calendar: XNYS", Duration.FromMinutes(7)),
        (20, "cron: \"MM * * * *\"", Duration.FromMinutes(3)),
        (8, "every: 15m, overlap_policy: buffer_one, jitter: 2m", Duration.FromMinutes(16)),
        (12, "every: 7d, at: \"02:MM\", timezone: Europe/Berlin", Duration.FromMinutes(40)),
        (10, "monthly: { on: last_business_day, at: \"08:MM\" }", Duration.FromHours(2)),
        (10, "cron: \"MM */6 * * *\", overlap_policy: cancel_other", Duration.FromHours(7)),
    ];

    public static Task RunAsync(TextWriter output)
    {
        var schedules = Make(1000);
        var from = Instant.FromUtc(2026, 1, 1, 0, 0);
        var best = TimeSpan.MaxValue;
        SimulationResult? result = null;
        for (var round = 0; round < 3; round++)
        {
            var began = Stopwatch.GetTimestamp();
            result = SimulationRunner.Run(schedules, from, from + Duration.FromDays(365), null, CancellationToken.None);
            best = TimeSpan.FromTicks(Math.Min(best.Ticks, Stopwatch.GetElapsedTime(began).Ticks));
        }

        Console.Error.WriteLine($"{result!.Schedules.Sum(s => s.Runs):N0} runs, {result.Schedules.Sum(s => s.Skipped):N0} skipped, {result.Peak!.Open} open at most; best of three");
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"figure simulate1000 {best.TotalMilliseconds:0} ms"));
        return Task.CompletedTask;
    }

    private static List<SimulatedSchedule> Make(int count)
    {
        var context = new DefinitionContext(new TaskTypeList([new TaskType { Name = "none", Summary = "", InputSchema = [], OutputSchema = [] }]));
        var made = new List<SimulatedSchedule>();
        for (var i = 0; i < count; i++)
        {
            var place = i % 100;
            var kind = 0;
            for (; place >= Mix[kind].Share; kind++)
                place -= Mix[kind].Share;
            var text = Mix[kind].Schedule.Replace("MM", ((i % 50) + 10).ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
            var workflow = DefinitionParser.Parse($"id: w{i}\nschedule: {{ {text} }}\ntasks: [{{ id: a, uses: none }}]\n", "w.yaml", context).Value;
            made.Add(new SimulatedSchedule(new Schedule(ScheduleId.For("default", workflow.Id, ""), workflow.Schedules[0]), workflow.Id, Mix[kind].Length));
        }

        return made;
    }
}
