using System.Net;
using System.Text.Json.Nodes;
using Carillon.Engine.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Carillon.Server.Tests.Api;

/// <summary>Lists: filters, order, and pages that stay right while rows come in.</summary>
public sealed class ListTests : IAsyncLifetime
{
    private readonly ServerFixture _server = new ServerFixture().File("greet.yaml", Samples.Greet).File("failing.yaml", Samples.Failing).File("yearly.yaml", Samples.Yearly).File("several.yaml", Several);

    private const string Several =
        """
        id: several
        schedules:
          - { id: spring, cron: "0 9 1 4 *", start_at: "2090-01-01T00:00" }
          - { id: once, once: "2001-01-01T00:00" }
          - { id: summer, cron: "0 9 1 7 *", start_at: "2080-01-01T00:00" }
        tasks:
          - { id: a, uses: test.gate }
        """;

    public Task InitializeAsync() => _server.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Theory]
    [InlineData("asc")]
    [InlineData("desc")]
    public async Task Pages_of_runs_stay_right_while_runs_come_in(string order)
    {
        var before = new List<string>();
        for (var i = 0; i < 5; i++)
            before.Add(await _server.RunAsync("greet"));
        var seen = new List<string>();
        string? cursor = null;
        do
        {
            var page = await _server.GetAsync($"/api/runs?order={order}&limit=2{(cursor is null ? "" : "&cursor=" + cursor)}");
            seen.AddRange(page["items"]!.AsArray().Select(r => r!["id"]!.ToString()));
            cursor = page["next_cursor"]?.ToString();
            if (seen.Count <= 4)
                await _server.RunAsync("greet");
        }
        while (cursor is not null);

        seen.ShouldBe(seen.Distinct());
        seen.Where(before.Contains).ShouldBe(order == "asc" ? before : before.AsEnumerable().Reverse());
        seen.Count.ShouldBe(order == "asc" ? 7 : 5, "what comes in later is after the end of one order and before the start of the other");
    }

    [Fact]
    public async Task Runs_are_found_by_the_time_they_were_made_and_by_text()
    {
        var greet = await _server.RunAsync("greet", """{"by":"Zoë"}""");
        var failing = await _server.RunAsync("failing");
        await _server.EndAsync(greet);
        await _server.EndAsync(failing);
        var database = _server.Services.GetRequiredService<Database>();
        await database.WriteAsync(sql => sql.Execute("update runs set created_at = created_at - 3600000000 where id = $1", greet));
        var middle = (await _server.GetAsync("/api/runs/" + failing))["created_at"]!.ToString();

        (await IdsAsync($"created_from={middle}")).ShouldBe([failing]);
        (await IdsAsync($"created_to={middle}")).ShouldBe([greet]);
        (await IdsAsync("created_to=1900-01-01T00:00:00Z")).ShouldBeEmpty();
        (await IdsAsync("created_from=8999-01-01T00:00:00Z")).ShouldBeEmpty();
        (await IdsAsync("text=ZO%C3%8B")).ShouldBe([greet]);
        (await IdsAsync("text=zo")).ShouldBe([greet]);
        (await IdsAsync("text=IT BROKE")).ShouldBe([failing]);
        (await IdsAsync("text=" + greet[..30])).ShouldBe([greet]);
        (await IdsAsync("status=failed,completed&trigger=api")).ShouldBe([failing, greet]);
    }

    [Theory]
    [InlineData("sort=id", "once spring summer yearly")]
    [InlineData("sort=id&order=desc", "yearly summer spring once")]
    [InlineData("sort=next_run", "yearly summer spring once")]
    [InlineData("sort=next_run&order=desc", "spring summer yearly once")]
    [InlineData("sort=last_run", "once spring summer yearly")]
    public async Task Schedules_are_sorted_and_paged_in_that_order(string query, string expected)
    {
        var seen = new List<string>();
        string? cursor = null;
        do
        {
            var page = await _server.GetAsync($"/api/schedules?{query}&limit=1{(cursor is null ? "" : "&cursor=" + cursor)}");
            seen.AddRange(page["items"]!.AsArray().Select(s => s!["id"]!.ToString().Split('-')[^1]));
            cursor = page["next_cursor"]?.ToString();
        }
        while (cursor is not null);

        string.Join(' ', seen).ShouldBe(expected);
    }

    [Theory]
    [InlineData("/api/runs")]
    [InlineData("/api/schedules")]
    [InlineData("/api/workflows")]
    [InlineData("/api/audit")]
    [InlineData("/api/v0/schedules")]
    [InlineData("/api/workflows/yearly/schedules")]
    [InlineData("/api/schedules/schedule-default-yearly/runs")]
    [InlineData("/api/schedules/schedule-default-yearly/audit")]
    [InlineData("/api/schedules/schedule-default-yearly/ledger")]
    public async Task A_cursor_that_is_not_ours_is_refused(string path)
    {
        var foreign = (await _server.GetAsync("/api/schedules?sort=next_run&limit=1"))["next_cursor"]!.ToString();
        foreach (var cursor in new[] { "x", "", "0", "%00", "yearly", Guid.NewGuid().ToString(), foreign, foreign[..^1], new string('a', 5000) })
            (await _server.GetAsync($"{path}?cursor={cursor}", HttpStatusCode.BadRequest))["detail"]!.ToString().ShouldContain("cursor", Case.Sensitive, cursor);
    }

    [Fact]
    public async Task A_schedule_that_has_not_changed_is_not_sent_again()
    {
        var (first, tag) = await TagAsync("/api/schedules/schedule-default-yearly", null);
        first.ShouldBe(HttpStatusCode.OK);
        (await TagAsync("/api/schedules/schedule-default-yearly", tag)).ShouldBe((HttpStatusCode.NotModified, tag));
        (await TagAsync("/api/schedules/schedule-default-yearly", "\"x\", W/" + tag)).Status.ShouldBe(HttpStatusCode.NotModified);
        (await TagAsync("/api/schedules/schedule-default-yearly", "*")).Status.ShouldBe(HttpStatusCode.NotModified);

        using var edit = new HttpRequestMessage(HttpMethod.Post, "/api/schedules/schedule-default-yearly/pause");
        edit.Headers.TryAddWithoutValidation("If-Match", tag);
        edit.Headers.TryAddWithoutValidation("If-None-Match", tag);
        using var edited = await _server.Http.SendAsync(edit);
        edited.StatusCode.ShouldBe(HttpStatusCode.OK);

        var (second, other) = await TagAsync("/api/schedules/schedule-default-yearly", tag);
        second.ShouldBe(HttpStatusCode.OK);
        other.ShouldNotBe(tag);
    }

    [Fact]
    public async Task The_export_has_the_active_schedules_and_is_cheap_to_poll()
    {
        await _server.PostAsync("/api/schedules/schedule-default-several-spring/pause");
        var (_, tag) = await TagAsync("/api/internal/schedules/export", null);
        var export = await _server.GetAsync("/api/internal/schedules/export");

        export["project"]!.ToString().ShouldBe("default");
        export["schedules"]!.AsArray().Select(s => s!["workflow_id"]!.ToString()).ShouldBe(["several", "several", "yearly"]);
        var yearly = export["schedules"]![2]!;
        (yearly["cron"]!.ToString(), yearly["timezone"]!.ToString(), yearly["enabled"]!.GetValue<bool>()).ShouldBe(("0 9 1 1 *", "America/New_York", true));
        yearly["next_run_at"]!.ToString().ShouldEndWith("-01-01T14:00:00Z");
        (await _server.GetAsync("/api/internal/schedules/export?all=true"))["schedules"]!.AsArray().Count(s => !s!["enabled"]!.GetValue<bool>()).ShouldBe(1);

        (await TagAsync("/api/internal/schedules/export", tag)).Status.ShouldBe(HttpStatusCode.NotModified);
        await _server.PostAsync("/api/schedules/schedule-default-several-spring/resume");
        (await TagAsync("/api/internal/schedules/export", tag)).Status.ShouldBe(HttpStatusCode.OK);
    }

    private async Task<IEnumerable<string>> IdsAsync(string query) => (await _server.GetAsync("/api/runs?" + query))["items"]!.AsArray().Select(r => r!["id"]!.ToString());

    private async Task<(HttpStatusCode Status, string Tag)> TagAsync(string path, string? known)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (known is not null)
            request.Headers.TryAddWithoutValidation("If-None-Match", known);
        using var response = await _server.Http.SendAsync(request);
        return (response.StatusCode, response.Headers.ETag!.ToString());
    }
}
