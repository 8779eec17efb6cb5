using Carillon.Core.Definitions.Schema;
using Carillon.Core.Definitions.Yaml;
using Carillon.Core.Schedules;
using NodaTime;

namespace Carillon.Core.Definitions.Reading;

/// <summary>Reads <c>tests</c>.</summary>
internal sealed class ScheduleTestReader(IReadOnlyList<ScheduleDefinition> schedules, ProblemSink problems)
{
    private static readonly string[] Expecting = ["expect", "includes", "excludes", "never_between", "never_on", "count", "per_day", "per_week", "per_month", "gap"];

    public IReadOnlyList<ScheduleTest> Read(YamlMapping workflow)
    {
        var tests = new List<ScheduleTest>();
        var list = workflow.List("tests");
        for (var i = 0; i < list.Count; i++)
        {
            if (list[i] is YamlMapping map && ReadTest(map, workflow, i + 1) is { } test)
                tests.Add(test);
        }

        return tests;
    }

    private ScheduleTest? ReadTest(YamlMapping map, YamlMapping workflow, int number)
    {
        if (!Expecting.Any(key => map[key] is not null))
            problems.Add(ProblemCodes.MissingKey, map, "The test expects nothing.", $"Add one of {string.Join(", ", Expecting)}.");
        List<Expectation?> expectations =
        [
            Times(map, "expect") is { } exact ? new ExpectExactly(exact) : null,
            Times(map, "includes") is { } wanted ? new Includes(wanted) : null,
            Times(map, "excludes") is { } unwanted ? new Excludes(unwanted) : null,
            ReadNeverBetween(map),
            ReadNeverOn(map),
            Bounds(map, "count") is { } count ? new CountInRange(count) : null,
            Bounds(map, "per_day") is { } daily ? new CountPer(CountUnit.Day, daily) : null,
            Bounds(map, "per_week") is { } weekly ? new CountPer(CountUnit.Week, weekly) : null,
            Bounds(map, "per_month") is { } monthly ? new CountPer(CountUnit.Month, monthly) : null,
            ReadGap(map),
        ];
        var schedule = FindSchedule(map, workflow);
        var (from, to) = (ReadBound(map, "from", schedule), ReadBound(map, "to", schedule));
        if (from >= to)
            problems.Add(ProblemCodes.InvalidValue, map["to"]!, "'to' is not after 'from'.");
        return schedule is null || from is null || to is null
            ? null
            : new ScheduleTest(map.Text("name") ?? $"test {number}", schedule.Key, from.Value, to.Value, [.. expectations.OfType<Expectation>()], problems.Place(map));
    }

    private ScheduleDefinition? FindSchedule(YamlMapping map, YamlMapping workflow)
    {
        var key = map.Text("schedule");
        var found = key is null ? (schedules.Count == 1 ? schedules[0] : null) : schedules.FirstOrDefault(s => string.Equals(s.Key, key, StringComparison.Ordinal));
        // A schedule with mistakes of its own has told of them, and is not missing.
        var declared = workflow.List("schedules").OfType<YamlMapping>().Append(workflow.Map("schedule")).OfType<YamlMapping>().ToList();
        if (found is not null || declared.Any(s => key is null ? declared.Count == 1 : s.Text("id") == key))
            return found;
        var keys = declared.Select(s => s.Text("id")).OfType<string>().ToList();
        if (declared.Count == 0)
            problems.Add(ProblemCodes.UnknownReference, map, "The workflow has no schedule to test.");
        else if (key is null)
            problems.Add(ProblemCodes.MissingKey, map, $"The workflow has several schedules: {string.Join(", ", keys)}.", "Name one with 'schedule'.");
        else
            problems.Add(ProblemCodes.UnknownReference, map["schedule"]!, $"The workflow has no schedule '{key}'.", problems.Suggest(key, keys));
        return null;
    }

    private Instant? ReadBound(YamlMapping map, string key, ScheduleDefinition? schedule)
    {
        if (map.Scalar(key) is not { } at)
            return null;
        var local = SpecText.DateAndTime(at.Text) ?? SpecText.Date(at.Text)?.AtMidnight();
        if (local is not null && schedule is null)
            return null;
        var bound = SpecText.Instant(at.Text) ?? (local is { } reading ? new LocalTimeResolver(schedule!.Zone, ClockChangeRule.Fixed).Resolve(reading) : null);
        if (bound is null)
            problems.Add(ProblemCodes.InvalidValue, at, $"'{Shown(at.Text)}' is no time from 1900 through 2199.", "Write 2026-01-05, 2026-01-05T09:00, or 2026-01-05T00:00:00Z.");
        return bound;
    }

