using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Carillon.Core;
using Carillon.Core.Definitions;
using Carillon.Core.Occurrences;
using Carillon.Core.Runs;
using Carillon.Core.Schedules;
using Carillon.Engine.Connections;
using Carillon.Engine.History;
using Carillon.Engine.History.Notifications;
using Carillon.Engine.Security;
using Carillon.Engine.Schedules;
using Carillon.Engine.Occurrences;
using Carillon.Server.Cli;
using Carillon.Server.Definitions;
using Carillon.Server.History;
using Carillon.Server.Occurrences;
using Carillon.Server.Runs;
using Carillon.Server.Schedules;
using Carillon.Server.Security;
using TaskStatus = Carillon.Core.Runs.TaskStatus;

namespace Carillon.Server.Hosting;

/// <summary>The API's JSON: snake_case names and words, ISO instants, ids as strings, unknown and doubled members refused. Source-generated.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    NumberHandling = JsonNumberHandling.Strict,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    Converters =
    [
        typeof(InstantConverter),
        typeof(WorkflowIdConverter),
        typeof(ScheduleIdConverter),
        typeof(RunIdConverter),
        typeof(TaskIdConverter),
        typeof(WordConverter<RunStatus>),
        typeof(WordConverter<TaskStatus>),
        typeof(WordConverter<RunTrigger>),
        typeof(WordConverter<ScheduleStatus>),
        typeof(WordConverter<StrategyStatus>),
        typeof(WordConverter<OccurrenceOutcome>),
        typeof(WordConverter<OccurrenceVerdict>),
        typeof(WordConverter<OccurrenceState>),
        typeof(WordConverter<InputType>),
        typeof(WordConverter<ScheduleFate>),
        typeof(WordConverter<OverrideFate>),
        typeof(WordConverter<TaskRole>),
        typeof(WordConverter<OverlapPolicy>),
        typeof(WordConverter<ClockEffect>),
        typeof(WordConverter<CoverageState>),
        typeof(WordConverter<BudgetScope>),
        typeof(WordConverter<BackfillSelection>),
        typeof(WordConverter<BackfillOrder>),
        typeof(WordConverter<BackfillStatus>),
        typeof(WordConverter<MissedChoice>),
        typeof(WordConverter<NodeState>),
        typeof(WordConverter<AccountKind>),
        typeof(WordConverter<SecretProvider>),
        typeof(WordConverter<BreakerState>),
        typeof(WordConverter<ChannelKind>),
        typeof(WordConverter<ChannelState>),
        typeof(WordConverter<MailSecurity>),
        typeof(WordConverter<NotificationStatus>),
    ])]
