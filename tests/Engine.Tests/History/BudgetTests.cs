using System.Text.Json.Nodes;
using Carillon.Core;
using Carillon.Core.Runs;
using Carillon.Engine.History;
using Carillon.Engine.Occurrences;
using Carillon.Engine.Runs;
using Carillon.Engine.Storage;
using NodaTime;

namespace Carillon.Engine.Tests.History;

/// <summary>Budgets as reservations: estimate, reserve, settle.</summary>
public sealed class BudgetTests
{
    private static readonly Instant March = Instant.FromUtc(2026, 3, 31, 20, 0);

    private const string Owned =
        """
        id: w
        owner: ann
        cost: { per_run: 1, per_row: 0.01 }
        tasks:
          - { id: a, uses: test.step }
        """;

    private const string Tick =
        """
        id: tick
        owner: ann
        cost: { per_run: 1 }
        schedule: { every: 10m, timezone: Europe/Berlin, overlap_policy: allow, catch_up: { mode: all }, budget: 3 }
        tasks:
          - { id: a, uses: test.step }
        """;

    [Fact]
    public async Task Of_many_runs_asked_for_at_once_only_those_are_made_that_fit()
    {
        await using var engine = await new EngineFixture().File("w.yaml", Owned).StartAsync();
        await engine.Host.Budgets.SetAsync(BudgetScope.Owner, "ann", 5, "bob", "less");
        engine.Step.Hold("a");

        var asked = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Start(engine)));

        asked.Count(made => made.IsOk).ShouldBe(5);
        asked.Where(made => !made.IsOk).ShouldAllBe(made => made.Problems[0].Code == "SCH005");
        engine.Rows("select scope, subject, reserved_micros, spent_micros from spending order by scope").ShouldBe(["owner|ann|5000000|0", "project|default|5000000|0"]);
    }

    [Fact]
    public async Task A_run_that_ends_gives_back_its_estimate_and_pays_what_it_cost()
    {
        await using var engine = await new EngineFixture().File("w.yaml", Owned).StartAsync();
        engine.Step.On("a", _ => new TaskResult.Succeeded(new JsonObject { ["rows"] = 50, ["cost"] = 0.25 }));

        await engine.EndAsync((await Start(engine)).Value);

        engine.Rows("select reserved_micros, spent_micros from spending").ShouldBe(["0|1750000", "0|1750000"]);
        engine.Rows("select cost_micros, declared_micros, cost_settled from runs").ShouldBe(["1750000|1500000|1"]);
        engine.Rows("select spent_micros from spending_days").ShouldBe(["1750000"]);
        // The next run is expected to cost the same.
        engine.Step.Hold("a");
        await Start(engine);
        engine.Rows("select distinct reserved_micros from spending").ShouldBe(["1750000"]);
    }

    [Fact]
    public async Task A_run_over_budget_needs_a_reason_and_the_audit_trail_has_it()
    {
        await using var engine = await new EngineFixture().File("w.yaml", Owned).StartAsync();
        await engine.Host.Budgets.SetAsync(BudgetScope.Owner, "ann", 0.5m, "bob", null);
        (await Start(engine)).Problems[0].Code.ShouldBe("SCH005");

        var made = await Start(engine, "month end");

        made.IsOk.ShouldBeTrue();
        engine.Rows("select actor, action, subject_id, reason from audit where subject = 'budget' order by id").ShouldBe(["bob|set|owner/ann|", "test|over_budget|owner/ann|month end"]);
        (await engine.EndAsync(made.Value)).ShouldBe("completed");
    }

    [Fact]
    public async Task A_retry_is_held_to_the_budget_too()
    {
        await using var engine = await new EngineFixture().File("w.yaml", Owned).StartAsync();
        engine.Step.On("a", _ => new TaskResult.Failed(new TaskError(ProblemCodes.TaskFailed, ErrorClasses.Input, "no", Retryable: false)));
        var run = (await Start(engine)).Value;
        await engine.EndAsync(run);
        await engine.Host.Budgets.SetAsync(BudgetScope.Owner, "ann", 1.5m, "bob", null);

        (await engine.Host.Runs.RetryAsync(run, "test")).Problems[0].Code.ShouldBe("SCH005");
        (await engine.Host.Runs.RetryAsync(run, "test", overBudgetReason: "it must")).IsOk.ShouldBeTrue();
    }

    [Fact]
    public async Task Occurrences_over_budget_are_skipped_until_the_month_of_the_schedules_zone_ends()
    {
        await using var engine = await new EngineFixture(o => o with { Time = new ManualTime(March) }).File("tick.yaml", Tick).StartAsync();

        // Berlin's April begins at 22:00 UTC: eleven occurrences are March's, four April's.
        for (var i = 0; i < 15; i++)
        {
            engine.Leap(Duration.FromMinutes(10));
            await engine.IdleAsync();
        }

        engine.Rows("select outcome, count(*), sum(count) from ledger group by outcome order by outcome").ShouldBe(["ran|6|6", "skipped|9|9"]);
        engine.Text("select reason from ledger where outcome = 'skipped' limit 1").ShouldBe("budget: SCH005 the schedule's budget of 3.00 for 2026-03 has 0.00 left, and a run is estimated at 1.00");
        engine.Rows("select scope, month, reserved_micros, spent_micros from spending order by scope, month")
            .ShouldBe(["owner|202603|0|6000000", "project|202603|0|6000000", "schedule|202603|0|3000000", "schedule|202604|0|3000000"]);
    }

    [Fact]
    public async Task A_budget_that_somebody_sets_stands_in_place_of_the_declared_one()
    {
        await using var engine = await new EngineFixture(o => o with { Time = new ManualTime(March) }).File("tick.yaml", Tick).StartAsync();
        await engine.Host.Budgets.SetAsync(BudgetScope.Schedule, "schedule-default-tick", 1, "bob", null);

        engine.Leap(Duration.FromMinutes(30));
        await engine.IdleAsync();
        engine.Rows("select outcome, sum(count) from ledger group by outcome order by outcome").ShouldBe(["ran|1", "skipped|2"]);
        await engine.Host.Budgets.DeleteAsync(BudgetScope.Schedule, "schedule-default-tick", "bob", null);
        engine.Leap(Duration.FromMinutes(30));
        await engine.IdleAsync();

        engine.Rows("select outcome, sum(count) from ledger group by outcome order by outcome").ShouldBe(["ran|3", "skipped|3"]);
    }

    [Fact]
    public async Task A_test_run_and_a_backfill_are_held_to_the_schedules_budget()
    {
        await using var engine = await new EngineFixture(o => o with { Time = new ManualTime(March) }).File("tick.yaml", Tick.Replace("budget: 3", "budget: 1", StringComparison.Ordinal)).StartAsync();
        var id = new ScheduleId("schedule-default-tick");

        await engine.EndAsync((await engine.Host.Occurrences.TestRunAsync(id, "test", null)).Value);
        (await engine.Host.Occurrences.TestRunAsync(id, "test", null)).Problems[0].Code.ShouldBe("SCH005");
        var backfill = await engine.Host.Backfills.StartAsync(id, new BackfillRequest(March - Duration.FromHours(1), March, "test"));
        backfill.IsOk.ShouldBeTrue();
        await engine.UntilAsync(() => engine.Text("select trouble from backfills").Length > 0, "the backfill to say what keeps it");

        engine.Text("select trouble from backfills").ShouldStartWith("The run is over budget: the schedule's budget of 1.00 for 2026-03");
        engine.Count("select count(*) from runs where trigger = 'backfill'").ShouldBe(0);
        await engine.Host.Budgets.SetAsync(BudgetScope.Schedule, id.Value, 7, "bob", null);
        engine.Leap(Duration.FromMinutes(2));
        await engine.UntilAsync(() => engine.Count("select count(*) from runs where trigger = 'backfill' and status = 'completed'") == 6, "the backfill to go on");
    }

    [Fact]
    public async Task A_schedule_says_what_its_month_costs()
    {
        await using var engine = await new EngineFixture(o => o with { Time = new ManualTime(March) }).File("tick.yaml", Tick).StartAsync();
        engine.Leap(Duration.FromMinutes(20));
        await engine.IdleAsync();
        var costs = new CostReader(engine.Host.Database, engine.Host.Live, engine.Host.TypicalCosts, "default");

        var month = costs.OfSchedule(new ScheduleId("schedule-default-tick"), engine.Options.Time.Now())!.Cost;
        var overview = costs.Overview(engine.Options.Time.Now(), byMonth: false, 30, CancellationToken.None);

        (month.SpentMicros, month.ReservedMicros, month.Remaining, month.BudgetMicros).ShouldBe((2_000_000, 0, 9, 3_000_000));
        month.ExceededAt.ShouldBe(March + Duration.FromMinutes(40));
        (overview.Total.SpentMicros, overview.Total.ProjectedMicros).ShouldBe((2_000_000, 11_000_000));
        overview.Owners.ShouldHaveSingleItem().Name.ShouldBe("ann");
        overview.Trend.ShouldHaveSingleItem().ShouldBe(new CostPoint(new LocalDate(2026, 3, 31), 2_000_000));
        costs.Forecast(engine.Options.Time.Now(), 2, CancellationToken.None)[1].ShouldSatisfyAllConditions(
            next => next.Runs.ShouldBe(30 * 24 * 6),
            next => next.OverBudget.ShouldHaveSingleItem());
    }

    [Fact]
    public async Task Whatever_happens_between_reservation_and_settlement_the_books_agree_with_the_runs()
    {
        for (var seed = 1; seed <= 4; seed++)
            await WalkAsync(new Random(seed), $"seed {seed}");
    }

    // Runs start, end at other costs than expected, are canceled, and the process dies, in any order. After each step what is spent and reserved is what the
    // runs say, and goes beyond the budget by no more than runs that were already made cost above their estimates.
    private static async Task WalkAsync(Random random, string walk)
    {
        await using var engine = await new EngineFixture().File("w.yaml", Owned).StartAsync();
        await engine.Host.Budgets.SetAsync(BudgetScope.Owner, "ann", 12, "bob", null);
        var gates = new Queue<TaskCompletionSource<TaskResult>>();
        void Script() => engine.Step.On("a", async (_, stop) =>
        {
            var gate = new TaskCompletionSource<TaskResult>(TaskCreationOptions.RunContinuationsAsynchronously);
            lock (gates)
                gates.Enqueue(gate);
            return await gate.Task.WaitAsync(stop);
        });
        Script();
        for (var step = 0; step < 40; step++)
        {
            switch (random.Next(10))
            {
                case < 5:
                    await Task.WhenAll(Enumerable.Range(0, random.Next(1, 4)).Select(_ => Start(engine)));
                    break;
                case < 8:
                    lock (gates)
                    {
                        if (gates.TryDequeue(out var gate))
                            gate.TrySetResult(new TaskResult.Succeeded(new JsonObject { ["cost"] = random.Next(0, 300) / 100m }));
                    }
                    break;
                case 8:
                    if (engine.Text("select id from runs where status = 'running' limit 1") is { Length: > 0 } open)
                        await engine.Host.Runs.CancelAsync(new RunId(open), "test", "");
                    break;
                default:
                    engine.Crash();
                    lock (gates)
                        gates.Clear();
                    await engine.StartAsync();
                    break;
            }
            Check(engine, $"{walk}, step {step}");
        }
    }

    private static void Check(EngineFixture engine, string where)
    {
        var (booked, runs, above) = engine.Host.Database.Read(sql => (
            sql.First("select coalesce(sum(reserved_micros), 0), coalesce(sum(spent_micros), 0) from spending where scope = 'owner'", row => (row.GetInt64(0), row.GetInt64(1))),
            sql.First(
                "select coalesce(sum(case when completed_at is null then estimate_micros else 0 end), 0), coalesce(sum(case when completed_at is not null then cost_micros else 0 end), 0) from runs",
                row => (row.GetInt64(0), row.GetInt64(1))),
            sql.Number("select coalesce(sum(case when cost_micros > estimate_micros then cost_micros - estimate_micros else 0 end), 0) from runs where completed_at is not null")!.Value));
        booked.ShouldBe(runs, where);
        (booked.Item1 + booked.Item2).ShouldBeLessThanOrEqualTo(12_000_000 + above, where);
    }

    private static Task<Checked<RunId>> Start(EngineFixture engine, string? overBudgetReason = null) =>
        engine.Host.Runs.StartAsync(new StartRun(new WorkflowId("w"), [], RunTrigger.Manual, "test") { OverBudgetReason = overBudgetReason });
}
