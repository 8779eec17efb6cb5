using System.Text;
using Carillon.Engine.Storage;
using NodaTime.Text;

namespace Carillon.Engine.Runs;

/// <summary>
/// The log of one attempt. Lines get their time, wait in memory for the next flush, and are cut with a mark beyond the limit. Thread safe.
/// </summary>
internal sealed class TaskLog(ClaimedAttempt claim, int limit, TimeProvider time, IArtifactKeeper artifacts, Action<TaskLog> dirty) : ITaskLog
{
    private const int LongestLine = 16 * 1024;
    private static readonly InstantPattern Stamp = InstantPattern.CreateWithInvariantCulture("uuuu-MM-ddTHH:mm:ss.fff'Z'");
    private readonly Lock _gate = new();
    private readonly StringBuilder _pending = new();
    private long _kept;
    private bool _cut;

    public AttemptRow Attempt => claim.Row;

    public IArtifactKeeper Artifacts => artifacts;

    public bool IsFull => Volatile.Read(ref _cut);

    public void Line(string text)
    {
        lock (_gate)
        {
            if (_cut)
                return;
            var first = _pending.Length == 0;
            var start = _pending.Length;
            _pending.Append(Stamp.Format(time.Now())).Append(' ');
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
            if (!first)
                return;
        }
        dirty(this);
    }

    /// <summary>Takes what waits, or null.</summary>
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
}
