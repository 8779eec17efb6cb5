using System.Globalization;
using System.Net;

namespace Carillon.Server.Tests.Security;

public sealed class ChangeLimitTests
{
    private const string Pause = "/api/schedules/schedule-default-yearly/pause";

    [Fact]
    public async Task Beyond_the_limit_a_change_is_refused_with_when_to_come_again_and_nobody_else_is_kept_waiting()
    {
        await using var signed = await SignedServer.StartAsync(new ServerFixture { ChangesPerMinute = 3 }.File("yearly.yaml", Samples.Yearly));
        await signed.PersonAsync("ann", "admin");
        using var root = await signed.SignedInAsync("root");
        using var ann = await signed.SignedInAsync("ann");
        for (var i = 0; i < 3; i++)
            (await root.PostAsync(Pause, null)).StatusCode.ShouldBe(HttpStatusCode.OK);

        using var refused = await root.PostAsync(Pause, null);

        refused.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        int.Parse(refused.Headers.GetValues("Retry-After").Single(), CultureInfo.InvariantCulture).ShouldBeInRange(1, 60);
        (await refused.Content.ReadAsStringAsync()).ShouldContain("SCH074");
        (await root.GetAsync("/api/schedules")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await ann.PostAsync(Pause, null)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await root.GetStringAsync("/metrics")).ShouldContain("carillon_rate_limit_hits_total 1");
    }
}
