using System.Diagnostics;

namespace Carillon.Bench.Peers;

/// <summary>Waits for as long as something goes forward, and half a minute more: what has not come then is lost.</summary>
internal sealed class Patience
{
    private static readonly TimeSpan Most = TimeSpan.FromSeconds(30);
    private readonly Stopwatch _still = Stopwatch.StartNew();
    private long _left = long.MaxValue;

    /// <summary>Whether to go on waiting with so much left.</summary>
    public bool Waits(long left)
    {
        if (left != _left)
            _still.Restart();
        _left = left;
        return left > 0 && _still.Elapsed < Most;
    }
}
