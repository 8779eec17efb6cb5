namespace Carillon.Core.History;

/// <summary>
/// How often values of about the same size came, in bins that grow by 4 %: a percentile read from it is off by less than 2 % of its value. Two of them
/// added up are the histogram of all their values. Not thread safe.
/// </summary>
public sealed class Histogram
{
    private const double Growth = 1.04;
    private static readonly double LogOfGrowth = Math.Log(Growth);
    private readonly List<(int Bin, long Count)> _bins = [];

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
        foreach (var (bin, count) in other._bins)
            Add(bin, count);
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
        foreach (var (bin, count) in _bins)
        {
            left -= count;
            if (left <= 0)
                return bin == 0 ? 0 : 2 * Math.Pow(Growth, bin - 1) / (Growth + 1);
        }
        return null;
    }

    /// <summary>A short form for storage: pairs of the distance from the bin before and the count, as variable-length numbers.</summary>
    public byte[] Encode()
    {
        var bytes = new List<byte>(_bins.Count * 3);
        var before = 0;
        foreach (var (bin, count) in _bins)
        {
            Varint.Write(bytes, bin - before);
            Varint.Write(bytes, count);
            before = bin;
        }
        return [.. bytes];
    }

    private void Add(int bin, long count)
    {
        Count += count;
        var place = Place(bin);
        if (place < _bins.Count && _bins[place].Bin == bin)
            _bins[place] = (bin, _bins[place].Count + count);
        else
            _bins.Insert(place, (bin, count));
    }

    private int Place(int bin)
    {
        var (low, high) = (0, _bins.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_bins[middle].Bin < bin)
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }
}
