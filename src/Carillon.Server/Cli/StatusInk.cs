using Carillon.Core.Runs;
using Carillon.Engine.History;
using TaskStatus = Carillon.Core.Runs.TaskStatus;

namespace Carillon.Server.Cli;

/// <summary>Signs and colours of states, the same in every verb.</summary>
internal static class StatusInk
{
    public static (string Sign, Ink Ink) Of(RunStatus status) => status switch
    {
        RunStatus.Completed => ("✓", Ink.Good),
        RunStatus.Failed => ("✗", Ink.Bad),
        RunStatus.Canceled or RunStatus.Canceling => ("■", Ink.Warn),
        RunStatus.Running => ("▶", Ink.Live),
        _ => ("·", Ink.Dim),
    };

    public static (string Sign, Ink Ink) Of(TaskStatus status) => status switch
    {
        TaskStatus.Succeeded => ("✓", Ink.Good),
        TaskStatus.Failed => ("✗", Ink.Bad),
        TaskStatus.Canceled => ("■", Ink.Warn),
        TaskStatus.RetryWait => ("↻", Ink.Warn),
        TaskStatus.PokeWait => ("◷", Ink.Live),
        TaskStatus.Running => ("▶", Ink.Live),
        TaskStatus.Skipped or TaskStatus.UpstreamFailed => ("–", Ink.Dim),
        _ => ("·", Ink.Dim),
    };

    public static Ink Of(ScheduleStatus status) => status switch
    {
        ScheduleStatus.Active => Ink.Good,
        ScheduleStatus.Paused => Ink.Warn,
        _ => Ink.Dim,
    };

    /// <summary>The word of a state, as the API writes it.</summary>
    public static string Word<T>(T value)
        where T : struct, Enum => System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());
}
