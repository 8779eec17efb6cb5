using NodaTime;

namespace Carillon.Engine.Security;

/// <summary>A secret as lists show it: never its value. Immutable.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Provider">Where its value comes from.</param>
public sealed record SecretRecord(string Name, SecretProvider Provider)
{
    /// <summary>Where a value of the same name is too, which is not used.</summary>
    public IReadOnlyList<SecretProvider> Behind { get; init; } = [];

    /// <summary>How often it was set, from 1; null for one that is not stored.</summary>
    public long? Version { get; init; }

    /// <summary>When it was set; null for one that is not stored.</summary>
    public Instant? UpdatedAt { get; init; }

    /// <summary>By whom; null for one that is not stored.</summary>
    public string? UpdatedBy { get; init; }

    /// <summary>When a task last read it, half a minute exact; null for never.</summary>
    public Instant? UsedAt { get; init; }

    /// <summary>The key that it is sealed with; null for one that is not stored.</summary>
    public string? Key { get; init; }

    /// <summary>False: its key is not here, and what needs it fails.</summary>
    public bool Opens { get; init; } = true;
}
