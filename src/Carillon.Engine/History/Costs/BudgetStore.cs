using System.Data.Common;
using Carillon.Core;
using Carillon.Engine.Storage;
using NodaTime;

namespace Carillon.Engine.History;

/// <summary>Whose budget it is.</summary>
public enum BudgetScope
{
    /// <summary>A schedule's, in place of the one it declares.</summary>
    Schedule,

    /// <summary>An owner's: all runs of schedules, or workflows, of that owner together.</summary>
    Owner,
}

/// <summary>A budget that somebody set. Immutable.</summary>
/// <param name="Scope">Whose.</param>
/// <param name="Subject">The schedule's id, or the owner.</param>
/// <param name="Month">For each calendar month, in the currency: in the schedule's zone, or of UTC for an owner.</param>
/// <param name="ChangedBy">Who set it last.</param>
/// <param name="ChangedAt">When.</param>
public sealed record BudgetRecord(BudgetScope Scope, string Subject, decimal Month, string ChangedBy, Instant ChangedAt);

/// <summary>Budgets as rows.</summary>
internal static class BudgetStore
{
    private const string Columns = "scope, subject, month_micros, changed_by, changed_at";

    public static List<BudgetRecord> List(Sql sql, string project) => sql.Query(
        $"select {Columns} from budgets where project = $1 order by scope, subject", Read, project);

    public static BudgetRecord? Find(Sql sql, string project, BudgetScope scope, string subject) => sql.First(
        $"select {Columns} from budgets where project = $1 and scope = $2 and subject = $3", Read, project, scope.ToWord(), subject);

    public static long? Micros(Sql sql, string project, BudgetScope scope, string subject) => sql.Number(
        "select month_micros from budgets where project = $1 and scope = $2 and subject = $3", project, scope.ToWord(), subject);

    public static void Save(Sql sql, string project, BudgetRecord budget) => sql.Execute(
        """
        insert into budgets (project, scope, subject, month_micros, changed_by, changed_at) values ($1, $2, $3, $4, $5, $6)
        on conflict (project, scope, subject) do update set month_micros = excluded.month_micros, changed_by = excluded.changed_by, changed_at = excluded.changed_at
        """,
        project, budget.Scope.ToWord(), budget.Subject, Money.Micros(budget.Month), budget.ChangedBy, budget.ChangedAt.ToStored());

    public static void Delete(Sql sql, string project, BudgetScope scope, string subject) => sql.Execute(
        "delete from budgets where project = $1 and scope = $2 and subject = $3", project, scope.ToWord(), subject);

    private static BudgetRecord Read(DbDataReader row) => new(
        row.GetString(0).ToValue<BudgetScope>(), row.GetString(1), Money.Amount(row.GetInt64(2)), row.GetString(3), row.GetInt64(4).ToInstant());
}
