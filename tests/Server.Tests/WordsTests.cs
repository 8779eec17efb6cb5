using NodaTime;

namespace Carillon.Server.Tests;

public sealed class WordsTests
{
    [Theory]
    [InlineData(90, "in 1 min 30 s", "1 min 30 s ago")]
    [InlineData((48 * 3600) - 60, "in 47 h 59 min", "47 h 59 min ago")]
    [InlineData(48 * 3600, "in 2 days", "2 days ago")]
    [InlineData((191 * 3600) + (50 * 60), "in 8 days", "8 days ago")]
    public void A_distance_is_told_in_days_from_48_hours_on(int seconds, string ahead, string behind)
    {
        var now = Instant.FromUtc(2026, 1, 5, 0, 0);

        Words.Distance(now + Duration.FromSeconds(seconds), now).ShouldBe(ahead);
        Words.Distance(now - Duration.FromSeconds(seconds), now).ShouldBe(behind);
    }
}