[JsonSerializable(typeof(ApiProblem))]
[JsonSerializable(typeof(EmptyRequest))]
[JsonSerializable(typeof(SignInRequest))]
[JsonSerializable(typeof(LinkRequest))]
[JsonSerializable(typeof(PasswordRequest))]
[JsonSerializable(typeof(AccountView))]
[JsonSerializable(typeof(ItemList<Account>))]
[JsonSerializable(typeof(AccountRequest))]
[JsonSerializable(typeof(AccountChange))]
[JsonSerializable(typeof(AccountMade))]
[JsonSerializable(typeof(LinkMade))]
[JsonSerializable(typeof(ItemList<ApiToken>))]
[JsonSerializable(typeof(TokenRequest))]
[JsonSerializable(typeof(TokenMade))]
[JsonSerializable(typeof(ItemList<SecretRecord>))]
[JsonSerializable(typeof(SecretRecord))]
[JsonSerializable(typeof(SecretRequest))]
[JsonSerializable(typeof(KeyReport))]
[JsonSerializable(typeof(ItemList<ConnectionRecord>))]
[JsonSerializable(typeof(ConnectionRecord))]
[JsonSerializable(typeof(ConnectionRequest))]
[JsonSerializable(typeof(ConnectionCheck))]
[JsonSerializable(typeof(ItemList<ConnectionKind>))]
[JsonSerializable(typeof(ItemList<NodeRecord>))]
[JsonSerializable(typeof(RecordPage<WorkflowSummary>))]
[JsonSerializable(typeof(WorkflowView))]
[JsonSerializable(typeof(GraphView))]
[JsonSerializable(typeof(ItemList<VersionRecord>))]
[JsonSerializable(typeof(VersionRecord))]
[JsonSerializable(typeof(ValidationAnswer))]
[JsonSerializable(typeof(RunNowRequest))]
[JsonSerializable(typeof(RunAccepted))]
[JsonSerializable(typeof(RecordPage<ScheduleView>))]
[JsonSerializable(typeof(ScheduleView))]
[JsonSerializable(typeof(ItemList<RecentRecord>))]
[JsonSerializable(typeof(ScheduleFacets))]
[JsonSerializable(typeof(RecordPage<TemplateView>))]
[JsonSerializable(typeof(TemplateView))]
[JsonSerializable(typeof(RecordPage<StrategyView>))]
[JsonSerializable(typeof(StrategyView))]
[JsonSerializable(typeof(StrategyPreview))]
[JsonSerializable(typeof(ActRequest))]
[JsonSerializable(typeof(FolderRequest))]
[JsonSerializable(typeof(FolderPlanView))]
[JsonSerializable(typeof(WorkflowText))]
[JsonSerializable(typeof(WorkflowDeleted))]
[JsonSerializable(typeof(SimulationRequest))]
[JsonSerializable(typeof(SimulationView))]
[JsonSerializable(typeof(ScheduleActRequest))]
[JsonSerializable(typeof(BulkRequest))]
[JsonSerializable(typeof(ExportView))]
[JsonSerializable(typeof(OccurrenceListView))]
[JsonSerializable(typeof(OccurrenceBandView))]
[JsonSerializable(typeof(HealthDashboardView))]
[JsonSerializable(typeof(RunChange))]
[JsonSerializable(typeof(ScheduleChange))]
[JsonSerializable(typeof(ReconcileChange))]
[JsonSerializable(typeof(BulkAnswer))]
[JsonSerializable(typeof(ResumeRequest))]
[JsonSerializable(typeof(ApprovalRequest))]
[JsonSerializable(typeof(MissedRecord))]
[JsonSerializable(typeof(BackfillBody))]
[JsonSerializable(typeof(BackfillPreviewView))]
[JsonSerializable(typeof(BackfillRecord))]
[JsonSerializable(typeof(RecordPage<BackfillRecord>))]
[JsonSerializable(typeof(RecordPage<BackfillItemRecord>))]
[JsonSerializable(typeof(GitOpsUpdate))]
[JsonSerializable(typeof(GitOpsView))]
[JsonSerializable(typeof(RecordPage<GitOpsView>))]
[JsonSerializable(typeof(PromotionView))]
[JsonSerializable(typeof(RecordPage<AuditRecord>))]
[JsonSerializable(typeof(AuditRecord))]
[JsonSerializable(typeof(ReconcileRequest))]
[JsonSerializable(typeof(ItemList<OccurrenceView>))]
[JsonSerializable(typeof(RecordPage<LedgerRecord>))]
[JsonSerializable(typeof(WhyRecord))]
[JsonSerializable(typeof(MetricsView))]
[JsonSerializable(typeof(CompareView))]
[JsonSerializable(typeof(ScheduleCostView))]
[JsonSerializable(typeof(CostOverviewView))]
[JsonSerializable(typeof(ItemList<ForecastMonthView>))]
[JsonSerializable(typeof(BudgetRequest))]
[JsonSerializable(typeof(BudgetRecord))]
[JsonSerializable(typeof(ItemList<BudgetRecord>))]
[JsonSerializable(typeof(ItemList<ChannelRecord>))]
[JsonSerializable(typeof(ChannelRecord))]
[JsonSerializable(typeof(ChannelRequest))]
[JsonSerializable(typeof(ChannelAnswer))]
[JsonSerializable(typeof(ChannelTest))]
[JsonSerializable(typeof(ItemList<RuleRecord>))]
[JsonSerializable(typeof(RuleRecord))]
[JsonSerializable(typeof(RuleRequest))]
[JsonSerializable(typeof(RecordPage<NotificationRecord>))]
[JsonSerializable(typeof(NotificationRecord))]
[JsonSerializable(typeof(RunActRequest))]
[JsonSerializable(typeof(RecordPage<RunRecord>))]
[JsonSerializable(typeof(RunRecord))]
[JsonSerializable(typeof(ItemList<TaskRunRecord>))]
[JsonSerializable(typeof(ItemList<ArtifactRecord>))]
[JsonSerializable(typeof(ItemList<TaskTypeView>))]
[JsonSerializable(typeof(RunOutcome))]
[JsonSerializable(typeof(PreviewAnswer))]
[JsonSerializable(typeof(ExplanationView))]
[JsonSerializable(typeof(CoverageView))]
[JsonSerializable(typeof(ItemList<CalendarSummary>))]
[JsonSerializable(typeof(CalendarView))]
[JsonSerializable(typeof(ReconcileView))]
[JsonSerializable(typeof(HealthView))]
[JsonSerializable(typeof(AboutView))]
[JsonSerializable(typeof(ReadinessView))]
[JsonSerializable(typeof(JsonObject))]
[JsonSerializable(typeof(JsonNode))]
internal sealed partial class ApiJson : JsonSerializerContext;

/// <summary>The API's JSON as answers write it.</summary>
internal static class AnswerJson
{
    /// <summary>With quotes and other letters as they are: answers are JSON, never part of a page.</summary>
    public static ApiJson Context { get; } = new(new JsonSerializerOptions(ApiJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}

/// <summary>A whole list that needs no pages.</summary>
/// <typeparam name="T">What is listed.</typeparam>
/// <param name="Items">All of it.</param>
internal sealed record ItemList<T>(IReadOnlyList<T> Items);
