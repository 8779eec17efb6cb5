using System.Globalization;
using NodaTime;

namespace Carillon.Core.Schedules;

/// <summary>Writes fixes: YAML that parses as a schedule.</summary>
internal static class FixYaml
{
    public static string Cron(string text) => $"cron: {Quote(text)}";

    /// <summary><c>every: 14d</c> with its times, counted from <paramref name="anchor"/> when there is one.</summary>
    public static string EveryDays(int days, IReadOnlyList<string> at, LocalDate? anchor) =>
        Lines($"every: {Phrases.Number(days)}d", at.Count == 0 ? null : $"at: {Times(at)}", anchor is { } date ? $"anchor: {Date(date)}" : null);

    /// <summary>Elapsed time such as <c>every: 5h</c>.</summary>
    public static string Elapsed(string period, LocalDateTime? anchor) =>
        Lines($"every: {period}", anchor is { } at ? $"anchor: {Date(at.Date)}T{Phrases.Time(at.TimeOfDay)}" : null);

    public static string Monthly(string on, IReadOnlyList<string> at) =>
        $"monthly: {{ on: {(on.Contains(' ', StringComparison.Ordinal) ? Quote(on) : on)}, at: {Times(at)} }}";

    /// <summary>The "when" of a schedule as it is, so that a key may be changed or added.</summary>
    /// <param name="spec">The schedule.</param>
    /// <param name="more">Lines behind it.</param>
    public static string Of(ScheduleSpec spec, params string?[] more) => Lines(
    [
        spec.Cron is { } cron ? Cron(cron) : null,
        spec.Every is { } every ? $"every: {every}" : null,
        spec.At.Count > 0 ? $"at: {Times(spec.At)}" : null,
        spec.Anchor is { } anchor ? $"anchor: {Quote(anchor)}" : null,
        spec.Daily is { } daily ? $"daily: {{ at: {Times(daily.At)} }}" : null,
        spec.Weekly is { } weekly ? $"weekly: {{ on: {List(weekly.On)}, at: {Times(weekly.At)} }}" : null,
        spec.Monthly is { } monthly ? $"monthly: {{ on: {List(monthly.On)}, at: {Times(monthly.At)}{(monthly.ShortMonth is { } rule ? $", short_month: {rule}" : "")} }}" : null,
        spec.Once is { } once ? $"once: {Quote(once)}" : null,
        .. more,
    ]);

    /// <summary>Clock-change rules, those that are said already among them.</summary>
    public static string Dst(string? gap, string? overlap) =>
        $"dst: {{ {string.Join(", ", new[] { gap is null ? null : $"gap: {gap}", overlap is null ? null : $"overlap: {overlap}" }.Where(rule => rule is not null))} }}";

    private static string Times(IReadOnlyList<string> at) => List(at.Count == 0 ? ["00:00"] : at);

    private static string List(IReadOnlyList<string> items) => items is [var only] ? Quote(only) : $"[{string.Join(", ", items.Select(Quote))}]";

    // JSON's escapes are those of YAML's double quotes.
    private static string Quote(string text) =>
        string.Concat("\"", text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", " ", StringComparison.Ordinal).Replace("\r", " ", StringComparison.Ordinal), "\"");

    private static string Date(LocalDate date) => date.ToString("uuuu-MM-dd", CultureInfo.InvariantCulture);

    private static string Lines(params string?[] lines) => string.Join('\n', lines.Where(l => l is not null));
}
