using Carillon.Core;
using Carillon.Core.Occurrences;
using Carillon.Core.Runs;
using Carillon.Engine.Storage;
using NodaTime;

namespace Carillon.Engine.Occurrences;

/// <summary>The ledger: what became of every occurrence, for ever. Only ever appended to.</summary>
internal static class LedgerStore
{
    private static readonly RowWrite Insertion = RowWrite.Insert(50, "ledger", "schedule_id', nominal_at, last_nominal_at, count, outcome', reason', run_id', settled_at");

    public static void Append(Sql sql, ScheduleId schedule, LedgerEntry entry, RunId? run, Instant now) => sql.Rows.Add(
        Insertion,
        schedule.Value, entry.NominalAt.ToStored(), entry.LastNominalAt.ToStored(), entry.Count, OutcomeText.Of(entry.Outcome), entry.Reason, run?.Value, now.ToStored());
}
