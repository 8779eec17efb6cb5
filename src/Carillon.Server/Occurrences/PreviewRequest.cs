using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Carillon.Core;
using Carillon.Core.Definitions;
using Carillon.Core.Schedules;
using Carillon.Server.Hosting;
using NodaTime;
using NodaTime.Text;

namespace Carillon.Server.Occurrences;

/// <summary>A schedule to preview, and how much of it.</summary>
/// <param name="Spec">The schedule.</param>
/// <param name="From">Occurrences at or after this instant.</param>
/// <param name="Count">How many.</param>
internal sealed record PreviewRequest(ScheduleSpec Spec, Instant From, int Count)
{
    /// <summary>The workflow whose runs would be made, for what they cost; null for none.</summary>
    public string? Workflow { get; init; }

    /// <summary>What a run costs, in micros, in place of what the workflow's runs do; null when that is not said.</summary>
    public long? RunMicros { get; init; }

    /// <summary>What a month may cost, in micros; null for no budget.</summary>
    public long? BudgetMicros { get; init; }

    /// <summary>How many occurrences at most.</summary>
    public const int MaxCount = 10_000;

    private static readonly string[] Keys =
        ["cron", "every", "at", "anchor", "daily", "weekly", "monthly", "once", "timezone", "dst", "calendar", "start_at", "end_at", "from", "count", "id", "workflow", "cost_per_run", "budget"];

    /// <summary>Reads the JSON form, whose keys are those of a <c>schedule</c> in YAML, with <c>from</c>, <c>count</c>, <c>id</c> (which seeds H), <c>workflow</c>, <c>cost_per_run</c> and <c>budget</c> beside them.</summary>
    public static Checked<PreviewRequest> Read(JsonObject json, Instant now, IReadOnlyDictionary<string, BusinessCalendar>? calendars = null)
    {
        var reader = new Fields(json);
        reader.OnlyKnown(Keys);
        var spec = new ScheduleSpec
        {
            Calendars = calendars ?? BusinessCalendar.BuiltIn,
            HashSeed = reader.Text("id") ?? "preview",
            Cron = reader.Text("cron"),
            Every = reader.Text("every"),
            At = reader.Texts("at"),
            Anchor = reader.Text("anchor"),
            Daily = reader.Part("daily") is { } daily ? new DailySpec(daily.Texts("at")) : null,
            Weekly = reader.Part("weekly") is { } weekly ? new WeeklySpec(weekly.Texts("on"), weekly.Texts("at")) : null,
            Monthly = reader.Part("monthly") is { } monthly ? new MonthlySpec(monthly.Texts("on"), monthly.Texts("at"), monthly.Text("short_month")) : null,
            Once = reader.Text("once"),
            Timezone = reader.Text("timezone"),
            DstGap = reader.Part("dst")?.Text("gap"),
            DstOverlap = reader.Part("dst")?.Text("overlap"),
            Calendar = json["calendar"] is JsonObject ? reader.Part("calendar")!.Text("name") : reader.Text("calendar"),
            CalendarRule = json["calendar"] is JsonObject ? reader.Part("calendar")!.Text("rule") : null,
            StartAt = reader.Text("start_at"),
            EndAt = reader.Text("end_at"),
        };
        var from = reader.Instant("from") ?? now;
        var count = reader.Count("count") ?? 10;
        var costs = (
            Workflow: reader.Text("workflow"),
            Run: reader.Micros("cost_per_run"),
            Budget: json["budget"] is JsonObject ? reader.Part("budget")!.Micros("month") : reader.Micros("budget"));
        return reader.Problems.Count == 0
            ? Checked<PreviewRequest>.Ok(new PreviewRequest(spec with { From = from }, from, count) { Workflow = costs.Workflow, RunMicros = costs.Run, BudgetMicros = costs.Budget })
            : Checked<PreviewRequest>.Bad(reader.Problems);
    }

    /// <summary>Reads values leniently (a number where text is expected is its text) and collects what is wrong.</summary>
    private sealed class Fields(JsonObject json, string prefix = "", List<Problem>? problems = null)
    {
        public List<Problem> Problems { get; } = problems ?? [];

        public void OnlyKnown(string[] keys)
        {
            foreach (var (key, _) in json)
            {
                if (!keys.Contains(key, StringComparer.Ordinal))
                    Problems.Add(new Problem(ProblemCodes.UnknownKey, $"'{key}' is not known here.", Suggestion: Nearest.Suggest(key, keys)));
            }
        }

        public string? Text(string key) => json[key] switch
        {
            null => null,
            JsonValue value when value.GetValueKind() is JsonValueKind.String or JsonValueKind.Number => value.ToString(),
            _ => Wrong<string>(key, "text"),
        };

        public IReadOnlyList<string> Texts(string key) => json[key] switch
        {
            null => [],
            JsonArray list when list.All(item => item is JsonValue) => [.. list.Select(item => item!.ToString())],
            JsonValue value => [value.ToString()],
            _ => Wrong<IReadOnlyList<string>>(key, "text, or a list of it") ?? [],
        };

        public Fields? Part(string key) => json[key] switch
        {
            null => null,
            JsonObject part => new Fields(part, prefix + key + ".", Problems),
            _ => Wrong<Fields>(key, "an object"),
        };

        public Instant? Instant(string key)
        {
            if (Text(key) is not { } text)
                return null;
            if (OffsetDateTimePattern.ExtendedIso.Parse(text) is { Success: true, Value: var at } && at.Year is >= 1 and <= Query.LastYear)
                return at.ToInstant();
            Problems.Add(new Problem(ProblemCodes.InvalidRequest, $"'{prefix}{key}' is '{text}'; an instant such as 2026-03-08T07:00:00Z is expected."));
            return null;
        }

        public int? Count(string key)
        {
            if (Text(key) is not { } text)
                return null;
            if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count is >= 1 and <= MaxCount)
                return count;
            Problems.Add(new Problem(ProblemCodes.InvalidRequest, $"'{prefix}{key}' is '{text}'; a number from 1 to {MaxCount} is expected."));
            return null;
        }

        public long? Micros(string key)
        {
            if (Text(key) is not { } text)
                return null;
            if (decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var amount) && Money.IsExact(amount))
                return Money.Micros(amount);
            Problems.Add(new Problem(ProblemCodes.InvalidRequest, $"'{prefix}{key}' is '{text}'; an amount from 0 to 1000000000 with six decimals at most is expected."));
            return null;
        }

        private T? Wrong<T>(string key, string expected)
            where T : class
        {
            Problems.Add(new Problem(ProblemCodes.InvalidRequest, $"'{prefix}{key}' must be {expected}."));
            return null;
        }
    }
}
