using Carillon.Core.Schedules;
using NodaTime;

namespace Carillon.Core.Occurrences.Simulation;

/// <summary>
/// Walks the schedules of one workflow through a period under a virtual clock: <see cref="DuePlanner"/> decides about occurrences, the workflow's limit and the
/// order of waiting runs are the engine's, and every run takes its schedule's length. At one instant, runs end before occurrences are due.
/// Pure: the same input gives the same history.
/// </summary>
public sealed class ScheduleSimulator
{
    private readonly Instant _to;
    private readonly MinuteLoad _load;
    private readonly Action<SimulatedRun>? _tell;
    private readonly List<ScheduleTrack> _tracks;
    private readonly PriorityQueue<ScheduleTrack, (long At, int Place)> _due = new();
    private readonly PriorityQueue<OpenSimulatedRun, (long At, long Number)> _ends = new();
    private readonly List<OpenSimulatedRun> _waiting = [];
    private readonly int? _limit;
    private long _made;
    private int _running;

    private ScheduleSimulator(IReadOnlyList<SimulatedSchedule> schedules, Instant from, Instant to, MinuteLoad load, Action<SimulatedRun>? tell)
    {
        (_to, _load, _tell) = (to, load, tell);
        _limit = schedules.Count == 0 ? null : schedules[0].MaxConcurrentRuns;
        _tracks = [.. schedules.Select((schedule, place) => new ScheduleTrack(schedule, place, new ScheduleCursor(from - Duration.Epsilon)))];
    }

    /// <summary>Simulates the schedules of one workflow over [<paramref name="from"/>, <paramref name="to"/>).</summary>
    /// <param name="schedules">All live schedules of the workflow.</param>
    /// <param name="from">The first instant.</param>
    /// <param name="to">The end, exclusive.</param>
    /// <param name="load">Where starts and open runs are counted.</param>
    /// <param name="tell">Told of every run when it ends or the period does; null when only the totals matter.</param>
    /// <returns>What each schedule did, in the order given.</returns>
    public static IReadOnlyList<SimulatedTotals> Simulate(
        IReadOnlyList<SimulatedSchedule> schedules, Instant from, Instant to, MinuteLoad load, Action<SimulatedRun>? tell = null)
    {
        var simulator = new ScheduleSimulator(schedules, from, to, load, tell);
        simulator.Go(from);
        return [.. simulator._tracks.Select(track => track.Totals())];
    }

    private void Go(Instant from)
    {
        foreach (var track in _tracks)
            Plan(track, from);
        while (true)
        {
            var end = _ends.TryPeek(out _, out var first) ? first.At : long.MaxValue;
            var due = _due.TryPeek(out _, out var next) ? next.At : long.MaxValue;
            if (Math.Min(end, due) >= _to.ToUnixTimeTicks())
                break;
            if (end <= due)
                End(_ends.Dequeue(), Instant.FromUnixTimeTicks(end));
            else
                Plan(_due.Dequeue(), Instant.FromUnixTimeTicks(due));
        }

        while (_ends.TryDequeue(out var open, out _))
            Tell(open, ended: null);
        foreach (var waiting in _waiting)
            Tell(waiting, ended: null);
    }

    private void Plan(ScheduleTrack track, Instant now)
    {
        var plan = track.Plan(now);
        if (plan.CancelOpenRuns)
            CancelOpen(track, now);
        foreach (var request in plan.Runs)
        {
            var run = new OpenSimulatedRun(track, ++_made, request.NominalAt, request.DueAt, request.WaitForOpenRuns);
            track.Open.Add(run);
            if (MayStart(run))
                Start(run, now);
            else
                _waiting.Add(run);
        }

        if (plan.NextDueAt is { } next)
            _due.Enqueue(track, (Instant.Max(next, now).ToUnixTimeTicks(), track.Place));
    }

    private void CancelOpen(ScheduleTrack track, Instant now)
    {
        foreach (var run in track.Open.ToList())
        {
            run.IsCanceled = true;
            track.Canceled++;
            _waiting.Remove(run);
            if (run.StartedAt is not null)
                _ends.Remove(run, out _, out _);
            Close(run, now);
        }

        StartWaiting(now);
    }

    private void End(OpenSimulatedRun run, Instant now)
    {
        Close(run, now);
        StartWaiting(now);
    }

    private void Close(OpenSimulatedRun run, Instant now)
    {
        run.Track.Open.Remove(run);
        if (run.StartedAt is not null)
            _running--;
        Tell(run, now);
    }

    // As the engine does it: by priority, then by age.
    private void StartWaiting(Instant now)
    {
        if (_waiting.Count == 0)
            return;
        foreach (var run in _waiting.OrderByDescending(r => r.Track.Priority).ThenBy(r => r.Number).ToList())
        {
            if (!MayStart(run))
                continue;
            _waiting.Remove(run);
            Start(run, now);
        }
    }

    private bool MayStart(OpenSimulatedRun run) =>
        !(_running >= _limit) && (!run.Waits || !run.Track.Open.Exists(other => other.Number < run.Number));

    private void Start(OpenSimulatedRun run, Instant now)
    {
        run.StartedAt = now;
        _running++;
        run.Track.Started(run, now);
        _ends.Enqueue(run, ((now + run.Track.RunLength).ToUnixTimeTicks(), run.Number));
    }

    private void Tell(OpenSimulatedRun run, Instant? ended)
    {
        if (run.StartedAt is { } started)
            _load.Add(started, ended);
        _tell?.Invoke(new SimulatedRun(run.Track.Id, run.NominalAt, run.StartedAt, ended, run.IsCanceled));
    }
}
