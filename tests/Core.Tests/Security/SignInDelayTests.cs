using Carillon.Core.Security;
using NodaTime;

namespace Carillon.Core.Tests.Security;

public sealed class SignInDelayTests
{
    private static readonly Instant Last = Instant.FromUtc(2026, 1, 5, 9, 0);

    [Theory]
    [InlineData(0, 0)]
    [InlineData(2, 0)]
    [InlineData(3, 1)]
    [InlineData(4, 2)]
    [InlineData(5, 4)]
    [InlineData(12, 512)]
    [InlineData(13, 900)]
    [InlineData(1_000_000, 900)]
    public void From_the_third_failure_on_the_wait_doubles_up_to_a_quarter_of_an_hour(long failures, int seconds) =>
        SignInDelay.Until(failures, Last).ShouldBe(Last + Duration.FromSeconds(seconds));
}
