using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using NodaTime;

namespace Carillon.Adapters.Tasks;

/// <summary>Durations as people write them: <c>500ms</c>, <c>30s</c>, <c>5m</c>, <c>1h30m</c>, <c>7d</c>.</summary>
internal static class DurationText
{
    private static readonly (string Unit, long Milliseconds)[] Units =
        [("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1_000), ("ms", 1)];

    /// <summary>The duration, or null when the text is none. Units go from large to small, each at most once; at most 10,000 days.</summary>
    public static Duration? Parse(string text)
    {
        var (total, index, next) = (0L, 0, 0);
        if (text.Length == 0) return null;
        while (index < text.Length)
        {
            var digits = Span(text, index, char.IsAsciiDigit);
            var letters = Span(text, index + digits, char.IsAsciiLetterLower);
            var unit = Array.FindIndex(Units, next, u => text.AsSpan(index + digits, letters).SequenceEqual(u.Unit));
            if (digits is 0 or > 9 || unit < 0) return null;
            total += long.Parse(text.AsSpan(index, digits), CultureInfo.InvariantCulture) * Units[unit].Milliseconds;
            (index, next) = (index + digits + letters, unit + 1);
        }

        return total <= 10_000L * 86_400_000 ? Duration.FromMilliseconds(total) : null;
    }

    /// <summary>The shortest text that <see cref="Parse"/> reads back.</summary>
    public static string Write(Duration duration)
    {
        var rest = (long)duration.TotalMilliseconds;
        if (rest <= 0) return "0s";
        var text = new StringBuilder();
        foreach (var (unit, milliseconds) in Units)
        {
            if (rest / milliseconds > 0) text.Append(CultureInfo.InvariantCulture, $"{rest / milliseconds}{unit}");
            rest %= milliseconds;
        }

        return text.ToString();
    }

    private static int Span(string text, int from, Func<char, bool> accepts)
    {
        var end = from;
        while (end < text.Length && accepts(text[end])) end++;
        return end - from;
    }
}

internal sealed class DurationConverter : JsonConverter<Duration>
{
    public override Duration Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && DurationText.Parse(reader.GetString()!) is { } duration
            ? duration
            : throw new JsonException("must be a duration such as 30s, 5m or 1h30m");

    public override void Write(Utf8JsonWriter writer, Duration value, JsonSerializerOptions options) =>
        writer.WriteStringValue(DurationText.Write(value));
}
