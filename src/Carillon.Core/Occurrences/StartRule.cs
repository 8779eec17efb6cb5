using Carillon.Core.Schedules;
using NodaTime;

namespace Carillon.Core.Occurrences;

/// <summary>Holds back an occurrence that would run, where a rule says that it must not start now; the overlap policy has the last word.</summary>
internal sealed class StartRule(Schedule schedule, Instant now, OverlapRule overlap, LedgerFold ledger)
{
    private readonly ScheduleDefinition _definition = schedule.Definition;
    private readonly bool _opensLate = schedule.Definition.RunWindow?.IsOpenAt(now) ?? true;
    private string? _closed;
    private string? _stale;

    /// <summary>True once the schedule has made all its runs.</summary>
    public bool IsFinished => _definition.MaxRuns is { } most && schedule.RunCount + overlap.Made >= most;

    /// <summary>Settles an occurrence that nothing keeps from being due.</summary>
    public void OnTime(Instant nominal, Instant due) => Start(nominal, due, "on time", queue: false);

    /// <summary>Settles a missed occurrence that the catch-up rule lets run.</summary>
    /// <param name="nominal">Its nominal time.</param>
    /// <param name="due">Its due time.</param>
    /// <param name="queue">True: it waits for those before it instead of being skipped.</param>
    public void Late(Instant nominal, Instant due, bool queue)
    {
        if (!_opensLate)
            ledger.Add(nominal, OccurrenceOutcome.Skipped, _closed ??= $"{_definition.RunWindow!.Refusal}: it would have started late");
        else if (schedule.HasIrreversibleEffects && !IsStale(nominal))
            ledger.Add(nominal, OccurrenceOutcome.Missed, DuePlanner.NeedsApproval);
        else
            Start(nominal, due, "catch-up", queue);
    }

    private void Start(Instant nominal, Instant due, string reason, bool queue)
    {
        if (IsStale(nominal))
            ledger.Add(nominal, OccurrenceOutcome.Skipped, _stale ??= Staleness.Reason(_definition.MaxStaleness!.Value));
        else
            overlap.Run(nominal, due, reason, queue);
    }

    private bool IsStale(Instant nominal) => now >= Staleness.StaleAt(nominal, _definition.MaxStaleness);
}
