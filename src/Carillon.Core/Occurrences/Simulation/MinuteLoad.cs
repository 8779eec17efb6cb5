using NodaTime;

namespace Carillon.Core.Occurrences.Simulation;

/// <summary>How many runs start in each minute of a period, and how many are open. Filled by one thread; several are merged at the end.</summary>
public sealed class MinuteLoad
{
    private readonly long _firstMinute;
    private readonly int[] _starts;
    private readonly int[] _changes;

    /// <summary>The minutes from <paramref name="from"/> to <paramref name="to"/>, which is exclusive.</summary>
    public MinuteLoad(Instant from, Instant to)
    {
        _firstMinute = Minute(from);
        var count = Math.Max(1, Minute(to - Duration.Epsilon) - _firstMinute + 1);
        _starts = new int[count];
        _changes = new int[count + 1];
    }

    /// <summary>A run that is open from <paramref name="startedAt"/> to <paramref name="endedAt"/>, or to the end of the period.</summary>
    public void Add(Instant startedAt, Instant? endedAt)
    {
        var first = Place(startedAt);
        _starts[first]++;
        _changes[first]++;
        var last = endedAt is { } end ? Place(end) : _starts.Length - 1;
        _changes[last + 1]--;
    }

    /// <summary>Adds the minutes of another load of the same period.</summary>
    public void Merge(MinuteLoad other)
    {
        for (var i = 0; i < _starts.Length; i++)
            _starts[i] += other._starts[i];
        for (var i = 0; i < _changes.Length; i++)
            _changes[i] += other._changes[i];
    }

    /// <summary>The minutes in which most runs start, the busiest first; earlier ones first among equals. Minutes without a start are left out.</summary>
    public IReadOnlyList<BusyMinute> Busiest(int count)
    {
        var open = Open();
        return [.. Enumerable.Range(0, _starts.Length).Where(i => _starts[i] > 0).OrderByDescending(i => _starts[i]).ThenBy(i => i).Take(count).Select(i => Busy(i, open))];
    }

    /// <summary>The first minute in which most runs are open; null when none ever is.</summary>
    public BusyMinute? Peak()
    {
        var open = Open();
        var most = Array.IndexOf(open, open.Max());
        return open[most] == 0 ? null : Busy(most, open);
    }

    private BusyMinute Busy(int place, int[] open) => new(Instant.FromUnixTimeSeconds((_firstMinute + place) * 60), _starts[place], open[place]);

    private int[] Open()
    {
        var open = new int[_starts.Length];
        var sum = 0;
        for (var i = 0; i < open.Length; i++)
            open[i] = sum += _changes[i];
        return open;
    }

    private int Place(Instant at) => (int)Math.Clamp(Minute(at) - _firstMinute, 0, _starts.Length - 1);

    private static long Minute(Instant at) => Math.DivRem(at.ToUnixTimeSeconds(), 60) is var (whole, rest) && rest < 0 ? whole - 1 : whole;
}

/// <summary>A minute of a simulation.</summary>
/// <param name="At">Its beginning.</param>
/// <param name="Starts">Runs that start in it.</param>
/// <param name="Open">Runs that are open at some time in it.</param>
public sealed record BusyMinute(Instant At, int Starts, int Open);
