using System.Text.Json.Nodes;
using Carillon.Core;
using Carillon.Core.Definitions;
using Carillon.Core.Occurrences;
using Carillon.Core.Runs;
using Carillon.Engine;
using Carillon.Engine.History;
using Carillon.Server.Definitions;
using Carillon.Server.History;
using Carillon.Server.Occurrences;
using Carillon.Server.Runs;
using Carillon.Server.Schedules;
using Carillon.Server.Security;
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

    private static readonly WorkflowSummary Workflow = new()
    {
        Id = Run.WorkflowId,
        Name = "Apple, after the close",
        Path = "aapl-daily.yaml",
        Version = Run.Version,
        Tags = ["trading"],
        Owner = "ann",
        Valid = true,
        Stale = false,
        Problems = [],
        TaskCount = 1,
        ScheduleCount = 1,
        LastRun = Run with { Input = null },
    };

    private static readonly OccurrenceView Occurrence = new() { Nominal = Nominal, Local = "2026-03-09T16:30:00-04:00", Zone = "EDT", Due = Nominal + Duration.FromSeconds(12) };

    private static readonly ReconcileView Reconcile = new(true, null, Nominal, 12.5, 3, 1, 0, 0, 1, [], 14, []);

    private static readonly NodeRecord Node = new("trading-1~3f9a02", "trading-1", "0.1.0", ["gpu"], Nominal - Duration.FromDays(9), Nominal, 32, 5, NodeState.Live);

    private static readonly GitOpsView GitOps = new()
    {
        WorkflowId = Run.WorkflowId,
        ScheduleId = new ScheduleId("schedule-default-aapl-daily"),
        Cron = "30 16 * * 1-5",
        Timezone = "America/New_York",
        Enabled = true,
        IsOverride = false,
        YamlConfig = new JsonObject { ["cron"] = "30 16 * * 1-5", ["timezone"] = "America/New_York" },
        NextRunTime = Nominal + Duration.FromDays(1),
        LastRunTime = Nominal + Duration.FromMilliseconds(12_005),
        LastRunStatus = "completed",
    };

    private static readonly TaskRunRecord Task = new()
    {
        TaskId = new TaskId("report"),
        Status = Core.Runs.TaskStatus.Succeeded,
        StartedAt = Run.StartedAt,
        CompletedAt = Run.CompletedAt,
        Output = new JsonObject { ["exit_code"] = 0 },
        AttemptCount = 1,
        Attempts = [new AttemptRecord { Number = 1, Outcome = "succeeded", Node = "local", ReadyAt = Run.CreatedAt, StartedAt = Run.StartedAt, CompletedAt = Run.CompletedAt }],
    };

    private static readonly ScheduleView Schedule = new()
    {
        Id = new ScheduleId("schedule-default-aapl-daily"),
        WorkflowId = Run.WorkflowId,
        WorkflowName = "Apple, after the close",
        Key = "",
        Kind = "declared",
        Status = ScheduleStatus.Active,
        Revision = 3,
        Enabled = true,
        FailuresInRow = 0,
        Words = "At 16:30 on Monday to Friday",
        Timezone = "America/New_York",
        Tags = ["trading"],
        Owner = "ann",
        NextRunAt = Nominal + Duration.FromDays(1),
        NextRunLocal = "2026-03-10T16:30:00-04:00",
        NextDueAt = Nominal + Duration.FromDays(1) + Duration.FromSeconds(12),
        RunCount = 41,
        LastRun = Run with { Input = null },
        Definition = new JsonObject { ["cron"] = "30 16 * * 1-5", ["timezone"] = "America/New_York" },
        IsOverride = false,
        Problems = [],
        CreatedAt = Nominal - Duration.FromDays(60),
        UpdatedAt = Nominal - Duration.FromDays(9),
    };

    /// <summary>The example of a JSON body, by the verb and path that take it.</summary>
    public static JsonNode? Request(string? verb, string path) => path switch
    {
        "api/workflows/{workflowId}/schedules" => JsonNode.Parse("""{ "cron": "30 16 * * 1-5", "timezone": "America/New_York", "input": { "symbol": "AAPL" }, "by": "ann", "reason": "trial" }"""),
        "api/schedules/{id}" when verb == "PUT" => JsonNode.Parse("""{ "cron": "0 17 * * 1-5", "timezone": "America/New_York", "by": "ann", "reason": "half an hour later", "until": "2026-04-01T00:00:00Z" }"""),
        "api/schedules/preview" => JsonNode.Parse("""{ "every": "14d", "at": "02:00", "anchor": "2026-01-05", "timezone": "Europe/Berlin", "count": 3 }"""),
        "api/workflows/{id}/run-now" => JsonNode.Parse("""{ "input": { "symbol": "AAPL" }, "by": "ann" }"""),
        _ when verb == "PUT" && path.StartsWith("api/costs/budgets/", StringComparison.Ordinal) => JsonNode.Parse("""{ "month": 250.00, "by": "bob", "reason": "Q2" }"""),
        "api/secrets/{name}" => JsonNode.Parse("""{ "value": "…" }"""),
        "api/connections/{name}" => JsonNode.Parse("""{ "kind": "http", "description": "The shop's API", "settings": { "base_url": "https://api.example.com/v2", "token": "${{ secrets.SHOP_TOKEN }}" } }"""),
        "api/connections/{name}/check" => JsonNode.Parse("{}"),
        "api/notifications/channels/{name}" when verb == "PUT" => JsonNode.Parse("""{ "kind": "slack", "url": "https://hooks.slack.com/services/…", "by": "ann", "reason": "alerts of the desk" }"""),
        "api/notifications/rules/{id}" when verb == "PUT" => JsonNode.Parse("""{ "channel": "ops-slack", "events": ["failure", "recovered", "missed"], "tag": "trading", "quiet": { "from": "22:00", "to": "07:00", "timezone": "Europe/Berlin" }, "urgent": ["missed"], "group": "5m", "by": "ann" }"""),
        "api/v0/schedules/{workflowId}" => JsonNode.Parse("""{ "enabled": false }"""),
        "api/plan" or "api/apply" => JsonNode.Parse("""{ "files": [ { "path": "aapl-daily.yaml", "text": "id: aapl-daily\n…" } ], "by": "ann" }"""),
        "api/simulate" => JsonNode.Parse("""{ "days": 30, "factor": 1.5 }"""),
        "api/workflows" or "api/workflows/{id}" => JsonNode.Parse("""{ "yaml": "id: aapl-daily\n…", "by": "ann" }"""),
        "api/schedules/{id}/backfill" => JsonNode.Parse("""{ "from": "2026-03-01", "to": "2026-04-01", "concurrency": 2, "only": "missing", "by": "ann", "reason": "the parser is mended" }"""),
        "api/schedules/{id}/resume" => JsonNode.Parse("""{ "missed": "last", "by": "ann", "reason": "the gateway is back" }"""),
        "api/schedules/{id}/approve" => JsonNode.Parse("""{ "at": "2026-03-09T16:30", "by": "ann", "reason": "the market is still open" }"""),
        "api/strategies" or "api/strategies/{id}" or "api/strategies/preview" => JsonNode.Parse("""{ "id": "momentum-aapl", "template": "momentum", "parameters": { "symbol": "AAPL", "lookback": 90 }, "by": "ann", "reason": "trial" }"""),
        "api/reconcile" => JsonNode.Parse("""{ "allow_deletions": false }"""),
        _ when path.StartsWith("api/schedules/bulk", StringComparison.Ordinal) => JsonNode.Parse("""{ "ids": ["schedule-default-aapl-daily", "schedule-default-orders"], "by": "ann", "reason": "stocktaking" }"""),
        _ => JsonNode.Parse("""{ "by": "ann", "reason": "audit" }"""),
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
    public static IReadOnlyDictionary<Type, object> ByType { get; } = new Dictionary<Type, object>(PlanningExamples.All().Concat(AccountExamples.All()).Concat(SecretExamples.All()).Concat(NotificationExamples.All()))
    {
        [typeof(RecordPage<WorkflowSummary>)] = new RecordPage<WorkflowSummary>([Workflow], null) { Total = 1 },
        [typeof(WorkflowView)] = new WorkflowView { Summary = Workflow, Input = [], Tasks = [], Yaml = Yaml },
        [typeof(ValidationAnswer)] = new ValidationAnswer(true, Run.WorkflowId, []),
        [typeof(GraphView)] = new GraphView(
            Run.Version,
            [
                new GraphNodeView { Id = new TaskId("bars"), Uses = "market.bars", Words = "Fetches bars.", Role = TaskRole.Task, Level = 0, FansOut = true, ForEach = "input.symbols", IsSensor = false, Pool = "ibkr", MaxAttempts = 3, ContinueOnError = false },
                new GraphNodeView { Id = new TaskId("report"), Uses = "shell", Words = "Runs a command.", Role = TaskRole.Task, Level = 1, FansOut = false, IsSensor = false, If = "tasks.bars.output.count > 0", MaxAttempts = 1, ContinueOnError = false },
            ],
            [new GraphEdge(new TaskId("bars"), new TaskId("report"))]),
        [typeof(JsonObject)] = new JsonObject { ["$schema"] = "https://json-schema.org/draft/2020-12/schema", ["title"] = "Carillon workflow", ["type"] = "object" },
        [typeof(VersionRecord)] = new VersionRecord(Run.Version, "aapl-daily.yaml", Nominal, Yaml),
        [typeof(ItemList<VersionRecord>)] = new ItemList<VersionRecord>([new VersionRecord(Run.Version, "aapl-daily.yaml", Nominal, null)]),
        [typeof(ItemList<TaskTypeView>)] = new ItemList<TaskTypeView>([new TaskTypeView("wait", "Wait for a time.", "clock", false, new JsonObject { ["type"] = "object" }, new JsonObject { ["type"] = "object" })]),
        [typeof(ReconcileView)] = Reconcile,
        [typeof(ItemList<NodeRecord>)] = new ItemList<NodeRecord>([Node]),
        [typeof(GitOpsView)] = GitOps,
        [typeof(RecordPage<GitOpsView>)] = new RecordPage<GitOpsView>([GitOps], null),
        [typeof(ItemList<TaskRunRecord>)] = new ItemList<TaskRunRecord>([Task]),
        [typeof(ItemList<ArtifactRecord>)] = new ItemList<ArtifactRecord>([new ArtifactRecord("019cd3b1-7d81-7000-9d4e-2f5f3c1b7a11", Run.Id, new TaskId("report"), null, 1, "report.csv", "text/csv", 1824, Run.Version, Nominal)]),
        [typeof(PreviewAnswer)] = new PreviewAnswer("At 16:30 on Monday to Friday", "America/New_York", [Occurrence], []),
        [typeof(HealthDashboardView)] = new HealthDashboardView
        {
            At = Nominal,
            LagMilliseconds = 0,
            Ready = 2,
            Running = 5,
            Queue = [new QueueRecord(null, 2, 4), new QueueRecord("ibkr", 0, 1)],
            LastHour = new RunTally(5, 118, 2, 0),
            LastDay = new RunTally(5, 2790, 31, 4),
            Schedules = new ScheduleTally(212, 3, 9, 14),
            Failing = [new FailingRecord(new ScheduleId("schedule-default-orders"), 3)],
            Reconcile = Reconcile,
            DatabaseBytes = 48_234_496,
            Nodes = [Node],
        },
        [typeof(ScheduleView)] = Schedule,
        [typeof(RecordPage<ScheduleView>)] = new RecordPage<ScheduleView>([Schedule], null) { Total = 1 },
        [typeof(ScheduleFacets)] = new ScheduleFacets(
            [new FacetRecord("active", 212), new FacetRecord("paused", 3), new FacetRecord("disabled", 9), new FacetRecord("archived", 14), new FacetRecord("failed", 2)],
            new FacetList([new FacetRecord("declared", 220), new FacetRecord("managed", 4)], false),
            new FacetList([new FacetRecord("trading", 180)], false),
            new FacetList([new FacetRecord("ann", 120)], false),
            new FacetList([new FacetRecord("aapl-daily", 1)], true)),
        [typeof(ItemList<RecentRecord>)] = new ItemList<RecentRecord>(
        [
            new RecentRecord
            {
                ScheduleId = Schedule.Id,
                Occurrences = [new RecentOccurrence(Nominal, 1, OccurrenceOutcome.Ran, Run.Id, RunStatus.Completed, Run.DurationMs)],
                Runs = 22,
                SuccessfulRuns = 21,
                Month = "2026-03",
                Spent = 1.75m,
                Reserved = 0,
            },
        ]),
        [typeof(BulkAnswer)] = BulkAnswer.Of(
        [
            new BulkItem(Schedule.Id, true, ScheduleStatus.Paused, null),
            new BulkItem(new ScheduleId("x"), false, null, new ProblemView { Code = "SCH031", Message = "There is no schedule 'x'.", Severity = "error" }),
        ]),
        [typeof(ExportView)] = new ExportView("default",
        [
            new ExportItem { Id = Schedule.Id, WorkflowId = Schedule.WorkflowId, Status = ScheduleStatus.Active, Enabled = true, Cron = "30 16 * * 1-5", Timezone = Schedule.Timezone, NextRunAt = Schedule.NextRunAt, Definition = Schedule.Definition!.DeepClone() },
        ]),
        [typeof(OccurrenceListView)] = new OccurrenceListView(
            Nominal, Nominal, Nominal + Duration.FromDays(1), "UTC", 1, false, false,
            [new OccurrenceDayView("2026-03-09", Instant.FromUtc(2026, 3, 9, 0, 0), Instant.FromUtc(2026, 3, 10, 0, 0), null, 1, 0, 0, 0, 0)],
            [new OccurrenceItem(Schedule.Id, Schedule.WorkflowId, Nominal, 1, OccurrenceVerdict.Ran, Run.Id, RunStatus.Completed)]),
        [typeof(OccurrenceBandView)] = new OccurrenceBandView(Nominal, Nominal, Nominal + Duration.FromDays(1), 3600, 1, [new OccurrenceCellView(Nominal, OccurrenceState.Completed, 1)]),
        [typeof(RecordPage<AuditRecord>)] = new RecordPage<AuditRecord>([new AuditRecord(7, Nominal, "ann", "paused", "schedule", Schedule.Id.Value, "audit", null)], null),
        [typeof(PromotionView)] = new PromotionView(Schedule.Id, "aapl-daily.yaml", "schedule:\n  cron: \"0 17 * * 1-5\"\n  timezone: America/New_York\n"),
        [typeof(RunRecord)] = Run,
        [typeof(RecordPage<RunRecord>)] = new RecordPage<RunRecord>([Run with { Input = null }], Run.Id.Value),
        [typeof(RunAccepted)] = new RunAccepted(Run.Id, "/api/runs/" + Run.Id),
        [typeof(RecordPage<LedgerRecord>)] = new RecordPage<LedgerRecord>([Entry], null),
        [typeof(WhyRecord)] = new WhyRecord(
            new ScheduleId("schedule-default-aapl-daily"), Nominal, OccurrenceVerdict.Ran, $"It ran (on time): run 41 ({Run.Id}) is completed.", Entry, Run, Nominal - Duration.FromDays(3), Nominal + Duration.FromDays(1)),
        [typeof(ItemList<OccurrenceView>)] = new ItemList<OccurrenceView>([Occurrence]),
        [typeof(ReadinessView)] = new ReadinessView(true, [new ReadinessCheck("database", true, "writable")]),
        [typeof(HealthView)] = new HealthView("ok", "0.1.0", Nominal),
        [typeof(AboutView)] = new AboutView
        {
            Project = "default",
            Version = "0.1.0",
            Node = "local",
            StartedAt = Nominal - Duration.FromDays(9),
            Now = Nominal,
            Tzdb = "2025b",
            DefaultTimezone = "America/New_York",
            Editing = true,
            KeepsRunsDays = 90,
        },
        [typeof(ApiProblem)] = new ApiProblem(
            "urn:carillon:problem:SCH030", "Not Found", 404, "There is no run 'x'.", "/api/runs/x", "SCH030", [new ProblemView { Code = "SCH030", Message = "There is no run 'x'.", Severity = "error" }]),
    };
}
