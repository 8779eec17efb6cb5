using Carillon.Core.Schedules;
using NodaTime;

namespace Carillon.Engine.History;

/// <summary>A data window, [start, end).</summary>
/// <param name="Start">Its start, inclusive.</param>
/// <param name="End">Its end, exclusive.</param>
/// <param name="Timezone">The zone its dates are read in.</param>
/// <param name="StartDate">The local date of the start, for example <c>2026-03-02</c>.</param>
/// <param name="LastDate">The last local date in it.</param>
public sealed record WindowRecord(Instant Start, Instant End, string Timezone, string StartDate, string LastDate)
{
    /// <summary>The record of a window.</summary>
    public static WindowRecord? From(DataWindow? window) => window is null
        ? null
        : new WindowRecord(window.Start, window.End, window.Zone.Id, window.StartDate.ToString("uuuu-MM-dd", null), window.LastDate.ToString("uuuu-MM-dd", null));
}
