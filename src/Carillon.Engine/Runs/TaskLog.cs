using System.Text;
using Carillon.Core.Security;
using Carillon.Engine.Security;
using Carillon.Engine.Storage;
using NodaTime;
using NodaTime.Text;

namespace Carillon.Engine.Runs;

/// <summary>
/// The log of one attempt. Lines get their time, wait in memory for the next flush, and are cut with a mark beyond the limit. Secrets that the attempt has are masked before
/// anything else happens to a line; one that ends as a secret begins waits for the next. Thread safe.
/// </summary>
internal sealed class TaskLog(ClaimedAttempt claim, int limit, TimeProvider time, ArtifactKeeper artifacts, MaskCache masks, Action<TaskLog> dirty) : ITaskLog
{
    private const int LongestLine = 16 * 1024;

    /// <summary>So few characters of a secret are told when nothing follows them for a while: half of all lines end so by chance.</summary>
    private const int Few = 2;
    private static readonly Duration Patience = Duration.FromSeconds(2);
    private static readonly InstantPattern Stamp = InstantPattern.CreateWithInvariantCulture("uuuu-MM-ddTHH:mm:ss.fff'Z'");
    private readonly Lock _gate = new();
    private readonly StringBuilder _pending = new();
    private LineMasker<Instant>? _masker;
    private Instant _lastAt;
    private long _kept;
    private bool _cut;

    public AttemptRow Attempt => claim.Row;

    public IArtifactKeeper Artifacts => artifacts;

    public bool IsFull => Volatile.Read(ref _cut);

    /// <summary>Takes the attempt's secrets out of texts.</summary>
    public SecretMask Mask { get; private set; } = SecretMask.None;

    /// <summary>True while a line waits that is told before long, whatever follows.</summary>
    public bool IsWaiting
    {
        get
        {
            lock (_gate)
                return _masker?.Undecided is > 0 and <= Few;
        }
    }

    /// <summary>From now on these are masked, in names of artifacts too.</summary>
    public void Hide(IEnumerable<string> values)
    {
        lock (_gate)
        {
            var mask = masks.With(Mask, values);
            if (ReferenceEquals(mask, Mask) || mask.IsNone)
                return;
            _masker?.Release(mayBeCut: true);
            Mask = artifacts.Mask = mask;
            _masker = new LineMasker<Instant>(mask, Append);
        }
    }

    public void Line(string text)
    {
        lock (_gate)
        {
            if (_cut)
                return;
            var first = _pending.Length == 0;
            _lastAt = time.Now();
            if (_masker is null)
                Append(_lastAt, text);
            else
                _masker.Take(_lastAt, text);
            if (!first || (_pending.Length == 0 && _masker?.Undecided > Few))
                return;
        }
        dirty(this);
    }

    /// <summary>There is no more: nothing waits any longer.</summary>
    public void End()
    {
        lock (_gate)
            _masker?.End(mayBeCut: true);
    }

    /// <summary>True when there is something to take.</summary>
    public bool IsReady()
    {
        lock (_gate)
        {
            if (_masker?.Undecided is > 0 and <= Few && time.Now() - _lastAt >= Patience)
                _masker.Release(mayBeCut: false);
            return _pending.Length > 0;
        }
    }

    /// <summary>Takes what waits to be stored, or null.</summary>
    public string? Take()
    {
        lock (_gate)
        {
            if (_pending.Length == 0)
                return null;
            var text = _pending.ToString();
            _pending.Clear();
            return text;
        }
    }

    /// <summary>Puts back what could not be stored.</summary>
    public void PutBack(string text)
    {
        lock (_gate)
            _pending.Insert(0, text);
        dirty(this);
    }

    private void Append(Instant at, string text)
    {
        if (_cut)
            return;
        var start = _pending.Length;
        _pending.Append(Stamp.Format(at)).Append(' ');
        if (_kept + text.Length > limit)
        {
            _cut = true;
            _pending.Append("[the log is cut here: it has reached its limit of ").Append(limit.ToString("N0")).Append(" characters]");
        }
        else if (text.Length > LongestLine)
        {
            _pending.Append(text, 0, LongestLine).Append(" [the line is cut here]");
        }
        else
        {
            _pending.Append(text);
        }
        _pending.Append('\n');
        _kept += _pending.Length - start;
    }
}
