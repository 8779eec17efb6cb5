using NodaTime;

namespace Carillon.Core.Occurrences;

/// <summary>Collects ledger entries in order of time; consecutive occurrences of the same fate become one entry.</summary>
internal sealed class LedgerFold
{
    private readonly List<LedgerEntry> _entries = [];
    private Instant _first;
    private Instant _last;
    private long _count;
    private OccurrenceOutcome _outcome;
    private string _reason = "";

    public IReadOnlyList<LedgerEntry> Entries
    {
        get
        {
            Close();
            return _entries;
        }
    }

    public void Add(Instant nominal, OccurrenceOutcome outcome, string reason)
    {
        if (_count > 0 && outcome == _outcome && outcome != OccurrenceOutcome.Ran && string.Equals(reason, _reason, StringComparison.Ordinal))
        {
            _last = nominal;
            _count++;
            return;
        }
        Close();
        (_first, _last, _count, _outcome, _reason) = (nominal, nominal, 1, outcome, reason);
    }

    private void Close()
    {
        if (_count > 0)
            _entries.Add(new LedgerEntry(_first, _last, _count, _outcome, _reason));
        _count = 0;
    }
}
