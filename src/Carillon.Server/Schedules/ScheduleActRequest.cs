using NodaTime;

namespace Carillon.Server.Schedules;

/// <summary>Who changes a schedule, why, and until when. Every member may be left out, and so may the body.</summary>
internal sealed record ScheduleActRequest
{
    /// <summary>Who, for the record. Default <c>api</c>.</summary>
    public string? By { get; init; }

    /// <summary>Why, for the record.</summary>
    public string? Reason { get; init; }

    /// <summary>When a pause or an override ends by itself, exclusive; left out, it holds until it is undone.</summary>
    public Instant? Until { get; init; }
}
