using Carillon.Core.Schedules;
using NodaTime;

namespace Carillon.Core.Tests.Schedules;

/// <summary>A zone's rules change from one release of the zone database to the next.</summary>
public sealed class ZoneOffsetsTests
{
    private static readonly Instant Start = Instant.FromUtc(2026, 1, 1, 0, 0);
    private static readonly Instant End = Instant.FromUtc(2028, 1, 1, 0, 0);
    private static readonly DateTimeZone NewYork = ZoneDatabase.Zones["America/New_York"];

    [Fact]
    public void They_are_kept_as_text()
    {
        var offsets = ZoneOffsets.Of(NewYork, Start, End);

        var text = offsets.ToString();
        text.ShouldStartWith($"{Start.ToUnixTimeSeconds()}:-18000 {Instant.FromUtc(2026, 3, 8, 7, 0).ToUnixTimeSeconds()}:-14400 ");
        var read = ZoneOffsets.Parse(text);
        (read.ToString(), read.From, read.Until).ShouldBe((text, Start, End));
        Should.Throw<FormatException>(() => ZoneOffsets.Parse("x"));
        Should.Throw<FormatException>(() => ZoneOffsets.Parse("17"));
    }

    [Fact]
    public void The_same_rules_carry_nothing_anywhere()
    {
        foreach (var id in (string[])["America/New_York", "Europe/London", "Australia/Lord_Howe", "Asia/Kathmandu", "Africa/Casablanca", "UTC"])
        {
            var zone = ZoneDatabase.Zones[id];
            var offsets = ZoneOffsets.Of(zone, Start, End);
            for (var at = Start; at < End; at += Duration.FromMinutes(97))
            {
                // A reading that comes twice is settled once it has come twice.
                var carried = offsets.Carry(at, zone);
                if (carried != at)
                    (zone.MapLocal(at.InZone(zone).LocalDateTime).Count, carried > at).ShouldBe((2, true), $"{id} {at}");
            }
        }
    }

    [Theory]
    [InlineData(9, 6, "2026-05-04T00:00:00", "2026-05-04T03:00:00")]
    [InlineData(6, 9, "2026-05-04T03:00:00", "2026-05-04T03:00:00")]
    [InlineData(0, 0, "2026-05-04T03:00:00", "2026-05-04T03:00:00")]
    [InlineData(9, 6, "2025-12-31T23:59:59", "2025-12-31T23:59:59")]
    [InlineData(9, 6, "2028-01-01T00:00:00", "2028-01-01T00:00:00")]
    public void What_ran_at_a_reading_is_settled_as_far_as_the_clocks_had_come(int before, int after, string cursor, string carried) =>
        ZoneOffsets.Of(Fixed(before), Start, End).Carry(At(cursor), Fixed(after)).ShouldBe(At(carried));

    [Theory]
    [InlineData("2026-03-08T07:30:00", "2026-03-08T07:00:00")]
    [InlineData("2026-11-01T06:30:00", "2026-11-01T06:30:00")]
    [InlineData("2026-11-01T05:30:00", "2026-11-01T06:30:00")]
    public void A_reading_that_is_skipped_ends_with_the_gap_and_one_that_comes_twice_with_the_second(string second, string carried)
    {
        // The other rules knew no summer time: they showed the same as these in winter.
        var cursor = At(second);
        var reading = second.StartsWith("2026-03", StringComparison.Ordinal) ? new LocalDateTime(2026, 3, 8, 2, 30) : new LocalDateTime(2026, 11, 1, 1, 30);
        var offset = (reading - cursor.InUtc().LocalDateTime).ToDuration().TotalHours;

        ZoneOffsets.Of(Fixed((int)offset), Start, End).Carry(cursor, NewYork).ShouldBe(Instant.Max(cursor, At(carried)));
    }

    private static DateTimeZone Fixed(int hours) => DateTimeZone.ForOffset(Offset.FromHours(hours));

    private static Instant At(string text) => NodaTime.Text.InstantPattern.General.Parse(text + "Z").Value;
}
