using Carillon.Core.Definitions;
using Carillon.Core.Schedules;
using NodaTime;

namespace Carillon.Core.Tests.Definitions;

public sealed class DefinitionParserTests
{
    [Fact]
    public void The_example_of_the_guide_parses_without_a_word()
    {
        var parsed = Definition.Parse(Definition.Apple);

        parsed.IsOk.ShouldBeTrue(string.Join("\n", parsed.Problems));
        parsed.Problems.ShouldBeEmpty();
        var workflow = parsed.Value;
        workflow.Name.ShouldBe("Apple, after the close");
        workflow.Input.Select(f => (f.Name, f.Type, f.Default!.ToJsonString())).ShouldBe([("symbol", InputType.String, "\"AAPL\""), ("lookback", InputType.Integer, "200")]);
        workflow.Tasks.Select(t => t.Id.Value).ShouldBe(["bars", "indicators", "report"]);
        workflow.Tasks[0].Retry.ShouldBe(new RetryPolicy(3, Backoff.Exponential, Duration.FromSeconds(10), Duration.FromMinutes(5)));
        workflow.Tasks[0].Timeout.ShouldBe(Duration.FromMinutes(10));
        workflow.Tasks[0].With["days"]!.GetValue<string>().ShouldBe("${{ input.lookback }}");
    }

    [Fact]
    public void The_schedule_of_the_example_is_read_whole()
    {
        var schedule = Definition.Parse(Definition.Apple).Value.Schedules.ShouldHaveSingleItem();

        schedule.Key.ShouldBe("");
        schedule.Zone.Id.ShouldBe("America/New_York");
        schedule.Calendar.ShouldBe("XNYS");
        schedule.Jitter.ShouldBe(Duration.FromSeconds(30));
        schedule.OverlapPolicy.ShouldBe(OverlapPolicy.Skip);
        schedule.CatchUp.ShouldBe(new CatchUp(CatchUpMode.Last, Duration.FromHours(1)));
        schedule.Input.ToJsonString().ShouldBe("""{"symbol":"AAPL"}""");
        schedule.Content.ToJsonString().ShouldBe("""{"calendar":"XNYS","catch_up":"1h","cron":"30 16 * * 1-5","input":{"symbol":"AAPL"},"jitter":"30s","overlap_policy":"skip","timezone":"America/New_York"}""");
        schedule.Times.Next(Instant.FromUtc(2026, 1, 5, 0, 0)).ShouldBe(Instant.FromUtc(2026, 1, 5, 21, 30));
    }

    [Fact]
    public void The_content_of_a_schedule_does_not_depend_on_the_order_of_its_keys()
    {
        var one = Definition.Parse(Definition.With("schedule: { cron: '0 9 * * *', jitter: 5s, input: {} }")).Value.Schedules[0];
        var other = Definition.Parse(Definition.With("schedule:\n  input: {}\n  jitter: \"5s\"\n  cron: 0 9 * * *")).Value.Schedules[0];

        other.Content.ToJsonString().ShouldBe(one.Content.ToJsonString());
    }

    [Fact]
    public void Several_schedules_are_told_apart_by_id()
    {
        var schedules = Definition.Parse(Definition.With("""
            schedules:
              - { id: morning, daily: { at: "09:00" }, enabled: false, overlap_policy: buffer_one }
              - { id: month, monthly: { on: 15, at: "08:00", short_month: skip }, catch_up: { mode: all, window: 7d, max_runs: 5 }, priority: 3, tags: [x], owner: ann }
            """)).Value.Schedules;

        schedules.Select(s => s.Key).ShouldBe(["morning", "month"]);
        schedules[0].Enabled.ShouldBeFalse();
        schedules[0].OverlapPolicy.ShouldBe(OverlapPolicy.BufferOne);
        schedules[1].CatchUp.ShouldBe(new CatchUp(CatchUpMode.All, Duration.FromDays(7), 5));
        schedules[1].Priority.ShouldBe(3);
        schedules[1].Owner.ShouldBe("ann");
    }

    [Theory]
    [InlineData("every: 14d, at: '02:00', anchor: 2026-01-05")]
    [InlineData("every: 15m, anchor: 2026-01-05T00:00:00Z")]
    [InlineData("daily: { at: ['09:00', '14:00'] }")]
    [InlineData("daily: { at: 09:00 }")]
    [InlineData("weekly: { on: [mon, fri], at: '09:00' }")]
    [InlineData("monthly: { on: last fri, at: '08:00' }")]
    [InlineData("once: 2026-03-01T09:00")]
    [InlineData("cron: '@daily', timezone: Europe/Berlin, dst: { gap: skip, overlap: both }")]
    [InlineData("cron: '0 9 * * *', calendar: { name: XNYS, rule: previous }, start_at: 2026-01-01, end_at: 2027-01-01")]
    public void Every_kind_of_schedule_parses(string schedule)
    {
        var parsed = Definition.Parse(Definition.With($"schedule: {{ {schedule} }}"));

        parsed.IsOk.ShouldBeTrue(string.Join("\n", parsed.Problems));
        parsed.Value.Schedules.Count.ShouldBe(1);
    }

