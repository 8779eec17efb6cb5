using System.Net;
using System.Text.Json.Nodes;
using Carillon.Engine.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Carillon.Server.Tests.Api;

/// <summary>How many rows a list has, and what it can be filtered by.</summary>
public sealed class CountTests : IAsyncLifetime
{
    private readonly ServerFixture _server = new ServerFixture()
        .File("a.yaml", Workflow("a", "tags: [slow, books]\nowner: ann")).File("b.yaml", Workflow("b", "tags: [slow]\nowner: ann")).File("c.yaml", Workflow("c", "tags: [books]\nowner: bob")).File("d.yaml", Workflow("d", "name: D"))
        .File("hello.yaml", "id: hello\nkind: template\nparameters: { who: { type: string, required: true } }\ntasks:\n  - { id: a, uses: test.gate, with: { say: \"hello ${{ parameters.who }}\" } }\n");

    public async Task InitializeAsync()
    {
        await _server.StartAsync();
        await _server.PostAsync("/api/workflows/a/schedules", """{"cron":"0 9 2 1 *"}""", HttpStatusCode.Created);
        await _server.PostAsync("/api/schedules/schedule-default-b/pause");
        await _server.PostAsync("/api/schedules/schedule-default-c/disable");
        await _server.Services.GetRequiredService<Database>().WriteAsync(sql => sql.Execute("update schedules set last_status = 'failed' where id in ('schedule-default-a', 'schedule-default-b')"));
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Theory]
    [InlineData("", 5)]
    [InlineData("status=active", 3)]
    [InlineData("status=paused", 1)]
    [InlineData("status=failed", 2)]
    [InlineData("status=archived", 0)]
    [InlineData("status=active,paused", 4)]
    [InlineData("status=disabled,failed", 3)]
    [InlineData("status=paused,failed", 2)]
    [InlineData("status=active,paused,disabled,archived", 5)]
    [InlineData("status=all", 5)]
    [InlineData("status=active,paused&tag=books", 2)]
    [InlineData("tag=slow", 3)]
    [InlineData("tag=books&owner=ann", 2)]
    [InlineData("tag=none", 0)]
    [InlineData("workflow=a", 2)]
    [InlineData("kind=managed", 1)]
    [InlineData("text=slow", 3)]
    [InlineData("overridden=true", 1)]
    [InlineData("next_within_hours=8784", 4)]
    public async Task The_first_page_of_schedules_counts_what_all_pages_have(string filter, int total)
    {
        foreach (var limit in new[] { 1, 2, 200 })
        {
            var seen = 0;
            string? cursor = null;
            do
            {
                var page = await _server.GetAsync($"/api/schedules?{filter}&limit={limit}{(cursor is null ? "" : "&cursor=" + cursor)}");
                (page["total"]?.GetValue<int>()).ShouldBe(cursor is null ? total : null);
                seen += page["items"]!.AsArray().Count;
                cursor = page["next_cursor"]?.ToString();
            }
            while (cursor is not null);

            seen.ShouldBe(total);
        }
    }

    [Theory]
    [InlineData("/api/schedules?status=active,stopped", "stopped")]
    [InlineData("/api/schedules?status=failed,all", "all")]
    [InlineData("/api/runs?status=failed,stopped", "stopped")]
    public async Task A_word_among_several_that_is_no_state_is_refused(string path, string word) =>
        (await _server.GetAsync(path, HttpStatusCode.BadRequest))["detail"]!.ToString().ShouldContain($"'status' is '{word}'");

    [Fact]
    public async Task The_first_pages_of_workflows_strategies_and_a_workflows_schedules_count_too()
    {
        foreach (var id in new[] { "hello-x", "hello-y", "other" })
            await _server.PostAsync("/api/strategies", $$"""{ "id": "{{id}}", "template": "hello", "parameters": { "who": "Ann" } }""", HttpStatusCode.Created);

        foreach (var (path, total) in new[] { ("/api/workflows?", 7), ("/api/workflows?tag=slow&", 2), ("/api/strategies?", 3), ("/api/strategies?text=hello-&", 2), ("/api/workflows/a/schedules?", 2) })
        {
            var page = await _server.GetAsync(path + "limit=1");
            page["total"]!.GetValue<int>().ShouldBe(total, path);
            (await _server.GetAsync($"{path}limit=1&cursor={page["next_cursor"]}"))["total"].ShouldBeNull();
            (await _server.GetAsync(path + "limit=200"))["total"]!.GetValue<int>().ShouldBe(total, path);
        }
    }

    [Fact]
    public async Task What_schedules_can_be_filtered_by_is_counted_the_most_frequent_first()
    {
        var facets = await _server.GetAsync("/api/schedules/facets");

        Of(facets["states"]!).ShouldBe("active 3, paused 1, disabled 1, archived 0, failed 2");
        Of(facets["kinds"]!["items"]!).ShouldBe("declared 4, managed 1");
        Of(facets["tags"]!["items"]!).ShouldBe("books 3, slow 3");
        Of(facets["owners"]!["items"]!).ShouldBe("ann 3, bob 1");
        Of(facets["workflows"]!["items"]!).ShouldBe("a 2, b 1, c 1, d 1");
        facets["workflows"]!["truncated"]!.GetValue<bool>().ShouldBeFalse();

        var few = await _server.GetAsync("/api/schedules/facets?limit=1");
        (Of(few["owners"]!["items"]!), few["owners"]!["truncated"]!.GetValue<bool>()).ShouldBe(("ann 3", true));
        (await _server.GetAsync("/api/schedules/facets?limit=0", HttpStatusCode.BadRequest))["code"]!.ToString().ShouldBe("SCH043");
    }

    private static string Of(JsonNode values) => string.Join(", ", values.AsArray().Select(value => $"{value!["value"]} {value["count"]}"));

    private static string Workflow(string id, string about) => $"id: {id}\n{about}\nschedule: {{ cron: \"0 9 1 1 *\", timezone: America/New_York }}\ntasks:\n  - {{ id: a, uses: test.gate }}\n";
}
