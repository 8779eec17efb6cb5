using System.Net;

namespace Carillon.Server.Tests.Api;

/// <summary>Whatever is asked of the history, the answer is right or says what is wrong.</summary>
public sealed class HistoryRefusalTests(HistoryRefusalTests.Yearly shared) : IClassFixture<HistoryRefusalTests.Yearly>
{
    private const string Schedule = "/api/schedules/schedule-default-yearly";

    private readonly ServerFixture _server = shared.Server;

    [Theory]
    [InlineData("/metrics?from=2026-03-02&to=2026-03-01", "SCH052")]
    [InlineData("/metrics?from=2026-03-01&to=2026-03-01", "SCH052")]
    [InlineData("/metrics?from=0001-01-01", "SCH043")]
    [InlineData("/metrics?from=1901-01-01", "SCH052")]
    [InlineData("/metrics?to=-9998-01-01T00:00:00Z", "SCH043")]
    [InlineData("/metrics?to=9999-12-31T23:59:59Z", "SCH043")]
    [InlineData("/metrics?from=yesterday", "SCH043")]
    [InlineData("/metrics?from=2026-02-30", "SCH043")]
    [InlineData("/metrics?period_days=0", "SCH043")]
    [InlineData("/metrics?period_days=2147483647", "SCH043")]
    [InlineData("/metrics?period_days=99999999999", "SCH043")]
    [InlineData("/metrics?period_days=3&from=2026-01-01", "SCH043")]
    [InlineData("/metrics?timezone=Mars/Olympus", "SCH043")]
    [InlineData("/metrics?series=minute", "SCH043")]
    [InlineData("/metrics?series=hour&period_days=3660", "SCH052")]
    [InlineData("/compare", "SCH043")]
    [InlineData("/compare?period1_start=2026-01-02&period1_end=2026-01-01&period2_start=2026-01-01&period2_end=2026-01-02", "SCH052")]
    [InlineData("/runs?from=2026-03-02&to=2026-03-01", "SCH052")]
    [InlineData("/runs?by=started", "SCH043")]
    [InlineData("/runs?limit=1000000", "SCH043")]
    [InlineData("/runs?from=-9998-01-01T00:00:00Z&to=9999-12-31T23:59:59Z", "SCH043")]
    [InlineData("/runs?cursor=%00%27", "SCH043")]
    [InlineData("/runs?cursor=zzz&from=1800-01-01T00:00:00Z", "SCH043")]
    [InlineData("/export?format=pdf", "SCH043")]
    [InlineData("/export?format=csv&of=artifacts", "SCH043")]
    [InlineData("/export?of=artifacts&name=x", "SCH043")]
    [InlineData("/export?from=2026-03-02&to=2026-03-01", "SCH052")]
    public async Task What_makes_no_sense_is_refused(string path, string code) =>
        (await _server.GetAsync(Schedule + path, HttpStatusCode.BadRequest))["code"]!.ToString().ShouldBe(code);

    [Theory]
    [InlineData("/metrics?from=1970-01-01&to=1979-12-31&series=month&timezone=Africa/Monrovia")]
    [InlineData("/metrics?from=2190-01-01&to=2198-12-31")]
    [InlineData("/metrics?from=&to=&series=&timezone=")]
    [InlineData("/export?format=csv&of=artifacts&name=%5B%2A")]
    [InlineData("/export?from=9000-01-01T00:00:00Z")]
    public async Task What_is_odd_is_answered_all_the_same(string path)
    {
        using var response = await _server.Http.GetAsync(Schedule + path);
        response.StatusCode.ShouldBe(HttpStatusCode.OK, await response.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("/api/schedules/x/metrics", "SCH031")]
    [InlineData("/api/schedules/x/compare", "SCH031")]
    [InlineData("/api/schedules/x/export", "SCH031")]
    [InlineData("/api/schedules/schedule-default-yearly/runs/x", "SCH030")]
    [InlineData("/api/workflows/x/metrics", "SCH006")]
    [InlineData("/api/workflows/x/runs", "SCH006")]
    public async Task What_is_not_there_is_not_found(string path, string code) =>
        (await _server.GetAsync(path, HttpStatusCode.NotFound))["code"]!.ToString().ShouldBe(code);

    public sealed class Yearly() : SharedServer(new ServerFixture().File("yearly.yaml", Samples.Yearly));
}
