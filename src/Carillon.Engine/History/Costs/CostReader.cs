using System.Collections.Concurrent;
using Carillon.Core;
using Carillon.Core.Definitions;
using Carillon.Core.History;
using Carillon.Core.Schedules;
using Carillon.Engine.Schedules;
using Carillon.Engine.Storage;
using NodaTime;

namespace Carillon.Engine.History;

/// <summary>Reads what months cost, from sums that are kept run by run: nothing walks over runs. Thread safe.</summary>
/// <param name="database">Where they are.</param>
/// <param name="live">What schedules mean now.</param>
/// <param name="typical">What runs usually cost.</param>
/// <param name="project">Whose they are.</param>
public sealed class CostReader(Database database, LiveSchedules live, TypicalCosts typical, string project)
{
    /// <summary>How many days of trend there are at most.</summary>
    public const int MostDays = 366;

    private readonly ConcurrentDictionary<(ScheduleId Schedule, int Later), MonthCount> _counts = new();

    private const int TrendMonths = 12;
    private const long Full = 4_000_000_000_000_000_000;

    /// <summary>The month of a schedule at <paramref name="now"/>; null when there is no such schedule, or its definition can no longer be read.</summary>
    public ScheduleCost? OfSchedule(ScheduleId id, Instant now) => database.Read(sql =>
        ScheduleStore.Find(sql, project, id) is { } stored && Subject(sql, stored) is { } subject
            ? Of(subject, later: 0, Spending(sql, "schedule", now, id.Value), Budgets(sql, BudgetScope.Schedule), now)
            : null);

    /// <summary>What the next run of a workflow is expected to cost, in micros.</summary>
    public long Estimate(WorkflowDefinition workflow) => database.Read(sql => typical.Estimate(sql, workflow));

    /// <summary>The whole project in the month of <paramref name="now"/>.</summary>
    /// <param name="now">Now.</param>
    /// <param name="byMonth">The trend: true for the last twelve months, false for days.</param>
    /// <param name="days">How many days of trend, 1 to <see cref="MostDays"/>.</param>
    /// <param name="stop">Gives up.</param>
    public CostOverview Overview(Instant now, bool byMonth, int days, CancellationToken stop)
    {
        var month = CostMonth.MonthOf(now, DateTimeZone.Utc);
        var read = database.Read(sql => (
            Subjects: Subjects(sql),
            Spent: Spending(sql, "schedule", now),
            Owners: Spending(sql, "owner", now),
            Project: Spending(sql, "project", now),
            Set: Budgets(sql, BudgetScope.Schedule),
            OwnerBudgets: Budgets(sql, BudgetScope.Owner),
            Trend: byMonth ? Months(sql, month) : Days(sql, now, days)));
        List<ScheduleCost> all = [.. read.Subjects.AsParallel().WithCancellation(stop)
            .Where(subject => subject.RunMicros > 0 || subject.Definition.Budget is not null || read.Set.ContainsKey(subject.Id.Value) || read.Spent.ContainsKey((subject.Id.Value, CostMonth.MonthOf(now, subject.Zone))))
            .Select(subject => Of(subject, later: 0, read.Spent, read.Set, now))];
        var known = all.Select(row => row.ScheduleId.Value).ToHashSet(StringComparer.Ordinal);
        foreach (var ((subject, at), (reserved, spent)) in read.Spent)
        {
            if (at == month && !known.Contains(subject))
                all.Add(new ScheduleCost(new ScheduleId(subject), null, null, DateTimeZone.Utc, new MonthCost(CostMonth.Of(month, DateTimeZone.Utc), 0, 0, 0, spent, reserved, null, null), false, null));
        }

        return new CostOverview(
            month,
            Sum(project, read.Project.GetValueOrDefault((project, month)), ToCome(all), null),
            Owners(all, read.Owners, read.OwnerBudgets, month),
            [.. all.Where(row => row.Cost.ProjectedMicros > 0 || row.Cost.BudgetMicros is not null)
                .OrderByDescending(row => row.Cost.ProjectedMicros).ThenBy(row => row.ScheduleId.Value, StringComparer.Ordinal)],
            read.Trend);
    }

    /// <summary>What this month and those after it are expected to cost.</summary>
    /// <param name="now">Now.</param>
    /// <param name="months">How many, the month under way among them.</param>
    /// <param name="stop">Gives up.</param>
    public IReadOnlyList<ForecastMonth> Forecast(Instant now, int months, CancellationToken stop)
    {
        var read = database.Read(sql => (Subjects: Subjects(sql), Spent: Spending(sql, "schedule", now), Set: Budgets(sql, BudgetScope.Schedule)));
        var found = read.Subjects.AsParallel().WithCancellation(stop).Where(subject => subject.RunMicros > 0).SelectMany(subject => Enumerable.Range(0, months)
            .Select(later => Of(subject, later, read.Spent, read.Set, now))).ToList();
        return [.. found.GroupBy(row => row.Cost.Month.Month).OrderBy(group => group.Key).Take(months).Select(group => new ForecastMonth(
            group.Key,
            group.Sum(row => row.Cost.Remaining),
            (long)Math.Min(Full, group.Sum(row => (decimal)row.Cost.ProjectedMicros)),
            [.. group.Where(row => row.Cost.ProjectedMicros > row.Cost.BudgetMicros).Select(row => row.ScheduleId).OrderBy(id => id.Value, StringComparer.Ordinal)]))];
    }

