using NodaTime;

namespace Carillon.Browser.Tests;

/// <summary>A clock that shows <paramref name="start"/> when it is made and then goes as fast as the real one.</summary>
/// <param name="start">The first time it shows.</param>
internal sealed class ShiftedTime(Instant start) : TimeProvider
{
    private readonly TimeSpan _shift = start.ToDateTimeOffset() - System.GetUtcNow();

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + _shift;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;
}
