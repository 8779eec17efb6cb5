using System.Diagnostics;
using System.Runtime.CompilerServices;
using Carillon.Core;

namespace Carillon.Engine.History;

/// <summary>
/// The trace of a run is its id without dashes, and the run's own span is the second half of that: whoever knows the run finds its trace, every process gives the same ones,
/// and nothing is stored.
/// </summary>
public static class TraceIds
{
    /// <summary>The run's own span as the parent of others; default for an id that is no UUID.</summary>
    public static ActivityContext Of(RunId run) => Hex(run) is { } hex
        ? new ActivityContext(ActivityTraceId.CreateFromString(hex), ActivitySpanId.CreateFromString(hex.AsSpan(16)), ActivityTraceFlags.Recorded)
        : default;

    /// <summary>Makes a span that has just begun the run's own. Activities take their ids by chance and have no public way to be given one.</summary>
    internal static void Give(Activity span, RunId run)
    {
        if (Hex(run) is not { } hex)
            return;
        (TraceId(span), SpanId(span)) = (hex, hex[16..]);
    }

    private static string? Hex(RunId run) => Guid.TryParse(run.Value, out var id) && id.ToString("N") is var hex && hex.AsSpan(16).ContainsAnyExcept('0') ? hex : null;

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_traceId")]
    private static extern ref string? TraceId(Activity span);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_spanId")]
    private static extern ref string? SpanId(Activity span);
}
