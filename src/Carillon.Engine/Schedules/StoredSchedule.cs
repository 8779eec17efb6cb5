using System.Data.Common;
using System.Text.Json.Nodes;
using Carillon.Core;
using Carillon.Core.Occurrences;
using Carillon.Core.Schedules;
using Carillon.Engine.Storage;
using NodaTime;

namespace Carillon.Engine.Schedules;

/// <summary>A schedule's stored document, switches and cursor.</summary>
internal sealed record StoredSchedule
{
    public const string Columns =
        """
        id, workflow_id, key, kind, content, override, override_until, revision, active, paused_by, pause_reason, paused_until,
        auto_paused_at, auto_pause_reason, cursor_at, next_due_at, wake_at, run_count, next_nominal_at, paused_at
        """;

    /// <summary>How many columns <see cref="Columns"/> names.</summary>
    public static int ColumnCount { get; } = Columns.Count(c => c == ',') + 1;

    public required ScheduleId Id { get; init; }

    public required WorkflowId WorkflowId { get; init; }

    public required string Key { get; init; }

    public required bool IsManaged { get; init; }

    /// <summary>The document as the file or the API gave it, canonical.</summary>
    public required string Content { get; init; }

    /// <summary>The override's document, laid over <see cref="Content"/>; null for none.</summary>
    public string? Override { get; init; }

    public Instant? OverrideUntil { get; init; }

    public required long Revision { get; init; }

    public required bool IsActive { get; init; }

    public string? PausedBy { get; init; }

    public string? PauseReason { get; init; }

    public Instant? PausedUntil { get; init; }

    public Instant? PausedAt { get; init; }

    public Instant? AutoPausedAt { get; init; }

    public bool IsAutoPaused => AutoPausedAt is not null;

    public string? AutoPauseReason { get; init; }

    public required Instant CursorAt { get; init; }

    public Instant? NextNominalAt { get; init; }

    public Instant? NextDueAt { get; init; }

    public Instant? WakeAt { get; init; }

    public required long RunCount { get; init; }

    /// <summary>Not stored: a change leaves the cursor where it is, because what is unsettled is the same before and after.</summary>
    public bool KeepsCursor { get; init; }

    /// <summary>Since when it is paused, by anybody; null when it is not.</summary>
    public Instant? StoppedAt => (PausedAt, AutoPausedAt) switch
    {
        ({ } one, { } other) => Instant.Min(one, other),
        var (one, other) => one ?? other,
    };

    /// <summary>When its pause or override ends by itself: the earlier of the two, or null.</summary>
    public Instant? ChangesAt => (PausedUntil, OverrideUntil) switch
    {
        ({ } pause, { } over) => Instant.Min(pause, over),
        var (pause, over) => pause ?? over,
    };

    /// <summary>The override's document, or null.</summary>
    public JsonObject? Change => Override is null ? null : (JsonObject)JsonNode.Parse(Override)!;

    /// <summary>As the planner sees it. An operator's pause is named before auto-pause.</summary>
    public Schedule With(ScheduleDefinition definition) => new(
        Id, definition, IsActive, PausedBy ?? (IsAutoPaused ? "auto-pause" : null), PausedBy is null ? AutoPauseReason : PauseReason)
    {
        RunCount = RunCount,
    };

    public static StoredSchedule Read(DbDataReader row) => new()
    {
        Id = new ScheduleId(row.GetString(0)),
        WorkflowId = new WorkflowId(row.GetString(1)),
        Key = row.GetString(2),
        IsManaged = row.GetString(3) == "managed",
        Content = row.GetString(4),
        Override = row.TextOrNull(5),
        OverrideUntil = row.NumberOrNull(6)?.ToInstant(),
        Revision = row.GetInt64(7),
        IsActive = row.GetInt64(8) != 0,
        PausedBy = row.TextOrNull(9),
        PauseReason = row.TextOrNull(10),
        PausedUntil = row.NumberOrNull(11)?.ToInstant(),
        AutoPausedAt = row.NumberOrNull(12)?.ToInstant(),
        AutoPauseReason = row.TextOrNull(13),
        CursorAt = row.GetInt64(14).ToInstant(),
        NextDueAt = row.NumberOrNull(15)?.ToInstant(),
        WakeAt = row.NumberOrNull(16)?.ToInstant(),
        RunCount = row.GetInt64(17),
        NextNominalAt = row.NumberOrNull(18)?.ToInstant(),
        PausedAt = row.NumberOrNull(19)?.ToInstant(),
    };
}