    private ScheduleCost Of(
        CostSubject subject, int later, Dictionary<(string, YearMonth), (long Reserved, long Spent)> spending, Dictionary<string, long> set, Instant now)
    {
        var month = CostMonth.MonthOf(now, subject.Zone).PlusMonths(later);
        var (reserved, spent) = spending.GetValueOrDefault((subject.Id.Value, month));
        var isSet = set.TryGetValue(subject.Id.Value, out var own);
        var budget = isSet ? own : subject.Definition.Budget?.MonthMicros;
        var cost = MonthCost.Of(Count(subject, later, month, now), subject.IsRunning, subject.RunMicros, spent, reserved, budget);
        return new ScheduleCost(subject.Id, subject.Workflow.Id, subject.Owner, subject.Zone, cost, isSet, subject.Definition.CostLimitMicros);
    }

    // Each view after the first counts only what has passed since the one before.
    private MonthCount Count(CostSubject subject, int later, YearMonth month, Instant now) => _counts.AddOrUpdate(
        (subject.Id, later),
        _ => MonthCount.Of(subject.Definition.Times, CostMonth.Of(month, subject.Zone), now),
        (_, known) => ReferenceEquals(known.Times, subject.Definition.Times) && known.Month.Month == month
            ? known.At(now)
            : MonthCount.Of(subject.Definition.Times, CostMonth.Of(month, subject.Zone), now));

    private static List<CostSum> Owners(List<ScheduleCost> all, Dictionary<(string Owner, YearMonth Month), (long Reserved, long Spent)> spending, Dictionary<string, long> budgets, YearMonth month)
    {
        var toCome = all.Where(row => row.Owner is not null).GroupBy(row => row.Owner!, StringComparer.Ordinal).ToDictionary(group => group.Key, ToCome, StringComparer.Ordinal);
        var names = spending.Keys.Where(key => key.Month == month).Select(key => key.Owner).Concat(budgets.Keys).Concat(toCome.Where(owner => owner.Value > 0).Select(owner => owner.Key));
        return [.. names.Distinct(StringComparer.Ordinal)
            .Select(name => Sum(name, spending.GetValueOrDefault((name, month)), toCome.GetValueOrDefault(name), budgets.TryGetValue(name, out var budget) ? budget : null))
            .OrderByDescending(owner => owner.ProjectedMicros).ThenBy(owner => owner.Name, StringComparer.Ordinal)];
    }

    private static CostSum Sum(string name, (long Reserved, long Spent) used, decimal toCome, long? budget) =>
        new(name, used.Spent, used.Reserved, (long)Math.Min(Full, used.Spent + used.Reserved + toCome), budget);

    private static decimal ToCome(IEnumerable<ScheduleCost> rows) => rows.Sum(row => (decimal)row.Cost.Remaining * row.Cost.RunMicros);

    private List<CostSubject> Subjects(Sql sql) =>
        [.. sql.Query($"select {StoredSchedule.Columns} from schedules where project = $1 and archived_at is null", StoredSchedule.Read, project)
            .Select(stored => Subject(sql, stored)).OfType<CostSubject>()];

    private CostSubject? Subject(Sql sql, StoredSchedule stored) => live.Of(stored).ValueOrDefault is { } meaning
        ? new CostSubject(stored.Id, meaning.Workflow, meaning.Definition, stored is { IsActive: true, PausedBy: null, IsAutoPaused: false }, typical.Estimate(sql, meaning.Workflow))
        : null;

    // A zone may be in the month before or after that of UTC.
    private Dictionary<(string, YearMonth), (long Reserved, long Spent)> Spending(Sql sql, string scope, Instant now, string? subject = null)
    {
        var month = CostMonth.MonthOf(now, DateTimeZone.Utc);
        return sql.Query(
            "select subject, month, reserved_micros, spent_micros from spending where project = $1 and scope = $2 and month >= $3 and month <= $4 and (cast($5 as text) is null or subject = $5)",
            row => (Subject: row.GetString(0), Month: SpendingStore.Month(row.GetInt64(1)), Reserved: row.GetInt64(2), Spent: row.GetInt64(3)),
            project, scope, SpendingStore.Number(month.PlusMonths(-1)), SpendingStore.Number(month.PlusMonths(1)), subject)
            .ToDictionary(found => (found.Subject, found.Month), found => (found.Reserved, found.Spent));
    }

    private Dictionary<string, long> Budgets(Sql sql, BudgetScope scope) => BudgetStore.List(sql, project)
        .Where(budget => budget.Scope == scope).ToDictionary(budget => budget.Subject, budget => Money.Micros(budget.Month), StringComparer.Ordinal);

    private List<CostPoint> Days(Sql sql, Instant now, int days)
    {
        var today = now.InUtc().Date;
        return sql.Query(
            "select day, spent_micros from spending_days where project = $1 and day > $2 and day <= $3 order by day",
            row => new CostPoint(new LocalDate(1970, 1, 1).PlusDays((int)row.GetInt64(0)), row.GetInt64(1)),
            project, Period.DaysBetween(new LocalDate(1970, 1, 1), today) - days, Period.DaysBetween(new LocalDate(1970, 1, 1), today));
    }

    private List<CostPoint> Months(Sql sql, YearMonth month) => sql.Query(
        "select month, spent_micros from spending where project = $1 and scope = 'project' and month > $2 and month <= $3 and subject = $1 order by month",
        row => new CostPoint(SpendingStore.Month(row.GetInt64(0)).OnDayOfMonth(1), row.GetInt64(1)),
        project, SpendingStore.Number(month.PlusMonths(-TrendMonths)), SpendingStore.Number(month));

    private sealed record CostSubject(ScheduleId Id, WorkflowDefinition Workflow, ScheduleDefinition Definition, bool IsRunning, long RunMicros)
    {
        public DateTimeZone Zone => Definition.Zone;

        public string? Owner => Definition.Owner ?? Workflow.Owner;
    }
}
