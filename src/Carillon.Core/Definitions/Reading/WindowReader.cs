using Carillon.Core.Definitions.Schema;
using Carillon.Core.Definitions.Yaml;
using Carillon.Core.Schedules;
using NodaTime;

namespace Carillon.Core.Definitions.Reading;

/// <summary>Reads the <c>window</c> of a schedule.</summary>
internal sealed class WindowReader(YamlMapping schedule, Instant? now, ProblemSink problems)
{
    /// <summary>True when a schedule of that workflow has a window.</summary>
    public static bool IsThere(YamlMapping workflow) =>
        new[] { workflow["schedule"] }.Concat(workflow.List("schedules")).OfType<YamlMapping>().Any(schedule => schedule["window"] is not null);

    public DataWindows? Read(ScheduleTimes times)
    {
        if (schedule.Map("window") is not { } map)
            return null;
        var align = map.Text("align") switch { "hour" => WindowAlign.Hour, "none" => WindowAlign.None, _ => WindowAlign.Day };
        var length = map.Duration("length");
        var unit = align switch { WindowAlign.Day => Duration.FromDays(1), WindowAlign.Hour => Duration.FromHours(1), _ => Duration.FromMilliseconds(1) };
        if (length is { } given && given.BclCompatibleTicks % unit.BclCompatibleTicks != 0)
        {
            problems.Add(ProblemCodes.InvalidValue, map["length"]!, $"With align: {(align == WindowAlign.Day ? "day, the length is whole days" : "hour, the length is whole hours")}.", align == WindowAlign.Day ? "Use align: hour or none for shorter ones." : "Use align: none.");
            return null;
        }

        if (length is null && schedule["once"] is not null)
        {
            problems.Add(ProblemCodes.MissingKey, map, "The window of a schedule that fires once needs a 'length': there is no window before it.");
            return null;
        }

        var windows = new DataWindows(new WindowRule(map.Duration("lag") ?? Duration.Zero, length, align), times);
        // Without a clock, one year says as much as another.
        if (WindowTiling.Warning(windows, now ?? Instant.FromUtc(2026, 1, 1, 0, 0)) is { } warning)
            problems.Add(warning.Code, map, warning.Message, warning.Suggestion, warning.Severity);
        return windows;
    }
}
