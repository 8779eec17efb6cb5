using System.Text.Json.Nodes;
using Carillon.Core;
using Carillon.Engine.Schedules;
using Carillon.Engine.Storage;

namespace Carillon.Engine.History;

/// <summary>Budgets that people set. Thread safe. A change is durable, and in the audit trail, when the task completes.</summary>
public sealed class BudgetService
{
    private readonly EngineOptions _options;
    private readonly Database _database;

    private readonly CostKeeper _costs;

    internal BudgetService(EngineOptions options, Database database, CostKeeper costs) => (_options, _database, _costs) = (options, database, costs);

    /// <summary>Every budget, by scope and subject.</summary>
    public IReadOnlyList<BudgetRecord> List() => _database.Read(sql => BudgetStore.List(sql, _options.Project));

    /// <summary>The budget, or null.</summary>
    public BudgetRecord? Find(BudgetScope scope, string subject) => _database.Read(sql => BudgetStore.Find(sql, _options.Project, scope, subject));

    /// <summary>Sets a budget. It holds for the month under way too. Problems: SCH031 unknown schedule.</summary>
    /// <param name="scope">Whose.</param>
    /// <param name="subject">The schedule's id, or the owner; an owner need not have anything yet.</param>
    /// <param name="month">For each month, in the currency; see <see cref="Money.IsExact"/>.</param>
    /// <param name="by">Who.</param>
    /// <param name="reason">Why, or null.</param>
    /// <exception cref="ArgumentOutOfRangeException">The amount is not exact in micros.</exception>
    /// <exception cref="StorageException">The database cannot be written; nothing has changed.</exception>
    public Task<Checked<BudgetRecord>> SetAsync(BudgetScope scope, string subject, decimal month, string by, string? reason)
    {
        if (!Money.IsExact(month))
            throw new ArgumentOutOfRangeException(nameof(month), month, "An amount has six decimals at most.");
        return _database.WriteAsync(sql =>
        {
            if (scope == BudgetScope.Schedule && ScheduleStore.Find(sql, _options.Project, new ScheduleId(subject)) is null)
                return Checked<BudgetRecord>.Bad(new Problem(ProblemCodes.ScheduleNotFound, $"There is no schedule '{subject}'."));
            var before = BudgetStore.Micros(sql, _options.Project, scope, subject);
            var budget = new BudgetRecord(scope, subject, month, by, _options.Time.Now());
            BudgetStore.Save(sql, _options.Project, budget);
            _costs.ForgetBudgets();
            Audit(sql, budget.Scope, subject, by, reason, "set", before, Money.Micros(month));
            return Checked<BudgetRecord>.Ok(budget);
        });
    }

    /// <summary>Takes a budget away: a schedule's own holds again, an owner has none. Gives the one that was there; null when none was.</summary>
    /// <exception cref="StorageException">The database cannot be written; nothing has changed.</exception>
    public Task<BudgetRecord?> DeleteAsync(BudgetScope scope, string subject, string by, string? reason) => _database.WriteAsync(sql =>
    {
        var before = BudgetStore.Find(sql, _options.Project, scope, subject);
        if (before is null)
            return null;
        BudgetStore.Delete(sql, _options.Project, scope, subject);
        _costs.ForgetBudgets();
        Audit(sql, scope, subject, by, reason, "removed", Money.Micros(before.Month), null);
        return before;
    });

    private void Audit(Sql sql, BudgetScope scope, string subject, string by, string? reason, string action, long? before, long? after)
    {
        var detail = new JsonObject { ["before"] = Node(before), ["after"] = Node(after) };
        AuditStore.Append(sql, _options.Project, new AuditEntry(by, action, "budget", $"{scope.ToWord()}/{subject}", reason, detail), _options.Time.Now());
    }

    private static JsonNode? Node(long? micros) => micros is { } amount ? JsonValue.Create(Money.Amount(amount)) : null;
}