    [Fact]
    public void The_version_is_the_hash_of_the_text()
    {
        Definition.Parse(Definition.With("")).Value.Version.ShouldMatch("^[0-9a-f]{64}$");
        Definition.Parse(Definition.With("# a comment")).Value.Version.ShouldNotBe(Definition.Parse(Definition.With("")).Value.Version);
    }

    [Fact]
    public void Tasks_come_after_what_they_need_and_else_in_the_order_of_the_file()
    {
        var workflow = Definition.Parse("""
            id: w
            tasks:
              - { id: d, uses: shell, needs: [b, c], with: { run: d } }
              - { id: c, uses: shell, needs: a, with: { run: c } }
              - { id: z, uses: shell, with: { run: z } }
              - { id: b, uses: shell, needs: [a], with: { run: b } }
              - { id: a, uses: shell, with: { run: a } }
            on_success: [{ uses: shell, with: { run: s } }]
            on_failure: [{ id: mourn, uses: shell, with: { run: "${{ error.message }}" } }, { shell: { run: f } }]
            """).Value;

        workflow.Tasks.Select(t => t.Id.Value).ShouldBe(["z", "a", "c", "b", "d", "on_success_1", "mourn", "on_failure_2"]);
        workflow.Tasks.Select(t => t.Role).TakeLast(3).ShouldBe([TaskRole.OnSuccess, TaskRole.OnFailure, TaskRole.OnFailure]);
        workflow.Tasks[^1].With.ToJsonString().ShouldBe("""{"run":"f"}""");
    }

    [Fact]
    public void Every_key_of_a_task_arrives()
    {
        var task = Definition.Parse("""
            id: w
            pools: { api: 2 }
            defaults: { retry: 2, timeout: 1h, pool: api, priority: 5 }
            tasks:
              - id: first
                uses: shell
                with: { run: 'true' }
              - id: t
                uses: shell
                needs: first
                with: { run: "echo ${{ item }} ${{ index }}", env: { A: "1" } }
                if: ${{ tasks.first.status == 'succeeded' }}
                retry: { max_attempts: 4, backoff: fixed, initial: 500ms, on: [timeout, network] }
                timeout: 1h30m
                heartbeat_timeout: 20s
                priority: -1
                continue_on_error: true
                for_each: { items: "tasks.first.output.list", max_parallel: 3 }
                outputs: { size: length(output.lines) }
                cost: 0.25
                idempotent: false
            """).Value.Tasks[1];

        task.If!.Text.ShouldBe(" tasks.first.status == 'succeeded' ");
        task.Retry.MaxAttempts.ShouldBe(4);
        task.Retry.Backoff.ShouldBe(Backoff.Fixed);
        task.Retry.Initial.ShouldBe(Duration.FromMilliseconds(500));
        task.Retry.On.ShouldBe(["timeout", "network"]);
        task.Timeout.ShouldBe(Duration.FromMinutes(90));
        task.HeartbeatTimeout.ShouldBe(Duration.FromSeconds(20));
        task.Pool.ShouldBe("api");
        task.Priority.ShouldBe(-1);
        task.ContinueOnError.ShouldBeTrue();
        task.ForEach!.Items.Text.ShouldBe("tasks.first.output.list");
        task.ForEach.MaxParallel.ShouldBe(3);
        task.Outputs["size"].Paths.ShouldBe(["output.lines"]);
        task.Cost.ShouldBe(0.25m);
        task.Idempotent.ShouldBeFalse();
    }

    [Fact]
    public void A_written_list_is_fanned_out_over()
    {
        var task = Definition.Parse("""
            id: w
            tasks:
              - { id: a, uses: market.bars, for_each: [AAPL, MSFT], with: { symbol: "${{ item }}" } }
            """).Value.Tasks[0];

        task.ForEach!.Items.Evaluate(new Expressions.Scope("{}")).Value!.ToJsonString().ShouldBe("""["AAPL","MSFT"]""");
    }

    [Fact]
    public void Anchors_and_merge_keys_are_written_out()
    {
        var workflow = Definition.Parse("""
            id: w
            tasks:
              - &base { id: a, uses: shell, with: { run: 'true' }, timeout: 5m }
              - { <<: *base, id: b, needs: [a] }
            """).Value;

        workflow.Tasks[1].Timeout.ShouldBe(Duration.FromMinutes(5));
        workflow.Tasks[1].Id.Value.ShouldBe("b");
    }

    [Fact]
    public void Words_that_YAML_1_1_took_for_booleans_and_times_are_text()
    {
        var workflow = Definition.Parse("id: no\nname: 12:30\ninput: { on: { enum: [yes, off], default: off } }\ntasks: [{ id: y, uses: shell, with: { run: on } }]").Value;

        workflow.Id.Value.ShouldBe("no");
        workflow.Name.ShouldBe("12:30");
        workflow.Input[0].Default!.ToJsonString().ShouldBe("\"off\"");
    }

    [Fact]
    public void A_byte_order_mark_and_windows_line_ends_are_taken()
    {
        Definition.Parse('\uFEFF' + Definition.Apple.ReplaceLineEndings("\r\n")).IsOk.ShouldBeTrue();
    }

    [Fact]
    public void Names_may_be_in_any_script()
    {
        Definition.Parse(Definition.With("name: Ежедневно 日報 🚀")).Value.Name.ShouldBe("Ежедневно 日報 🚀");
    }
}
