using System.Text.Json.Nodes;
using Carillon.Core.Runs;
using NodaTime;
using TaskStatus = Carillon.Core.Runs.TaskStatus;

namespace Carillon.Core.Tests.Runs;

/// <summary>Drives a run by hand: facts in, attempts out, a clock that only moves when told.</summary>
internal sealed class Drive(RunState state)
{
    public RunState State { get; private set; } = state;

    public Instant Now { get; private set; } = Steps.Start;

    public Instant? WakeAt { get; private set; }

    /// <summary>Every attempt ever queued, in order: <c>a#1</c>, <c>b[2]#1</c>.</summary>
    public List<string> Started { get; } = [];

    public List<string> Canceled { get; } = [];

    public static Drive Begin(RunState state)
    {
        var drive = new Drive(state);
        drive.Tell(new RunEvent.RunStarted(drive.Now));
        return drive;
    }

    public Drive Tell(params RunEvent[] facts)
    {
        var advance = RunPlanner.Advance(State, facts, Now);
        State = advance.State;
        WakeAt = advance.WakeAt;
        Started.AddRange(advance.Start.Select(a => $"{a.Key}#{a.Number}"));
        Canceled.AddRange(advance.Cancel.Select(a => $"{a.Key}#{a.Number}"));
        return this;
    }

    public Drive Ok(string key, JsonNode? output = null) => Tell(new RunEvent.AttemptSucceeded(Now, Key(key), Task(key).Attempts, output));

    public Drive Fail(string key, TaskError? error = null) => Tell(new RunEvent.AttemptFailed(Now, Key(key), Task(key).Attempts, error ?? Steps.Error(retryable: false)));

    public Drive Lost(string key) => Fail(key, new TaskError(ProblemCodes.AttemptLost, ErrorClasses.Lost, "The node was lost."));

    public Drive Poked(string key, double nextSeconds) => Tell(new RunEvent.AttemptPoked(Now, Key(key), Task(key).Attempts, Now + Duration.FromSeconds(nextSeconds)));

    public Drive Stopped(string key) => Tell(new RunEvent.AttemptCanceled(Now, Key(key), Task(key).Attempts));

    public Drive Cancel() => Tell(new RunEvent.CancelRequested(Now, "ann", "wrong input"));

    public Drive Pass(double seconds)
    {
        Now += Duration.FromSeconds(seconds);
        return Tell();
    }

    public TaskRunState Task(string key) => State.Tasks[Key(key)];

    public TaskStatus Status(string key) => Task(key).Status;

    private static TaskKey Key(string text) => text.IndexOf('[', StringComparison.Ordinal) is >= 0 and var at
        ? new TaskKey(new TaskId(text[..at]), int.Parse(text[(at + 1)..^1]))
        : new TaskKey(new TaskId(text));
}
