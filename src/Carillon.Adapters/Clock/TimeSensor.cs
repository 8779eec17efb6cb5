using System.ComponentModel;
using Carillon.Adapters.Tasks;
using Carillon.Engine.Runs;
using NodaTime;
using NodaTime.Text;

namespace Carillon.Adapters.Clock;

/// <summary>The input of <c>sensor.time</c>.</summary>
public sealed record TimeSensorInput : SensorInput
{
    /// <summary>Until when.</summary>
    [Description("Until when: an instant, a local date and time, or a time of day of the day on which the task became ready.")]
    public string? Until { get; init; }

    /// <summary>The window's start.</summary>
    [Description("The start of a daily window, for example 09:30. The condition holds within it.")]
    public string? From { get; init; }

    /// <summary>The window's end.</summary>
    [Description("The end of the daily window, exclusive; before its start it is on the next day.")]
    public string? To { get; init; }

    /// <summary>The zone.</summary>
    [Description("The IANA time zone of local times.")]
    public string Timezone { get; init; } = "UTC";
}

/// <summary>The output of <c>sensor.time</c>.</summary>
public sealed record TimeSensorOutput
{
    /// <summary>When it held.</summary>
    [Description("When the condition was found to hold, UTC.")]
    public required string At { get; init; }
}

/// <summary>The task type <c>sensor.time</c>.</summary>
internal sealed class TimeSensor() : SensorHandler<TimeSensorInput, TimeSensorOutput>("sensor.time", "Waits until a time, or until the clock is within a daily window.")
{
    protected override IEnumerable<string> Check(TimeSensorInput input)
    {
        foreach (var problem in base.Check(input)) yield return problem;
        if ((input.Until is null) == (input.From is null) || (input.From is null) != (input.To is null)) yield return "give either 'until', or 'from' and 'to'";
        if (WallTime.Zone(input.Timezone) is not { } zone) yield return $"'timezone' {input.Timezone} is no IANA time zone";
        else if (input.Until is { } until && WallTime.Parse(until, zone, Instant.FromUnixTimeTicks(0)) is null) yield return $"'until' {until} is neither an instant nor a local time";
        foreach (var (name, text) in new[] { ("from", input.From), ("to", input.To) })
        {
            if (text is not null && WallTime.Time(text) is null) yield return $"'{name}' {text} is no time of day such as 09:30";
        }

        if (input.From is not null && string.Equals(input.From, input.To, StringComparison.Ordinal)) yield return "'from' and 'to' are the same, so the window is empty";
    }

    protected override Task<TimeSensorOutput?> PokeAsync(TimeSensorInput input, TaskContext context, CancellationToken cancellationToken)
    {
        var now = Instant.FromDateTimeOffset(context.Time.GetUtcNow());
        var output = OpensAt(input, context, now) <= now ? new TimeSensorOutput { At = InstantPattern.ExtendedIso.Format(now) } : null;
        return Task.FromResult(output);
    }

    // The moment is known, so poking earlier than that tells nothing.
    protected override Duration NextPokeAfter(TimeSensorInput input, TaskContext context, Instant now) => OpensAt(input, context, now) - now;

    private static Instant OpensAt(TimeSensorInput input, TaskContext context, Instant now)
    {
        var zone = WallTime.Zone(input.Timezone)!;
        if (input.Until is { } until) return WallTime.Parse(until, zone, context.FirstReadyAt)!.Value;
        var (from, to) = (WallTime.Time(input.From!)!.Value, WallTime.Time(input.To!)!.Value);
        // Yesterday's window may still be open past midnight; after today's the next opens tomorrow.
        return Enumerable.Range(-1, 4)
            .Select(days => now.InZone(zone).Date.PlusDays(days))
            .Select(day => (Opens: WallTime.At(day + from, zone), Closes: WallTime.At((to > from ? day : day.PlusDays(1)) + to, zone)))
            .First(window => window.Closes > now && window.Opens < window.Closes)
            .Opens!.Value;
    }
}
