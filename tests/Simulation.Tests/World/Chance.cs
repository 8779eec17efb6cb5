using NodaTime;

namespace Carillon.Simulation.Tests.World;

/// <summary>Numbers that a seed decides, the same on every machine (SplitMix64).</summary>
internal sealed class Chance(ulong seed)
{
    private ulong _state = seed;

    /// <summary>Chance of its own for a part of a history: what one part takes changes nothing for another.</summary>
    public Chance Branch(ulong name) => new(Mix(_state ^ Mix(name)));

    public ulong Next()
    {
        _state += 0x9E3779B97F4A7C15;
        return Mix(_state);
    }

    /// <summary>From 0, inclusive, to <paramref name="end"/>, exclusive.</summary>
    public int Below(int end) => (int)(Next() % (ulong)end);

    /// <summary>Both inclusive.</summary>
    public int Between(int least, int most) => least + Below(most - least + 1);

    public bool OneIn(int n) => Below(n) == 0;

    public bool Percent(int percent) => Below(100) < percent;

    public T Pick<T>(IReadOnlyList<T> from) => from[Below(from.Count)];

    public Duration Seconds(double least, double most) =>
        Duration.FromMilliseconds((long)(1000 * (least + ((most - least) * (Next() >> 11) / (1UL << 53)))));

    public void Fill(Span<byte> bytes)
    {
        for (var i = 0; i < bytes.Length; i++)
            bytes[i] = (byte)(Next() >> 32);
    }

    private static ulong Mix(ulong hash)
    {
        hash = (hash ^ (hash >> 30)) * 0xBF58476D1CE4E5B9;
        hash = (hash ^ (hash >> 27)) * 0x94D049BB133111EB;
        return hash ^ (hash >> 31);
    }
}
