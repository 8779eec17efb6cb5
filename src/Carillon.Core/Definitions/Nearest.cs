namespace Carillon.Core.Definitions;

/// <summary>Finds the valid name that was likely meant.</summary>
public static class Nearest
{
    // Beyond this many names the search costs more than it helps.
    private const int MaxNames = 20_000;
    private const int MaxLength = 64;

    /// <summary><c>Did you mean 'x'?</c>, or null when nothing is near.</summary>
    public static string? Suggest(string given, IEnumerable<string> names) => Find(given, names) is { } name ? $"Did you mean '{name}'?" : null;

    /// <summary>The nearest name by edits (a swap of neighbours is one), at most a third of the length away; the first of several.</summary>
    public static string? Find(string given, IEnumerable<string> names)
    {
        if (given.Length is 0 or > MaxLength)
            return null;
        string? best = null;
        var limit = Math.Max(1, given.Length / 3) + 1;
        var seen = 0;
        foreach (var name in names)
        {
            if (++seen > MaxNames)
                break;
            if (name.Length > MaxLength || Math.Abs(name.Length - given.Length) >= limit)
                continue;
            var distance = string.Equals(name, given, StringComparison.OrdinalIgnoreCase) ? 0 : Distance(given, name);
            if (distance < limit)
                (best, limit) = (name, distance);
        }

        return best;
    }

    private static int Distance(string a, string b)
    {
        Span<int> before = stackalloc int[b.Length + 1];
        Span<int> last = stackalloc int[b.Length + 1];
        Span<int> row = stackalloc int[b.Length + 1];
        for (var j = 0; j <= b.Length; j++)
            last[j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var cost = char.ToLowerInvariant(a[i - 1]) == char.ToLowerInvariant(b[j - 1]) ? 0 : 1;
                row[j] = Math.Min(Math.Min(row[j - 1], last[j]) + 1, last[j - 1] + cost);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    row[j] = Math.Min(row[j], before[j - 2] + 1);
            }

            last.CopyTo(before);
            row.CopyTo(last);
        }

        return last[b.Length];
    }
}
