namespace Carillon.Core.Schedules;

/// <summary>
/// A hash that gives the same number on every machine, in every process and for ever: what spreads load (jitter, <c>H</c> in cron, retry delays)
/// must not change when a node restarts. Pure, thread safe, allocates nothing. Not for security.
/// </summary>
public static class StableHash
{
    private const ulong FnvOffset = 14695981039346656037;
    private const ulong FnvPrime = 1099511628211;

    /// <summary>64 well-mixed bits of <paramref name="text"/> (its UTF-16 units) and <paramref name="salt"/>.</summary>
    /// <param name="text">What is hashed, for example a schedule id. Empty is allowed.</param>
    /// <param name="salt">A number that tells uses of the same text apart, for example a nominal time or an attempt. Default 0.</param>
    public static ulong Of(ReadOnlySpan<char> text, long salt = 0)
    {
        var hash = FnvOffset;
        foreach (var unit in text)
            hash = (hash ^ unit) * FnvPrime;
        // FNV leaves the high bits of short texts poorly mixed; this finalizer (Stafford's variant 13) mends that.
        hash ^= (ulong)salt * 0x9E3779B97F4A7C15;
        hash = (hash ^ (hash >> 30)) * 0xBF58476D1CE4E5B9;
        hash = (hash ^ (hash >> 27)) * 0x94D049BB133111EB;
        return hash ^ (hash >> 31);
    }

    /// <summary>A fraction in [0, 1), evenly spread.</summary>
    /// <param name="text">What is hashed.</param>
    /// <param name="salt">A number that tells uses of the same text apart. Default 0.</param>
    public static double Fraction(ReadOnlySpan<char> text, long salt = 0) => (Of(text, salt) >> 11) * (1.0 / (1UL << 53));
}
