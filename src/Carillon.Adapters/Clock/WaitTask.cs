using System.ComponentModel;
using Carillon.Adapters.Tasks;
using Carillon.Engine.Runs;
using NodaTime;
using NodaTime.Text;

namespace Carillon.Adapters.Clock;

/// <summary>The input of <c>wait</c>.</summary>
public sealed record WaitInput
{
    /// <summary>How long.</summary>
    [Description("How long to wait, counted from when the task became ready.")]
    public Duration? For { get; init; }

    /// <summary>Until when.</summary>
    [Description("Until when: an instant (2026-03-02T21:00:00Z), a local date and time (2026-03-02T16:00), or a time of day (16:00) of the day on which the task became ready. One that has passed ends the task at once.")]
    public string? Until { get; init; }

    /// <summary>The zone.</summary>
    [Description("The IANA time zone of a local until.")]
    public string Timezone { get; init; } = "UTC";
}

/// <summary>The output of <c>wait</c>.</summary>
public sealed record WaitOutput
{
    /// <summary>Until when it waited.</summary>
    [Description("The instant waited for, UTC.")]
    public required string Until { get; init; }
}

/// <summary>The task type <c>wait</c>.</summary>
internal sealed class WaitTask() : TaskHandler<WaitInput, WaitOutput>("wait", "Waits for a duration or until a time, without holding a slot.")
{
    // Shorter waits are not worth giving the slot back for.
    private static readonly Duration Short = Duration.FromSeconds(3);

    protected override IEnumerable<string> Check(WaitInput input)
    {
        if ((input.For is null) == (input.Until is null)) yield return "give either 'for' or 'until'";
        if (WallTime.Zone(input.Timezone) is not { } zone) yield return $"'timezone' {input.Timezone} is no IANA time zone";
        else if (input.Until is { } until && WallTime.Parse(until, zone, Instant.FromUnixTimeTicks(0)) is null) yield return $"'until' {until} is neither an instant nor a local time";
    }

    protected override async Task<TaskResult> RunAsync(WaitInput input, TaskContext context, CancellationToken cancellationToken)
    {
        var until = input.For is { } length
            ? context.FirstReadyAt + length
            : WallTime.Parse(input.Until!, WallTime.Zone(input.Timezone)!, context.FirstReadyAt)!.Value;
        var rest = until - Instant.FromDateTimeOffset(context.Time.GetUtcNow());
        if (rest > Short) return new TaskResult.PokeAgain(rest);
        if (rest > Duration.Zero) await Task.Delay(rest.ToTimeSpan(), context.Time, cancellationToken);
        return Done(new() { Until = InstantPattern.ExtendedIso.Format(until) });
    }
}
