using NodaTime;

namespace Carillon.Core.Definitions;

/// <summary>Durations as people write them: <c>500ms</c>, <c>30s</c>, <c>10m</c>, <c>1h30m</c>, <c>14d</c>, <c>2w</c>. A day is 24 hours.</summary>
public static class DurationText
{
    /// <summary>The longest duration, inclusive: ten years of 365 days.</summary>
    public static Duration Longest { get; } = Duration.FromDays(3650);

    /// <summary>Reads <paramref name="text"/>: whole numbers, each with a unit, from the largest unit to the smallest. False for everything else and beyond <see cref="Longest"/>.</summary>
    public static bool TryParse(string text, out Duration duration)
    {
        duration = Duration.Zero;
        var last = long.MaxValue;
        var at = 0;
        while (at < text.Length)
        {
            var start = at;
            var number = 0L;
            while (at < text.Length && char.IsAsciiDigit(text[at]) && at - start < 13)
                number = number * 10 + (text[at++] - '0');
            var unitStart = at;
            while (at < text.Length && char.IsAsciiLetterLower(text[at]))
                at++;
            var unit = Milliseconds(text.AsSpan(unitStart, at - unitStart));
            if (unitStart == start || unit == 0 || unit >= last || number > 315_360_000_000 / unit)
                return false;
            duration += Duration.FromMilliseconds(number * unit);
            last = unit;
        }

        return text.Length > 0 && duration <= Longest;
    }

    /// <summary>The shortest text of it, for example <c>1h30m</c>; what is below a millisecond is dropped.</summary>
    public static string Format(Duration duration)
    {
        var rest = (long)duration.TotalMilliseconds;
        if (rest == 0)
            return "0s";
        var text = "";
        foreach (var (name, unit) in new[] { ("d", 86_400_000L), ("h", 3_600_000L), ("m", 60_000L), ("s", 1000L), ("ms", 1L) })
        {
            if (rest >= unit)
                text += $"{rest / unit}{name}";
            rest %= unit;
        }

        return text;
    }

    private static long Milliseconds(ReadOnlySpan<char> unit) => unit switch
    {
        "ms" => 1,
        "s" => 1000,
        "m" => 60_000,
        "h" => 3_600_000,
        "d" => 86_400_000,
        "w" => 604_800_000,
        _ => 0,
    };
}
