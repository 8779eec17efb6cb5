using System.Text.Json.Nodes;
using Carillon.Core.History.Notifications;
using NodaTime;

namespace Carillon.Core.Schedules;

/// <summary>What happens when a run is due while an earlier one of the same schedule is still open.</summary>
public enum OverlapPolicy
{
    /// <summary>The occurrence is skipped, and the ledger says why. The default.</summary>
    Skip,

    /// <summary>Both run.</summary>
    Allow,

    /// <summary>One occurrence waits; further ones are skipped while it waits.</summary>
    BufferOne,

    /// <summary>The open run is canceled; the new one starts when it has ended.</summary>
    CancelOther,
}

/// <summary>Which missed occurrences still run after downtime.</summary>
public enum CatchUpMode
{
    /// <summary>None of them.</summary>
    None,

    /// <summary>The latest missed one. The default.</summary>
    Last,

    /// <summary>All of them, oldest first, at most <see cref="CatchUp.MaxRuns"/>.</summary>
    All,
}

/// <summary>The catch-up rule of a schedule.</summary>
/// <param name="Mode">Which missed occurrences run.</param>
/// <param name="Window">How old a missed occurrence may be and still run; null for any age.</param>
/// <param name="MaxRuns">At most so many (the latest ones) in mode <see cref="CatchUpMode.All"/>; null for no limit.</param>
public sealed record CatchUp(CatchUpMode Mode, Duration? Window = null, int? MaxRuns = null)
{
    /// <summary>The default: the last missed one, however old.</summary>
    public static CatchUp Default { get; } = new(CatchUpMode.Last);
}

/// <summary>A schedule as a definition says it: when, and by which rules. Immutable.</summary>
public sealed record ScheduleDefinition
{
    /// <summary>The key among the workflow's schedules; empty when it is the only one and has no <c>id</c>.</summary>
    public required string Key { get; init; }

    /// <summary>The nominal times.</summary>
    public required OccurrenceTimes Times { get; init; }

    /// <summary>The "when" as it was written.</summary>
    public required ScheduleSpec Spec { get; init; }

    /// <summary>The recurrence in words, for example <c>At 16:30 on Monday to Friday</c>.</summary>
    public required string Words { get; init; }

    /// <summary>The canonical JSON of everything the file says about this schedule; compared whole by reconcile.</summary>
    public required string ContentText { get; init; }

    /// <summary><see cref="ContentText"/> as a document, read anew for everyone who asks: few do, and as text it takes a fifth of the memory.</summary>
    public JsonObject Content => (JsonObject)JsonNode.Parse(ContentText)!;

    /// <summary>The IANA zone the schedule is computed in.</summary>
    public required DateTimeZone Zone { get; init; }

    /// <summary>The zone whose wall clock says when it is due: for sessions that of their calendar; null for what goes by elapsed time.</summary>
    public DateTimeZone? ClockZone => Times switch
    {
        ScheduleTimes { Recurrence: ElapsedRecurrence } => null,
        ScheduleTimes { Recurrence: SessionRecurrence } times => times.Calendar?.Zone,
        _ => Zone,
    };

    /// <summary>The switch in the definition. Default true.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>The largest delay added to a nominal time; see <see cref="Jitter"/>. Zero for none.</summary>
    public Duration Jitter { get; init; }

    /// <summary>What to do when the previous run is still open. Default <see cref="OverlapPolicy.Skip"/>.</summary>
    public OverlapPolicy OverlapPolicy { get; init; }

    /// <summary>Which missed occurrences still run.</summary>
    public CatchUp CatchUp { get; init; } = CatchUp.Default;

    /// <summary>Input given to every run; checked against the workflow's input schema.</summary>
    public JsonObject Input { get; init; } = [];

    /// <summary>The calendar's name, or null.</summary>
    public string? Calendar { get; init; }

    /// <summary>The version of a calendar from a file; null for none and for those of the program. When it changes, the schedule has changed, though its own text stays.</summary>
    public string? CalendarVersion { get; init; }

    /// <summary>The data windows of its runs, or null when it has none.</summary>
    public DataWindows? Windows { get; init; }

    /// <summary>Priority of the runs' tasks; higher first. Default 0.</summary>
    public int Priority { get; init; }

    /// <summary>What its runs may cost in a month; null for no limit.</summary>
    public ScheduleBudget? Budget { get; init; }

    /// <summary>What one run may cost by its estimate, in millionths of the currency; null for no limit.</summary>
    public long? CostLimitMicros { get; init; }

    /// <summary>Times outside of which nothing runs; null for none.</summary>
    public RunWindow? RunWindow { get; init; }

    /// <summary>After so many runs made by occurrences it is finished; null for no end.</summary>
    public int? MaxRuns { get; init; }

    /// <summary>With <see cref="OverlapPolicy.Allow"/>: at most so many of its runs are open at once; null for no limit.</summary>
    public int? Concurrency { get; init; }

    /// <summary>Another schedule whose run must have succeeded; null for none.</summary>
    public Dependency? DependsOn { get; init; }

    /// <summary>A run that would start later than this after its nominal time does not start; null for any age.</summary>
    public Duration? MaxStaleness { get; init; }

    /// <summary>After so many failed runs in a row it pauses itself; null for never.</summary>
    public int? AutoPauseAfter { get; init; }

    /// <summary>Who is told of what becomes of it.</summary>
    public IReadOnlyList<NotifyEntry> Notify { get; init; } = [];

    /// <summary>What is expected of its runs.</summary>
    public RunExpectation Expect { get; init; } = RunExpectation.None;

    /// <summary>What it is for, in the author's words.</summary>
    public string? Description { get; init; }

    /// <summary>Labels for filters.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Whose it is, or null.</summary>
    public string? Owner { get; init; }
}
