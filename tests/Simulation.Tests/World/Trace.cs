using System.Globalization;
using Carillon.Simulation.Tests.Watch;
using NodaTime;

namespace Carillon.Simulation.Tests.World;

/// <summary>What happened, as a hash that tells two histories apart, and as lines where somebody will read them.</summary>
internal sealed class Trace(bool keepsLines)
{
    private const ulong Prime = 1099511628211;
    private readonly List<string> _lines = [];

    public ulong Hash { get; private set; } = 14695981039346656037;

    public long Steps { get; private set; }

    public IReadOnlyList<string> Lines => _lines;

    public void Step(long what, long which, Instant now)
    {
        Steps++;
        Add((ulong)what);
        Add((ulong)which);
        Add((ulong)now.ToUnixTimeTicks());
    }

    /// <summary>A line for who reads; it does not count.</summary>
    public void Show(Instant now, Change change)
    {
        if (keepsLines)
            _lines.Add(string.Create(CultureInfo.InvariantCulture, $"{now:uuuu-MM-dd HH:mm:ss.ffffff}  {change.Text}"));
    }

    public void Note(Instant now, string text)
    {
        foreach (var unit in text)
            Add(unit);
        if (keepsLines)
            _lines.Add(string.Create(CultureInfo.InvariantCulture, $"{now:uuuu-MM-dd HH:mm:ss.ffffff}  {text}"));
    }

    private void Add(ulong value) => Hash = (Hash ^ value) * Prime;
}
