using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace Carillon.Server.Tests.Api;

public sealed class CostApiTests : IAsyncLifetime
{
    private const string Schedule = "/api/schedules/schedule-default-paid";
    private const string Owner = "/api/costs/budgets/owner/ann";

    private const string Paid =
        """
        id: paid
        owner: ann
        cost: { per_run: 0.25 }
        schedule: { daily: { at: "09:00" }, enabled: false, budget: { month: 2 }, cost_limit: 5 }
        tasks:
          - { id: a, uses: test.gate, cost: 0.1, with: { say: "hello" } }
        """;

    private readonly ServerFixture _server = new ServerFixture().File("paid.yaml", Paid).File("greet.yaml", Samples.Greet);

    public Task InitializeAsync() => _server.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task A_schedule_says_what_its_month_costs()
    {
        var cost = await _server.GetAsync(Schedule + "/cost");

        cost["cost_per_run"]!.GetValue<decimal>().ShouldBe(0.25m);
        cost["occurrences"]!.GetValue<int>().ShouldBeInRange(28, 31);
        cost["estimate"]!.GetValue<decimal>().ShouldBe(0.25m * cost["occurrences"]!.GetValue<int>());
        (cost["budget"]!.GetValue<decimal>(), cost["budget_from"]!.ToString(), cost["cost_limit"]!.GetValue<decimal>()).ShouldBe((2m, "definition", 5m));
        // Switched off, nothing is to come.
        cost["projected"]!.GetValue<decimal>().ShouldBe(0);
        cost["exceeded_at"].ShouldBeNull();
    }

