using Carillon.Core.Definitions.Schema;
using Carillon.Core.Definitions.Yaml;
using Carillon.Core.Schedules;
using NodaTime;

namespace Carillon.Core.Definitions.Reading;

/// <summary>Reads the rules of a schedule that decide whether an occurrence runs.</summary>
internal sealed class ScheduleRuleReader(ProblemSink problems)
{
    private const int DefaultFailures = 3;

    public RunWindow? RunWindow(YamlMapping schedule, DateTimeZone zone)
    {
        if (schedule.Map("run_window") is not { } map)
            return null;
        var from = Time(map, "from");
        var to = Time(map, "to");
        var days = new List<IsoDayOfWeek>();
        foreach (var text in map.Scalars("days"))
        {
            if (SpecText.Weekdays(text.Text.Trim()) is { } range)
                days.AddRange(range);
            else
                problems.Add(ProblemCodes.InvalidValue, text, $"'{text.Text}' is no weekday.", "Write mon, tue, wed, thu, fri, sat, sun, or a range such as mon-fri.");
        }

        if (from is not { } opens || to is not { } closes)
            return null;
        if (opens == closes)
        {
            problems.Add(ProblemCodes.InvalidValue, map, "The run window is empty: 'from' and 'to' are the same time.", "Leave 'run_window' out for the whole day.");
            return null;
        }

        var on = map.Texts("days");
        return new RunWindow(opens, closes, days, zone, $"{map.Text("from")}–{map.Text("to")}{(on.Count == 0 ? "" : " " + string.Join(", ", on))}");
    }

    public int? Concurrency(YamlMapping schedule)
    {
        if (schedule["concurrency"] is { } at && schedule.Text("overlap_policy") is not "allow")
            problems.Add(ProblemCodes.InvalidValue, at, "'concurrency' belongs to 'overlap_policy: allow'; with any other policy one run is open at a time.", "Add 'overlap_policy: allow', or leave 'concurrency' out.");
        return schedule.Int("concurrency");
    }

    public Dependency? DependsOn(YamlMapping schedule)
    {
        if (schedule.Text("depends_on") is { } name)
            return new Dependency(name, DependencyMode.IfSucceeded);
        return schedule.Map("depends_on") is { } map && map.Text("schedule") is { } upstream
            ? new Dependency(upstream, map.Text("mode") is "after" ? DependencyMode.After : DependencyMode.IfSucceeded, map.Duration("within"))
            : null;
    }

    public static int? AutoPauseAfter(YamlMapping schedule) =>
        schedule.Int("auto_pause") ?? (schedule.Map("auto_pause") is { } map ? map.Int("after") ?? DefaultFailures : null);

    private LocalTime? Time(YamlMapping map, string key)
    {
        if (map.Scalar(key) is not { } text)
            return null;
        if (SpecText.Time(text.Text.Trim()) is { } time)
            return time;
        problems.Add(ProblemCodes.InvalidValue, text, $"'{text.Text}' is no time of day.", "Write \"09:30\" or \"09:30:15\", from 00:00 to 23:59:59, in quotes.");
        return null;
    }
}
