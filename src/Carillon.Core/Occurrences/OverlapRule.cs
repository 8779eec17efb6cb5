using Carillon.Core.Schedules;
using NodaTime;

namespace Carillon.Core.Occurrences;

/// <summary>Makes runs as the overlap policy and then the budgets allow. A run made by the same plan is open to the occurrences after it.</summary>
internal sealed class OverlapRule(ScheduleDefinition definition, OpenRuns open, BudgetTally budget, LedgerFold ledger)
{
    private readonly List<RunRequest> _runs = [];
    private int _running = open.Running;
    private int _waiting = open.Waiting;
    private (RunRequest Request, string Reason)? _newest;

    public IReadOnlyList<RunRequest> Runs => _runs;

    /// <summary>How many runs this plan makes so far, the one that is held back included.</summary>
    public int Made => _runs.Count + (_newest is null ? 0 : 1);

    public bool CancelOpenRuns { get; private set; }

    /// <summary>Settles an occurrence that would run.</summary>
    /// <param name="nominal">Its nominal time.</param>
    /// <param name="due">Its due time.</param>
    /// <param name="reason">Why it runs.</param>
    /// <param name="queue">True: it is one of several that are caught up one after the other, and waits for those before it instead of being skipped.</param>
    public void Run(Instant nominal, Instant due, string reason, bool queue)
    {
        var isOpen = _running + _waiting > 0;
        switch (definition.OverlapPolicy)
        {
            case OverlapPolicy.CancelOther:
                SkipNewest();
                _newest = (new RunRequest(nominal, due, WaitForOpenRuns: isOpen), reason);
                break;
            case OverlapPolicy.Allow when definition.Concurrency is { } most && _running + _waiting >= most:
                if (queue)
                    Make(nominal, due, waits: true, reason);
                else
                    ledger.Add(nominal, OccurrenceOutcome.Skipped, $"concurrency: {most} runs are still open");
                break;
            case OverlapPolicy.Allow:
                Make(nominal, due, waits: false, reason);
                break;
            case var _ when !isOpen:
                Make(nominal, due, waits: false, reason);
                break;
            case var _ when queue:
            case OverlapPolicy.BufferOne when _waiting == 0:
                Make(nominal, due, waits: true, reason);
                break;
            case OverlapPolicy.BufferOne:
                ledger.Add(nominal, OccurrenceOutcome.Skipped, "overlap: the previous run is still open and another one waits");
                break;
            default:
                ledger.Add(nominal, OccurrenceOutcome.Skipped, "overlap: the previous run is still open");
                break;
        }
    }

    /// <summary>Makes the run that was held back because a later occurrence might have taken its place.</summary>
    public void Close()
    {
        if (_newest is not { } newest)
            return;
        _newest = null;
        // What does not fit a budget cancels nothing either.
        if (!Fits(newest.Request.NominalAt))
            return;
        CancelOpenRuns = newest.Request.WaitForOpenRuns;
        _runs.Add(newest.Request);
        ledger.Add(newest.Request.NominalAt, OccurrenceOutcome.Ran, newest.Reason);
    }

    // Of several that are due at once, each would cancel the one before it: only the newest is made at all.
    private void SkipNewest()
    {
        if (_newest is { } newest)
            ledger.Add(newest.Request.NominalAt, OccurrenceOutcome.Skipped, "overlap: a later occurrence, due at once with it, takes its place");
        _newest = null;
    }

    private void Make(Instant nominal, Instant due, bool waits, string reason)
    {
        if (!Fits(nominal))
            return;
        _runs.Add(new RunRequest(nominal, due, waits));
        ledger.Add(nominal, OccurrenceOutcome.Ran, reason);
        _running += waits ? 0 : 1;
        _waiting += waits ? 1 : 0;
    }

    private bool Fits(Instant nominal)
    {
        if (budget.Take(nominal) is not { } refusal)
            return true;
        ledger.Add(nominal, OccurrenceOutcome.Skipped, "budget: " + refusal);
        return false;
    }
}
