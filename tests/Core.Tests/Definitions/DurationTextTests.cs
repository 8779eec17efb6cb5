using Carillon.Core.Definitions;
using NodaTime;

namespace Carillon.Core.Tests.Definitions;

public sealed class DurationTextTests
{
    [Theory]
    [InlineData("500ms", 500)]
    [InlineData("30s", 30_000)]
    [InlineData("10m", 600_000)]
    [InlineData("1h", 3_600_000)]
    [InlineData("1h30m", 5_400_000)]
    [InlineData("14d", 1_209_600_000)]
    [InlineData("2w", 1_209_600_000)]
    [InlineData("1d2h3m4s5ms", 93_784_005)]
    [InlineData("0s", 0)]
    [InlineData("3650d", 315_360_000_000)]
    public void A_duration_is_read(string text, long milliseconds)
    {
        DurationText.TryParse(text, out var duration).ShouldBeTrue();
        duration.ShouldBe(Duration.FromMilliseconds(milliseconds));
    }

    [Theory]
    [InlineData("")]
    [InlineData("5")]
    [InlineData("s")]
    [InlineData("-5s")]
    [InlineData("5 s")]
    [InlineData("1.5h")]
    [InlineData("1m1h")]
    [InlineData("1s1s")]
    [InlineData("5S")]
    [InlineData("3651d")]
    [InlineData("99999999999999999999s")]
    [InlineData("٣s")]
    public void What_is_no_duration_is_refused(string text)
    {
        DurationText.TryParse(text, out _).ShouldBeFalse();
    }

    [Theory]
    [InlineData("1h30m")]
    [InlineData("14d")]
    [InlineData("500ms")]
    [InlineData("0s")]
    public void A_duration_is_written_as_it_is_read(string text)
    {
        DurationText.TryParse(text, out var duration).ShouldBeTrue();
        DurationText.Format(duration).ShouldBe(text);
    }
}
