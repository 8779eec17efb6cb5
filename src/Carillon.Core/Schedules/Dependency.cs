using NodaTime;

namespace Carillon.Core.Schedules;

/// <summary>How a schedule looks at the one it depends on.</summary>
public enum DependencyMode
{
    /// <summary>At its due time it runs only if the latest ended run of the other one succeeded. The default.</summary>
    IfSucceeded,

    /// <summary>It waits until the other one's run of the same time, or of the last one before, has succeeded.</summary>
    After,
}

/// <summary>Another schedule whose run must have succeeded. Immutable.</summary>
/// <param name="Schedule">Which: a workflow's id (its only schedule), <c>workflow/key</c>, or a schedule's id.</param>
/// <param name="Mode">How it is looked at.</param>
/// <param name="Within">
/// Mode <see cref="DependencyMode.IfSucceeded"/>: how long ago the other's run may have ended; null for since this schedule's previous occurrence.
/// Mode <see cref="DependencyMode.After"/>: how long it waits from its nominal time, exclusive; null for <see cref="LongestWait"/>.
/// </param>
public sealed record Dependency(string Schedule, DependencyMode Mode, Duration? Within = null)
{
    /// <summary>How long mode <see cref="DependencyMode.After"/> waits unless told otherwise.</summary>
    public static Duration LongestWait { get; } = Duration.FromDays(1);
}
