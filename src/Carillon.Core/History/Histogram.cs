namespace Carillon.Core.History;

/// <summary>
/// How often values of about the same size came, in bins that grow by 4 %: a percentile read from it is off by less than 2 % of its value. Two of them
/// added up are the histogram of all their values. Not thread safe.
/// </summary>
public sealed class Histogram
{
    private const double Growth = 1.04;
    private static readonly double LogOfGrowth = Math.Log(Growth);
    private long[] _bins = [];

    /// <summary>How many values.</summary>
    public long Count { get; private set; }

    /// <summary>Adds one value; what is below 1 counts as 0.</summary>
    public void Add(long value)
    {
        // Bin 0 holds zeros; bin i holds what is above Growth^(i-2) and up to Growth^(i-1).
        Add(value < 1 ? 0 : 1 + (int)Math.Ceiling(Math.Log(value) / LogOfGrowth), 1);
    }

    /// <summary>Adds all values of another one.</summary>
    public void Add(Histogram other)
    {
        for (var bin = 0; bin < other._bins.Length; bin++)
        {
            if (other._bins[bin] > 0)
                Add(bin, other._bins[bin]);
        }
    }

    /// <summary>Adds all values of one that <see cref="Encode"/> wrote.</summary>
    public void Add(ReadOnlySpan<byte> encoded)
    {
        var bin = 0;
        while (!encoded.IsEmpty)
        {
            bin += (int)Varint.Read(ref encoded);
            Add(bin, Varint.Read(ref encoded));
        }
    }

    /// <summary>The least value that at least the part <paramref name="share"/> of all values does not exceed, give or take 2 %; null without values.</summary>
    /// <param name="share">Above 0 up to 1: 0.5 is the median.</param>
    public double? Percentile(double share)
    {
        if (Count == 0)
            return null;
        var left = Math.Max(1, (long)Math.Ceiling(share * Count));
        for (var bin = 0; bin < _bins.Length; bin++)
        {
            left -= _bins[bin];
            if (left <= 0)
                return bin == 0 ? 0 : 2 * Math.Pow(Growth, bin - 1) / (Growth + 1);
        }
        return null;
    }

    /// <summary>A short form for storage: pairs of the distance from the bin before and the count, as variable-length numbers.</summary>
    public byte[] Encode()
    {
        var bytes = new List<byte>();
        var before = 0;
        for (var bin = 0; bin < _bins.Length; bin++)
        {
            if (_bins[bin] == 0)
                continue;
            Varint.Write(bytes, bin - before);
            Varint.Write(bytes, _bins[bin]);
            before = bin;
        }
        return [.. bytes];
    }

    private void Add(int bin, long count)
    {
        if (bin >= _bins.Length)
            Array.Resize(ref _bins, bin + 8);
        _bins[bin] += count;
        Count += count;
    }
}
