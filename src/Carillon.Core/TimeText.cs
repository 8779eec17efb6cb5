using System.Text;
using NodaTime;
using NodaTime.Text;

namespace Carillon.Core;

/// <summary>Times in messages and expressions.</summary>
public static class TimeText
{
    private static readonly OffsetDateTimePattern Wall = OffsetDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm:ss;FFFFFFFFFo<+HH:mm>");

    /// <summary>ISO 8601 in UTC, for example <c>2026-01-05T14:30:00Z</c>; fractions of a second only where there are some.</summary>
    public static string Of(Instant instant) => InstantPattern.ExtendedIso.Format(instant);

    /// <summary>ISO 8601 with the offset always as numbers, for example <c>2026-03-08T03:00:00-04:00</c>, and <c>+00:00</c> rather than <c>Z</c>: it is a wall-clock reading.</summary>
    public static string Of(OffsetDateTime local) => Wall.Format(local);

    /// <summary>As in YAML: <c>90s</c> is <c>1m30s</c>.</summary>
    public static string Of(Duration duration)
    {
        var text = new StringBuilder();
        Part(duration.Days, "d");
        Part(duration.Hours, "h");
        Part(duration.Minutes, "m");
        Part(duration.Seconds, "s");
        Part(duration.Milliseconds, "ms");
        return text.Length == 0 ? "0s" : text.ToString();

        void Part(int count, string unit)
        {
            if (count != 0)
                text.Append(count).Append(unit);
        }
    }
}