    [Fact]
    public async Task What_runs_cost_is_spent_by_owner_and_project_at_once()
    {
        await _server.EndAsync(await _server.RunAsync("paid"));

        var costs = await _server.GetAsync("/api/costs?top=5&days=2");

        costs["total"]!["spent"]!.GetValue<decimal>().ShouldBe(0.35m);
        costs["owners"]!.AsArray().ShouldHaveSingleItem()!["spent"]!.GetValue<decimal>().ShouldBe(0.35m);
        costs["cost_trend"]!.AsArray().ShouldHaveSingleItem()!["spent"]!.GetValue<decimal>().ShouldBe(0.35m);
        (await _server.GetAsync("/api/costs?trend=month"))["cost_trend"]![0]!["at"]!.ToString().Length.ShouldBe(7);
        (await _server.GetAsync("/api/costs/forecast?months=2"))["items"]!.AsArray().Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_run_over_the_owners_budget_is_refused_unless_somebody_says_why()
    {
        var set = await SendAsync(HttpMethod.Put, Owner, """{ "month": 0.2, "by": "bob", "reason": "save" }""");
        (set["month"]!.GetValue<decimal>(), set["changed_by"]!.ToString()).ShouldBe((0.2m, "bob"));

        (await _server.PostAsync("/api/workflows/paid/run-now", null, HttpStatusCode.Conflict))["code"]!.ToString().ShouldBe("SCH005");
        await _server.PostAsync("/api/workflows/paid/run-now", """{ "over_budget": true }""", HttpStatusCode.BadRequest);
        await _server.EndAsync(await _server.RunAsync("paid", """{ "over_budget": true, "reason": "month end", "by": "ann" }"""));

        var audit = (await _server.GetAsync("/api/audit?subject=budget"))["items"]!.AsArray();
        audit.Select(entry => $"{entry!["actor"]} {entry["action"]} {entry["subject_id"]}").ShouldBe(["ann over_budget owner/ann", "bob set owner/ann"]);
        (await _server.GetAsync("/api/costs"))["owners"]![0]!["utilization_percent"]!.GetValue<decimal>().ShouldBe(175);
        await SendAsync(HttpMethod.Delete, Owner, null);
        await SendAsync(HttpMethod.Get, Owner, null, HttpStatusCode.NotFound);
        await _server.EndAsync(await _server.RunAsync("paid"));
    }

    [Theory]
    [InlineData("""{ "month": -1 }""", HttpStatusCode.UnprocessableEntity)]
    [InlineData("""{ "month": 1000000000.01 }""", HttpStatusCode.UnprocessableEntity)]
    [InlineData("""{ "month": 0.0000001 }""", HttpStatusCode.UnprocessableEntity)]
    [InlineData("""{ "month": 1e400 }""", HttpStatusCode.BadRequest)]
    [InlineData("""{ "month": "NaN" }""", HttpStatusCode.BadRequest)]
    [InlineData("""{ "month": NaN }""", HttpStatusCode.BadRequest)]
    [InlineData("""{ "month": null }""", HttpStatusCode.BadRequest)]
    [InlineData("""{ "months": 3 }""", HttpStatusCode.BadRequest)]
    [InlineData("""{ "month": 3, "by": "" }""", HttpStatusCode.BadRequest)]
    [InlineData("", HttpStatusCode.BadRequest)]
    public async Task An_amount_that_makes_no_sense_is_refused(string body, HttpStatusCode expected)
    {
        await SendAsync(HttpMethod.Put, Owner, body, expected);
        (await _server.GetAsync("/api/costs/budgets"))["items"]!.AsArray().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("PUT", "/api/costs/budgets/schedule/nobody", HttpStatusCode.NotFound)]
    [InlineData("PUT", "/api/costs/budgets/team/ann", HttpStatusCode.BadRequest)]
    [InlineData("GET", "/api/costs/budgets/schedule/schedule-default-paid", HttpStatusCode.NotFound)]
    [InlineData("DELETE", "/api/costs/budgets/owner/nobody", HttpStatusCode.NotFound)]
    [InlineData("GET", "/api/costs/budgets/owner/%0A", HttpStatusCode.BadRequest)]
    [InlineData("GET", "/api/schedules/nobody/cost", HttpStatusCode.NotFound)]
    [InlineData("GET", "/api/costs?top=0", HttpStatusCode.BadRequest)]
    [InlineData("GET", "/api/costs?days=999999999", HttpStatusCode.BadRequest)]
    [InlineData("GET", "/api/costs?trend=hour", HttpStatusCode.BadRequest)]
    [InlineData("GET", "/api/costs/forecast?months=13", HttpStatusCode.BadRequest)]
    public async Task What_is_not_there_or_out_of_range_is_said(string verb, string path, HttpStatusCode expected) =>
        await SendAsync(new HttpMethod(verb), path, verb == "PUT" ? """{ "month": 3 }""" : null, expected);

    [Fact]
    public async Task A_preview_says_what_the_month_would_cost()
    {
        var preview = await _server.PostAsync("/api/schedules/preview", """{ "cron": "0 9 * * *", "from": "2026-03-10T00:00:00Z", "workflow": "paid", "budget": { "month": 5 } }""");

        preview["cost"]!.ShouldSatisfyAllConditions(
            cost => cost["month"]!.ToString().ShouldBe("2026-03"),
            cost => cost["occurrences"]!.GetValue<int>().ShouldBe(31),
            cost => cost["estimate"]!.GetValue<decimal>().ShouldBe(7.75m),
            cost => cost["exceeded_at"]!.ToString().ShouldBe("2026-03-21T09:00:00Z"));
        (await _server.PostAsync("/api/schedules/preview", """{ "cron": "0 9 * * *", "cost_per_run": 0.5, "from": "2026-03-10T00:00:00Z" }"""))["cost"]!["estimate"]!.GetValue<decimal>().ShouldBe(15.5m);
        (await _server.PostAsync("/api/schedules/preview", """{ "cron": "0 9 * * *" }"""))["cost"].ShouldBeNull();
        await _server.PostAsync("/api/schedules/preview", """{ "cron": "0 9 * * *", "workflow": "nobody" }""", HttpStatusCode.UnprocessableEntity);
        await _server.PostAsync("/api/schedules/preview", """{ "cron": "0 9 * * *", "cost_per_run": "NaN" }""", HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task A_simulation_names_the_first_month_over_budget()
    {
        await _server.PostAsync(Schedule + "/enable");

        var simulation = await _server.PostAsync("/api/simulate", """{ "from": "2026-03-28T00:00:00Z", "days": 60 }""");

        var paid = simulation["schedules"]!.AsArray().Single(s => s!["schedule_id"]!.ToString() == "schedule-default-paid")!;
        (paid["budget"]!.GetValue<decimal>(), paid["cost"]!.GetValue<decimal>(), paid["first_month_over_budget"]!.ToString()).ShouldBe((2m, 15m, "2026-04"));
    }

    private async Task<JsonNode> SendAsync(HttpMethod verb, string path, string? json, HttpStatusCode expected = HttpStatusCode.OK)
    {
        using var request = new HttpRequestMessage(verb, path);
        if (json is not null)
            request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        using var response = await _server.Http.SendAsync(request);
        return await ServerFixture.ReadAsync(response, expected);
    }
}
