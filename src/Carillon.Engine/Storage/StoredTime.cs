using NodaTime;

namespace Carillon.Engine.Storage;

/// <summary>Instants as the database keeps them: whole microseconds since 1970-01-01T00:00:00Z.</summary>
public static class StoredTime
{
    private const long TicksPerMicrosecond = 10;

    /// <summary>The stored form; fractions of a microsecond are cut off.</summary>
    public static long ToStored(this Instant instant) => instant.ToUnixTimeTicks() / TicksPerMicrosecond;

    /// <summary>The stored form, or null.</summary>
    public static long? ToStored(this Instant? instant) => instant?.ToStored();

    /// <summary>The instant of a stored value.</summary>
    public static Instant ToInstant(this long stored) => Instant.FromUnixTimeTicks(stored * TicksPerMicrosecond);

    /// <summary>The time now by <paramref name="time"/>.</summary>
    public static Instant Now(this TimeProvider time) => Instant.FromUnixTimeTicks(time.GetUtcNow().UtcTicks - DateTimeOffset.UnixEpoch.Ticks);
}
