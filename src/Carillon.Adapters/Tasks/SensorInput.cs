using System.ComponentModel;
using NodaTime;

namespace Carillon.Adapters.Tasks;

/// <summary>How a sensor spends the time between two pokes.</summary>
public enum SensorMode
{
    /// <summary>It keeps its slot.</summary>
    Poke,

    /// <summary>It gives its slot back.</summary>
    Reschedule,
}

/// <summary>What all sensors take.</summary>
public abstract record SensorInput
{
    /// <summary>Between pokes.</summary>
    [Description("Between two pokes: reschedule gives the slot back, poke keeps it (for short intervals).")]
    public SensorMode Mode { get; init; } = SensorMode.Reschedule;

    /// <summary>The interval.</summary>
    [Description("From one poke to the next.")]
    public Duration Interval { get; init; } = Duration.FromSeconds(30);

    /// <summary>The limit.</summary>
    [Description("How long the condition may take to hold, counted from when the task became ready. Default: for ever, that is as long as the run.")]
    public Duration? Timeout { get; init; }

    /// <summary>What a timeout is.</summary>
    [Description("True: a timeout skips the task instead of failing it. Default false.")]
    public bool SoftFail { get; init; }
}