    private List<LocalDateTime>? Times(YamlMapping map, string key)
    {
        if (map[key] is not { } value || (value is not YamlSequence && map.Scalar(key) is null))
            return null;
        var times = new List<LocalDateTime>();
        foreach (var item in map.Scalars(key))
        {
            if (SpecText.DateAndTime(item.Text) is { } time)
                times.Add(time);
            else
                problems.Add(ProblemCodes.InvalidValue, item, $"'{Shown(item.Text)}' is no wall-clock time.", SpecText.Instant(item.Text) is null ? "Write 2026-03-02T09:00." : "It is a time in the schedule's zone: leave out the offset.");
        }

        return times;
    }

    private NeverBetween? ReadNeverBetween(YamlMapping map)
    {
        if (map["never_between"] is not YamlSequence list)
            return null;
        var times = map.Scalars("never_between").Select(t => SpecText.Time(t.Text)).ToList();
        if (times is [{ } start, { } end] && list.Items.Count == 2)
            return new NeverBetween(start, end);
        problems.Add(ProblemCodes.InvalidValue, list, "'never_between' takes two times of day.", "Write [\"02:00\", \"03:00\"].");
        return null;
    }

    private NeverOn? ReadNeverOn(YamlMapping map)
    {
        var days = new List<IsoDayOfWeek>();
        foreach (var item in map.Scalars("never_on"))
        {
            if (SpecText.Weekday(item.Text) is { } day)
                days.Add(day);
            else
                problems.Add(ProblemCodes.InvalidValue, item, $"'{Shown(item.Text)}' is no weekday.", "Write mon, tue, wed, thu, fri, sat or sun.");
        }

        return days.Count == 0 ? null : new NeverOn(days);
    }

    private CountBounds? Bounds(YamlMapping map, string key)
    {
        if (map.Int(key) is { } exact)
            return new CountBounds(exact, exact);
        if (map.Map(key) is not { } bounds)
            return null;
        var (min, max) = (bounds.Int("min"), bounds.Int("max"));
        if (min is null && max is null)
            problems.Add(ProblemCodes.MissingKey, bounds, $"'{key}' needs 'min' or 'max'.");
        if (min > max)
            problems.Add(ProblemCodes.InvalidValue, bounds, "'max' is below 'min'.");
        return new CountBounds(min, max);
    }

    private GapBetween? ReadGap(YamlMapping map)
    {
        if (map["gap"] is not { } value)
            return null;
        var (least, most) = map.Map("gap") is { } bounds ? (bounds.Scalar("min"), bounds.Scalar("max")) : (map.Scalar("gap"), map.Scalar("gap"));
        var (min, max) = (Period(least), least == most ? null : Period(most));
        if (least is null && most is null)
        {
            problems.Add(ProblemCodes.MissingKey, value, "'gap' needs 'min' or 'max'.");
            return null;
        }

        if (least == most)
            max = min;
        if (min is { } low && max is { } high && ((low.Days == 0) != (high.Days == 0) || low.Days > high.Days || low.Seconds > high.Seconds))
            problems.Add(ProblemCodes.InvalidValue, value, "'max' is below 'min', or one of the two is in days and the other is not.");
        return new GapBetween(Days(min), Days(max), Elapsed(min), Elapsed(max));
    }

    private SpecPeriod? Period(YamlScalar? at)
    {
        if (at is null || SpecText.Period(at.Text) is { } period && (period.Days > 0 || period.Seconds > 0))
            return at is null ? null : SpecText.Period(at.Text);
        problems.Add(ProblemCodes.InvalidValue, at, $"'{Shown(at.Text)}' is no period.", "Write days as 14d or 2w, elapsed time as 15m, 2h, 30s or 1h30m.");
        return null;
    }

    private static int? Days(SpecPeriod? period) => period is { Days: > 0 and var days } ? days : null;

    private static Duration? Elapsed(SpecPeriod? period) => period is { Seconds: > 0 and var seconds } ? Duration.FromSeconds(seconds) : null;

    private static string Shown(string text) => text.Length <= 40 ? text : text[..40] + "…";
}
