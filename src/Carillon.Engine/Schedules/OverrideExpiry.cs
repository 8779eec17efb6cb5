using Carillon.Engine.History;
using Carillon.Engine.Storage;
using NodaTime;

namespace Carillon.Engine.Schedules;

/// <summary>Ends pauses and overrides whose time is over.</summary>
internal static class OverrideExpiry
{
    private const string Actor = "expiry";

    /// <summary>Ends what ends at or before <paramref name="end"/>. Occurrences from then on follow what is left.</summary>
    public static void Expire(Sql sql, EngineOptions options, LiveSchedules live, StoredSchedule stored, Instant end)
    {
        if (stored.PausedUntil <= end)
        {
            ScheduleStore.SetPause(sql, stored, null, null, null, end);
            stored = stored with { PausedBy = null, PauseReason = null, PausedUntil = null };
            Audit(sql, options, stored, "pause_expired", end);
        }

        if (stored.OverrideUntil <= end)
        {
            ScheduleStore.SetOverride(sql, stored.Id, null, null, null, null, null);
            stored = stored with { Override = null, OverrideUntil = null };
            if (live.Of(stored).ValueOrDefault is { } meaning)
                ScheduleStore.Redefine(sql, stored, meaning.Definition.Enabled, meaning.Definition, Core.Schedules.ScheduleLabels.Of(meaning.Workflow, meaning.Definition), end - Duration.FromTicks(10));
            Audit(sql, options, stored, "override_expired", end);
        }
    }

    private static void Audit(Sql sql, EngineOptions options, StoredSchedule stored, string action, Instant at) =>
        AuditStore.Append(sql, options.Project, new AuditEntry(Actor, action, "schedule", stored.Id.Value), at);
}
