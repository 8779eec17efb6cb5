using Carillon.Core.History.Notifications;
using NodaTime;

namespace Carillon.Core.Tests.History.Notifications;

public sealed class QuietHoursTests
{
    private static readonly DateTimeZone Berlin = DateTimeZoneProviders.Tzdb["Europe/Berlin"];

    [Theory]
    [InlineData("2026-01-05T20:59:59Z", null)]
    [InlineData("2026-01-05T21:00:00Z", "2026-01-06T06:00:00Z")]
    [InlineData("2026-01-06T05:59:59Z", "2026-01-06T06:00:00Z")]
    [InlineData("2026-01-06T06:00:00Z", null)]
    public void A_night_ends_in_the_morning(string now, string? end) => EndOf(new QuietHours(new LocalTime(22, 0), new LocalTime(7, 0), [], Berlin), now).ShouldBe(end);

    [Theory]
    [InlineData("2026-01-05T11:30:00Z", "2026-01-05T12:00:00Z")]
    [InlineData("2026-01-05T12:00:00Z", null)]
    public void Hours_of_one_day_end_on_it(string now, string? end) => EndOf(new QuietHours(new LocalTime(12, 0), new LocalTime(13, 0), [], Berlin), now).ShouldBe(end);

    [Theory]
    [InlineData("2026-01-10T05:00:00Z", "2026-01-10T06:00:00Z")] // Saturday morning belongs to Friday's night.
    [InlineData("2026-01-10T22:00:00Z", null)]
    [InlineData("2026-01-12T05:00:00Z", null)]
    public void Days_are_those_on_which_the_night_begins(string now, string? end) =>
        EndOf(new QuietHours(new LocalTime(22, 0), new LocalTime(7, 0), QuietHours.Weekdays("mon-fri")!, Berlin), now).ShouldBe(end);

    [Fact]
    public void A_clock_that_is_set_forward_over_the_end_ends_them_at_the_jump() =>
        EndOf(new QuietHours(new LocalTime(22, 0), new LocalTime(2, 30), [], Berlin), "2026-03-29T00:30:00Z").ShouldBe("2026-03-29T01:00:00Z");

    [Fact]
    public void The_end_lies_always_ahead()
    {
        var quiet = new QuietHours(new LocalTime(22, 0), new LocalTime(2, 30), [], Berlin);
        for (var at = Instant.FromUtc(2026, 10, 24, 0, 0); at < Instant.FromUtc(2026, 10, 26, 12, 0); at += Duration.FromMinutes(7))
            (quiet.EndAt(at) is not { } end || end > at).ShouldBeTrue(at.ToString());
    }

    private static string? EndOf(QuietHours quiet, string now) => quiet.EndAt(NodaTime.Text.InstantPattern.ExtendedIso.Parse(now).Value)?.ToString();
}
