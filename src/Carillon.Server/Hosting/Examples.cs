using System.Text.Json.Nodes;
using Carillon.Core;
using Carillon.Core.Occurrences;
using Carillon.Core.Runs;
using Carillon.Engine;
using Carillon.Engine.History;
using Carillon.Server.Occurrences;
using Carillon.Server.Runs;
using NodaTime;

namespace Carillon.Server.Hosting;

/// <summary>The examples of the contract: real values of the real types, so that they cannot drift from them.</summary>
internal static class Examples
{
    private static readonly Instant Nominal = Instant.FromUtc(2026, 3, 9, 20, 30);

    private static readonly RunRecord Run = new()
    {
        Id = new RunId("019cd3b1-7d80-7c11-9d4e-2f5f3c1b7a10"),
        WorkflowId = new WorkflowId("aapl-daily"),
        Version = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        ScheduleId = new ScheduleId("schedule-default-aapl-daily"),
        RunNumber = 41,
        Trigger = RunTrigger.Schedule,
        Status = RunStatus.Completed,
        NominalAt = Nominal,
        DueAt = Nominal + Duration.FromSeconds(12),
        CreatedAt = Nominal + Duration.FromMilliseconds(12_004),
        CreatedBy = "schedule",
        StartedAt = Nominal + Duration.FromMilliseconds(12_005),
        CompletedAt = Nominal + Duration.FromMilliseconds(14_205),
        TasksTotal = 3,
        TasksSucceeded = 3,
        TasksFailed = 0,
        Input = new JsonObject { ["symbol"] = "AAPL", ["lookback"] = 200 },
    };

    private static readonly LedgerRecord Entry = new(Nominal, Nominal, 1, OccurrenceOutcome.Ran, "on time", Run.Id, Nominal + Duration.FromMilliseconds(12_004));

    private static readonly BackfillRecord Backfill = new()
    {
        Id = 1,
        ScheduleId = new ScheduleId("schedule-default-aapl-daily"),
        From = Instant.FromUtc(2026, 3, 1, 5, 0),
        To = Instant.FromUtc(2026, 4, 1, 4, 0),
        Only = BackfillSelection.Missing,
        Order = BackfillOrder.Oldest,
        Status = BackfillStatus.Running,
        Concurrency = 2,
        Total = 22,
        Waiting = 6,
        Running = 2,
        Completed = 13,
        Failed = 1,
        Canceled = 0,
        CreatedBy = "ann",
        Reason = "the parser is mended",
        CreatedAt = Instant.FromUtc(2026, 4, 2, 8, 0),
    };

    /// <summary>A definition to check.</summary>
    public const string Yaml =
        """
        id: aapl-daily
        schedule:
          cron: "30 16 * * 1-5"
          timezone: America/New_York
        tasks:
          - id: report
            uses: shell
            with: { run: "echo done" }
        """;

    /// <summary>An example for each answer that has one.</summary>
    public static IReadOnlyDictionary<Type, object> ByType { get; } = new Dictionary<Type, object>
    {
        [typeof(RunRecord)] = Run,
        [typeof(RecordPage<RunRecord>)] = new RecordPage<RunRecord>([Run with { Input = null }], Run.Id.Value),
        [typeof(RunAccepted)] = new RunAccepted(Run.Id, "/api/runs/" + Run.Id),
        [typeof(RecordPage<LedgerRecord>)] = new RecordPage<LedgerRecord>([Entry], null),
        [typeof(WhyRecord)] = new WhyRecord(
            new ScheduleId("schedule-default-aapl-daily"), Nominal, OccurrenceVerdict.Ran, $"It ran (on time): run 41 ({Run.Id}) is completed.", Entry, Run, Nominal - Duration.FromDays(3), Nominal + Duration.FromDays(1)),
        [typeof(ItemList<OccurrenceView>)] = new ItemList<OccurrenceView>([new OccurrenceView { Nominal = Nominal, Local = "2026-03-09T16:30:00-04:00", Zone = "EDT", Due = Nominal + Duration.FromSeconds(12) }]),
        [typeof(BackfillRecord)] = Backfill,
        [typeof(RecordPage<BackfillRecord>)] = new RecordPage<BackfillRecord>([Backfill], null),
        [typeof(BackfillPreviewView)] = new BackfillPreviewView(Backfill.From, Backfill.To, 22, Nominal - Duration.FromDays(7), Nominal + Duration.FromDays(22), [Nominal - Duration.FromDays(7), Nominal - Duration.FromDays(6)]),
        [typeof(ReadinessView)] = new ReadinessView(true, [new ReadinessCheck("database", true, "writable")]),
        [typeof(HealthView)] = new HealthView("ok", "0.1.0", Nominal),
        [typeof(ApiProblem)] = new ApiProblem(
            "urn:carillon:problem:SCH030", "Not Found", 404, "There is no run 'x'.", "/api/runs/x", "SCH030", [new ProblemView { Code = "SCH030", Message = "There is no run 'x'.", Severity = "error" }]),
    };
}
