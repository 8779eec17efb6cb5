using Carillon.Core.Runs;
using Carillon.Core.Schedules;
using NodaTime;

namespace Carillon.Core.Occurrences;

/// <summary>What is known of the schedule that another one depends on. Immutable.</summary>
/// <param name="Name">As the definition names it.</param>
/// <param name="Id">The schedule; null when there is none of that name.</param>
/// <param name="Times">Its nominal times; null when there is none, or its definition cannot be read.</param>
/// <param name="SettledThrough">How far its occurrences have been settled.</param>
/// <param name="Entries">What became of its occurrences as far back as asked for, in order of time.</param>
/// <param name="LastEnded">Its run that ended last; null when none has.</param>
public sealed record Upstream(
    string Name, ScheduleId? Id, OccurrenceTimes? Times, Instant SettledThrough, IReadOnlyList<UpstreamEntry> Entries, UpstreamRun? LastEnded)
{
    /// <summary>No schedule of that name.</summary>
    public static Upstream Unknown(string name) => new(name, null, null, Instant.MinValue, [], null);
}

/// <summary>What became of one occurrence of the other schedule, or of several consecutive ones.</summary>
/// <param name="NominalAt">The first nominal time.</param>
/// <param name="LastNominalAt">The last nominal time, inclusive.</param>
/// <param name="Outcome">What became of them.</param>
/// <param name="Reason">Why.</param>
/// <param name="Run">The run that counts for it: the one that completed, else the latest, retries and backfills included; null when there is none.</param>
public sealed record UpstreamEntry(Instant NominalAt, Instant LastNominalAt, OccurrenceOutcome Outcome, string Reason, UpstreamRun? Run);

/// <summary>A run of the other schedule.</summary>
/// <param name="Status">Where it stands.</param>
/// <param name="EndedAt">When it ended; null while it is open.</param>
public sealed record UpstreamRun(RunStatus Status, Instant? EndedAt);
