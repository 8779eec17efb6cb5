using System.Globalization;
using Carillon.Core;

namespace Carillon.Server.History;

/// <summary>A change that readers are told of.</summary>
/// <param name="Number">Its place in the order of all, from 1.</param>
/// <param name="Type"><c>run</c>, <c>schedule</c> or <c>reconcile</c>.</param>
/// <param name="Workflow">The workflow it is about, or null for all.</param>
/// <param name="Schedule">The schedule it is about, or null.</param>
/// <param name="Json">What is told.</param>
internal sealed record LiveEvent(long Number, string Type, WorkflowId? Workflow, ScheduleId? Schedule, byte[] Json);

/// <summary>Which events a reader wants. Null does not filter. A pass of reconcile may concern any schedule, so only the type keeps it out.</summary>
internal sealed record EventFilter(IReadOnlyList<string>? Types, WorkflowId? Workflow, ScheduleId? Schedule)
{
    public bool Takes(LiveEvent told) =>
        (Types is null || Types.Contains(told.Type, StringComparer.Ordinal))
        && (told.Workflow is null || ((Workflow is null || told.Workflow == Workflow) && (Schedule is null || told.Schedule == Schedule)));
}

/// <summary>
/// The last events, numbered, for any number of readers: each has but a position, so a slow one costs nothing and is told when it has lost the thread.
/// Thread safe.
/// </summary>
/// <param name="time">Its start tells ids of this process from those of another.</param>
/// <param name="capacity">How many events are held.</param>
internal sealed class LiveEvents(TimeProvider time, int capacity = LiveEvents.Capacity)
{
    /// <summary>How many events are held.</summary>
    public const int Capacity = 4096;

    private static readonly TimeSpan Linger = TimeSpan.FromMinutes(1);

    private readonly string _epoch = time.GetUtcNow().ToUnixTimeMilliseconds().ToString("x", CultureInfo.InvariantCulture);
    private readonly Lock _gate = new();
    private readonly LiveEvent?[] _ring = new LiveEvent?[capacity];
    private TaskCompletionSource _more = New();
    private long _last;
    private long _first = 1;
    private int _readers;
    private long? _leftAt;
    private bool _missed;

    /// <summary>Completes with the next event. Take it before <see cref="Read"/>.</summary>
    public Task More
    {
        get
        {
            lock (_gate)
                return _more.Task;
        }
    }

    /// <summary>True while somebody reads or did within the last minute; for nobody no event is made, and asking says that one was missed.</summary>
    public bool IsWanted()
    {
        lock (_gate)
        {
            var wanted = _readers > 0 || (_leftAt is { } left && time.GetElapsedTime(left) < Linger);
            _missed |= !wanted;
            return wanted;
        }
    }

    /// <summary>A reader comes. Its position is that of the id it has seen, or the end; null when what followed that id is no longer held.</summary>
    public long? Enter(string? lastId)
    {
        lock (_gate)
        {
            _readers++;
            if (_missed)
                Clear();
            _missed = false;
            if (string.IsNullOrEmpty(lastId))
                return _last;
            var parts = lastId.Split('-');
            return parts.Length == 2 && parts[0] == _epoch && long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var seen) && seen >= _first - 1 && seen <= _last ? seen : null;
        }
    }

    /// <summary>A reader goes.</summary>
    public void Leave()
    {
        lock (_gate)
        {
            _readers--;
            _leftAt = time.GetTimestamp();
        }
    }

    /// <summary>The end: what comes is after it.</summary>
    public long End
    {
        get
        {
            lock (_gate)
                return _last;
        }
    }

    /// <summary>The id that readers see of a position.</summary>
    public string IdOf(long position) => string.Create(CultureInfo.InvariantCulture, $"{_epoch}-{position}");

    /// <summary>The next events for a reader, at most 100, and its position after them. False when the reader has fallen so far behind that some are lost.</summary>
    public bool Read(ref long position, EventFilter filter, List<LiveEvent> into)
    {
        lock (_gate)
        {
            if (position < _first - 1)
                return false;
            while (position < _last && into.Count < 100)
            {
                var told = _ring[position++ % capacity]!;
                if (filter.Takes(told))
                    into.Add(told);
            }

            return true;
        }
    }

    /// <summary>Adds events in order.</summary>
    public void Add(IEnumerable<(string Type, WorkflowId? Workflow, ScheduleId? Schedule, byte[] Json)> events)
    {
        TaskCompletionSource more;
        lock (_gate)
        {
            foreach (var (type, workflow, schedule, json) in events)
            {
                _ring[_last % capacity] = new LiveEvent(++_last, type, workflow, schedule, json);
                _first = Math.Max(_first, _last - capacity + 1);
            }

            (more, _more) = (_more, New());
        }

        more.SetResult();
    }

    /// <summary>Something was lost: whoever reads begins anew.</summary>
    public void Lose()
    {
        TaskCompletionSource more;
        lock (_gate)
        {
            Clear();
            (more, _more) = (_more, New());
        }

        more.SetResult();
    }

    // A number is skipped, so that no position before it is taken for a good one.
    private void Clear()
    {
        _last++;
        _first = _last + 1;
        Array.Clear(_ring);
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
