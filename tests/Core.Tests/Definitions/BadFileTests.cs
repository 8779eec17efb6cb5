namespace Carillon.Core.Tests.Definitions;

public sealed class BadFileTests
{
    [Theory]
    // The file as a whole.
    [InlineData("", "1:1 SCH008")]
    [InlineData("# only a comment\n", "1:1 SCH008")]
    [InlineData("- a\n- b\n", "1:1 SCH008")]
    [InlineData("just text\n", "1:1 SCH008")]
    [InlineData("id: [\n", "2:1 SCH008")]
    [InlineData("id: w\ntasks:\n\t- id: a\n", "3:1 SCH008")]
    [InlineData("id: w\n  \tname: x\n", "2:3 SCH008")]
    [InlineData("id: w\u0000\n", "1:6 SCH008")]
    [InlineData("id: w\nname: a\uFFFDb\n", "2:8 SCH008")]
    [InlineData("id: w\nname: a\uD800b\n", "2:8 SCH008")]
    [InlineData("id: w\n---\nid: v\n", "2:1 SCH008")]
    [InlineData("id: w\nname: *nobody\n", "2:7 SCH008")]
    [InlineData("id: w\nname: !secret x\ntasks: [{ id: a, uses: shell, with: { run: x } }]\n", "2:7 SCH008")]
    [InlineData("{}", "1:1 SCH011, 1:1 SCH011")]
    public void A_file_that_is_no_workflow(string text, string expected)
    {
        Definition.Places(text).ShouldBe(expected);
    }

    [Theory]
    [InlineData("nmae: x", "2:1 SCH010")]
    [InlineData("name: x\nname: y", "3:1 SCH013")]
    [InlineData("name:", "2:6 SCH016")]
    [InlineData("name: ''", "2:7 SCH016")]
    [InlineData("name: [x]", "2:7 SCH016")]
    [InlineData("tags: x", "2:7 SCH016")]
    [InlineData("engine: temporal", "2:9 SCH025")]
    [InlineData("engine: embeded", "2:9 SCH016")]
    [InlineData("kind: templates", "2:7 SCH016")]
    [InlineData("parameters: {}", "2:13 SCH016")]
    [InlineData("timeout: 10", "2:10 SCH016")]
    [InlineData("timeout: 10x", "2:10 SCH016")]
    [InlineData("timeout: 0s", "2:10 SCH016")]
    [InlineData("timeout: 99999d", "2:10 SCH016")]
    [InlineData("timeout: 30m1h", "2:10 SCH016")]
    [InlineData("max_concurrent_runs: 0", "2:22 SCH016")]
    [InlineData("max_concurrent_runs: 1.5", "2:22 SCH016")]
    [InlineData("max_concurrent_runs: \"${{ input.x }}\"", "2:22 SCH016")]
    [InlineData("pools: { api: 0 }", "2:15 SCH016")]
    [InlineData("defaults: { pool: api }", "2:19 SCH019")]
    [InlineData("defaults: { pol: api }", "2:13 SCH010")]
    [InlineData("input: { x: { type: text } }", "2:21 SCH016")]
    [InlineData("input: { x: { type: integer, default: a } }", "2:39 SCH020")]
    [InlineData("input: { x: { default: 5 } }", "2:24 SCH020")]
    [InlineData("input: { x: { enum: [1] } }", "2:22 SCH016")]
    [InlineData("input: { x: { enum: [] } }", "2:21 SCH016")]
    [InlineData("input: { x: { minimum: 1 } }", "2:24 SCH016")]
    [InlineData("input: { x: { type: number, minimum: 2, maximum: 1 } }", "2:50 SCH016")]
    [InlineData("input: { x: { pattern: '(' } }", "2:24 SCH016")]
    [InlineData("input: { x: { pattern: '(?=a)' } }", "2:24 SCH016")]
    [InlineData("input: { x: string }", "2:13 SCH016")]
    public void A_wrong_key_or_value_of_the_workflow(string lines, string expected)
    {
        Definition.Places(Definition.With(lines)).ShouldBe(expected);
    }

    [Theory]
    [InlineData("cron: '61 * * * *'", "2:20 SCH001")]
    [InlineData("cron: '0 0 31 2 *'", "2:24 SCH001")]
    [InlineData("cron: '0 9 * * *', timezone: Europe/Berlim", "2:42 SCH017")]
    [InlineData("cron: '0 9 * * *', calendar: XNYX", "2:42 SCH022")]
    [InlineData("cron: '0 9 * * *', every: 1d", "2:39 SCH016")]
    [InlineData("jitter: 5s", "2:11 SCH011")]
    [InlineData("cron: '0 9 * * *', jitter: 5", "2:40 SCH016")]
    [InlineData("cron: '0 9 * * *', overlap_policy: queue", "2:48 SCH016")]
    [InlineData("cron: '0 9 * * *', catch_up: { mode: some }", "2:50 SCH016")]
    [InlineData("cron: '0 9 * * *', catch_up: { max_runs: 3 }", "2:54 SCH016")]
    [InlineData("cron: '0 9 * * *', run_window: { from: '09:30' }", "2:44 SCH011")]
    [InlineData("cron: '0 9 * * *', run_window: { from: '9 am', to: '16:00' }", "2:52 SCH016")]
    [InlineData("cron: '0 9 * * *', run_window: { from: '09:30', to: '09:30' }", "2:44 SCH016")]
    [InlineData("cron: '0 9 * * *', run_window: { from: '09:30', to: '16:00', days: [mon, fry] }", "2:86 SCH016")]
    [InlineData("cron: '0 9 * * *', max_runs: 0", "2:42 SCH016")]
    [InlineData("cron: '0 9 * * *', max_staleness: 0s", "2:47 SCH016")]
    [InlineData("cron: '0 9 * * *', auto_pause: 0", "2:44 SCH016")]
    [InlineData("cron: '0 9 * * *', auto_pause: { after: 0 }", "2:53 SCH016")]
    [InlineData("cron: '0 9 * * *', depends_on: { mode: after }", "2:44 SCH011")]
    [InlineData("cron: '0 9 * * *', depends_on: { schedule: x, mode: before }", "2:65 SCH016")]
    [InlineData("cron: '0 9 * * *', concurrency: 3", "2:45 SCH016")]
    [InlineData("cron: '0 9 * * *', window: 7d", "2:40 SCH016")]
    [InlineData("cron: '0 9 * * *', input: { x: 1 }", "2:41 SCH020")]
    [InlineData("weekly: { on: [mon, fry], at: '09:00' }", "2:33 SCH001")]
    [InlineData("weekly: { at: '09:00' }", "2:21 SCH011")]
    [InlineData("daily: { at: '9 am' }", "2:26 SCH001")]
    [InlineData("monthly: { on: 1, at: '09:00', short_month: first }", "2:57 SCH016")]
    public void A_wrong_schedule(string schedule, string expected)
    {
        Definition.Parse(Definition.With($"schedule: {{ {schedule} }}")).Problems
            .Select(p => $"{p.Location!.Line}:{p.Location.Column} {p.Code}").ShouldBe([expected]);
    }

    [Theory]
    [InlineData("schedules: [{ id: a, once: 2026-03-01T09:00 }, { id: a, once: 2026-03-01T10:00 }]", "2:54 SCH013")]
    [InlineData("schedules: [{ once: 2026-03-01T09:00 }, { id: a, once: 2026-03-01T10:00 }]", "2:13 SCH011")]
    [InlineData("schedule: { once: 2026-03-01T09:00 }\nschedules: [{ id: a, once: 2026-03-01T10:00 }]", "3:12 SCH013")]
    [InlineData("input: { x: { required: true } }\nschedule: { once: 2026-03-01T09:00 }", "3:11 SCH020")]
    [InlineData("input: { x: { type: integer } }\nschedule: { once: 2026-03-01T09:00, input: { x: a } }", "3:49 SCH020")]
    [InlineData("input: { x: {} }\nschedule: { once: 2026-03-01T09:00, input: { x: '${{ run.id }}' } }", "3:49 SCH020")]
    public void Schedules_that_do_not_fit_each_other_or_the_input(string lines, string expected)
    {
        Definition.Places(Definition.With(lines)).ShouldBe(expected);
    }

    [Theory]
    // needs
    [InlineData("- { id: a, uses: shell, with: { run: x }, needs: [b] }", "3:51 SCH012")]
    [InlineData("- { id: a, uses: shell, with: { run: x }, needs: a }", "3:50 SCH014")]
    [InlineData("- { id: a, uses: shell, with: { run: x }, needs: [b] }\n- { id: b, uses: shell, with: { run: x }, needs: [a] }", "3:51 SCH014")]
    [InlineData("- { id: a, uses: shell, with: { run: x } }\n- { id: a, uses: shell, with: { run: x } }", "4:9 SCH013")]
    [InlineData("- { id: a, uses: shell, with: { run: x } }\n- { id: b, uses: shell, with: { run: x }, needs: [a, a] }", "4:54 SCH013")]
    // ids
    [InlineData("- { id: größe, uses: shell, with: { run: x } }", "3:11 SCH016")]
    [InlineData("- { id: -a, uses: shell, with: { run: x } }", "3:9 SCH016")]
    [InlineData("- { id: a b, uses: shell, with: { run: x } }", "3:10 SCH016")]
    [InlineData("- { uses: shell, with: { run: x } }", "3:3 SCH011")]
    // uses and with
    [InlineData("- { id: a }", "3:3 SCH011")]
    [InlineData("- { id: a, uses: shel }", "3:18 SCH015")]
    [InlineData("- { id: a, uses: shell }", "3:18 SCH011")]
    [InlineData("- { id: a, uses: shell, with: {} }", "3:31 SCH011")]
    [InlineData("- { id: a, uses: shell, with: text }", "3:18 SCH011, 3:31 SCH016")]
    [InlineData("- { id: a, uses: shell, with: { run: x, cmd: y } }", "3:41 SCH010")]
    [InlineData("- { id: a, uses: shell, with: { run: 5 } }", "3:38 SCH020")]
    [InlineData("- { id: a, uses: shell, with: { run: x, env: { A: 1 } } }", "3:51 SCH020")]
    [InlineData("- { id: a, uses: market.bars, with: { symbol: x, days: 0 } }", "3:56 SCH020")]
    [InlineData("- { id: a, uses: market.bars, with: { symbol: x, days: many } }", "3:56 SCH020")]
    [InlineData("- { id: a, uses: market.bars, with: { symbol: x, mode: slow } }", "3:56 SCH020")]
    [InlineData("- { id: a, uses: market.bars, with: { symbol: x, feeds: [a, 1] } }", "3:61 SCH020")]
    // options
    [InlineData("- { id: a, uses: shell, with: { run: x }, retry: 0 }", "3:50 SCH016")]
    [InlineData("- { id: a, uses: shell, with: { run: x }, retry: { initial: 5s } }", "3:50 SCH011")]
    [InlineData("- { id: a, uses: shell, with: { run: x }, retry: { max_attempts: 2, initial: 5m, max: 1m } }", "3:87 SCH016")]
    [InlineData("- { id: a, uses: shell, with: { run: x }, retry: { max_attempts: 2, on: [time_out] } }", "3:74 SCH016")]
    [InlineData("- { id: a, uses: shell, with: { run: x }, continue_on_error: maybe }", "3:62 SCH016")]
    [InlineData("- { id: a, uses: shell, with: { run: x }, cost: -1 }", "3:49 SCH016")]
    [InlineData("- { id: a, uses: shell, with: { run: x }, effects: none }", "3:52 SCH016")]
    [InlineData("- { id: a, uses: shell, with: { run: x }, pool: api }", "3:49 SCH019")]
    // expressions
    [InlineData("- { id: a, uses: shell, with: { run: '${{ 1 + }}' } }", "3:47 SCH018")]
    [InlineData("- { id: a, uses: shell, with: { run: 'x ${{ input.y' } }", "3:41 SCH018")]
    [InlineData("- { id: a, uses: shell, with: { run: 'x ${{ input.y }}' } }", "3:45 SCH019")]
    [InlineData("- { id: a, uses: shell, with: { run: '${{ default(input.y, 1) }}' } }", "")]
    [InlineData("- { id: a, uses: shell, with: { run: '${{ tasks.b.output }}' } }", "3:43 SCH019")]
    [InlineData("- { id: a, uses: shell, with: { run: '${{ tasks.a.output }}' } }", "3:43 SCH019")]
    [InlineData("- { id: a, uses: shell, with: { run: x } }\n- { id: b, uses: shell, with: { run: '${{ tasks.a.output }}' } }", "4:43 SCH019")]
    [InlineData("- { id: a, uses: shell, with: { run: x } }\n- { id: b, uses: shell, needs: a, with: { run: '${{ tasks.a.path }}' } }", "4:53 SCH019")]
    [InlineData("- { id: a, uses: shell, with: { run: '${{ item }}' } }", "3:43 SCH019")]
    [InlineData("- { id: a, uses: shell, with: { run: '${{ item }}' }, for_each: item }", "3:65 SCH019")]
    [InlineData("- { id: a, uses: shell, with: { run: '${{ output }}' } }", "3:43 SCH019")]
    [InlineData("- { id: a, uses: shell, with: { run: '${{ error }}' } }", "3:43 SCH019")]
    [InlineData("- { id: a, uses: shell, with: { run: '${{ steps.x }}' } }", "3:43 SCH019")]
    [InlineData("- { id: a, uses: shell, with: { run: '${{ secrets.x }}' } }", "")]
    [InlineData("- { id: a, uses: shell, with: { run: '${{ secrets }}' } }", "3:43 SCH077")]
    [InlineData("- { id: a, uses: shell, with: { run: '${{ secrets[input.x] }}' } }", "3:43 SCH077, 3:51 SCH019")]
    [InlineData("- { id: a, uses: shell, with: { run: \"${{ secrets['a-b'] }}\" } }", "3:43 SCH019")]
    [InlineData("- { id: a, uses: shell, with: { run: x }, if: secrets.x == 'a' }", "3:47 SCH077")]
    [InlineData("- { id: a, uses: shell, with: { run: x }, for_each: secrets.x }", "3:53 SCH077")]
    [InlineData("- { id: a, uses: shell, with: { run: x }, outputs: { n: secrets.x } }", "3:57 SCH077")]
    [InlineData("- { id: a, uses: shell, with: { run: '${{ run.window.start }}' } }", "3:43 SCH019")]
    [InlineData("- { id: a, uses: shell, with: { run: '${{ run.idd }}' } }", "3:43 SCH019")]
    [InlineData("- { id: a, uses: shell, with: { run: x }, if: '1 ==' }", "3:52 SCH018")]
    [InlineData("- { id: a, uses: shell, with: { run: x }, if: 'nofun(1)' }", "3:48 SCH018")]
    [InlineData("- { id: a, uses: shell, with: { run: x }, if: '${{ true }} && ${{ true }}' }", "3:47 SCH018")]
    [InlineData("- { id: a, uses: shell, with: { run: x }, outputs: { n: outputs.x } }", "3:57 SCH019")]
    [InlineData("- { id: a, uses: shell, with: { run: x }, for_each: ['${{ input.x }}'] }", "3:54 SCH018")]
    public void A_wrong_task(string tasks, string expected)
    {
        Definition.Places($"id: w\ntasks:\n{tasks}\n").ShouldBe(expected);
    }

    [Theory]
    [InlineData("- notfy: { channel: x }", "4:3 SCH015")]
    [InlineData("- ues: shell", "4:3 SCH010, 4:3 SCH011")]
    [InlineData("- { uses: shell, with: { run: x }, needs: [a] }", "4:36 SCH010")]
    [InlineData("- { id: a, uses: shell, with: { run: x } }", "4:9 SCH013")]
    [InlineData("- { uses: shell, with: { run: '${{ tasks.b.status }}' } }", "4:36 SCH019")]
    [InlineData("- { uses: shell, with: { run: '${{ error.message }} ${{ tasks.a.status }}' } }", "")]
    public void A_wrong_hook(string hooks, string expected)
    {
        Definition.Places($"id: w\ntasks: [{{ id: a, uses: shell, with: {{ run: x }} }}]\non_failure:\n{hooks}\n").ShouldBe(expected);
    }

    [Fact]
    public void Seven_mistakes_in_one_file_are_all_told_in_order()
    {
        const string text = """
            id: strategies
            nmae: Strategies
            input:
              symbol: { type: string }
            schedule:
              cron: "99 9 * * *"
              timezone: America/New_Yrok
            tasks:
              - id: fetch
                uses: market.bar
              - id: risk_check
                uses: shell
                needs: [fetch]
                with: { run: "echo ${{ input.symbl }}" }
              - id: place_order
                uses: shell
                needs: [risk_chek]
                timeout: 5 minutes
                with: { run: 'true' }
            """;

        Definition.Parse(text).Problems.Select(p => p.ToString()).ShouldBe(
        [
            "w.yaml:2:1 SCH010 A workflow has no key 'nmae'. Did you mean 'name'?",
            "w.yaml:6:10 SCH001 minute field, column 1: 99 is outside 0-59.",
            "w.yaml:7:13 SCH017 There is no IANA time zone 'America/New_Yrok'. Did you mean 'America/New_York'?",
            "w.yaml:10:11 SCH015 There is no task type 'market.bar'. Did you mean 'market.bars'?",
            "w.yaml:14:28 SCH019 The workflow has no input 'symbl'. Did you mean 'symbol'?",
            "w.yaml:17:13 SCH012 Task 'place_order' needs 'risk_chek', which does not exist. Did you mean 'risk_check'?",
            "w.yaml:18:14 SCH016 '5 minutes' is no duration such as '30s', '10m' or '1h30m'.",
        ]);
    }

    [Fact]
    public void A_circle_is_printed_from_its_first_task()
    {
        const string text = """
            id: w
            tasks:
              - { id: x, uses: shell, with: { run: x }, needs: [c] }
              - { id: a, uses: shell, with: { run: x }, needs: [b] }
              - { id: b, uses: shell, with: { run: x }, needs: [c] }
              - { id: c, uses: shell, with: { run: x }, needs: [a] }
              - { id: p, uses: shell, with: { run: x }, needs: [q] }
              - { id: q, uses: shell, with: { run: x }, needs: [p] }
            """;

        Definition.Parse(text).Problems.Select(p => p.ToString()).ShouldBe(
        [
            "w.yaml:4:53 SCH014 Tasks need each other in a circle: a → b → c → a.",
            "w.yaml:7:53 SCH014 Tasks need each other in a circle: p → q → p.",
        ]);
    }

    [Fact]
    public void A_reference_to_a_task_that_does_not_come_before_proposes_the_need()
    {
        Definition.Parse("id: w\ntasks:\n- { id: a, uses: shell, with: { run: x } }\n- { id: b, uses: shell, with: { run: '${{ tasks.a.output }}' } }\n")
            .Problems.ShouldHaveSingleItem().Suggestion.ShouldBe("Add 'a' to the needs of 'b'.");
    }

    [Fact]
    public void A_need_through_others_is_enough()
    {
        Definition.Places("id: w\ntasks:\n- { id: c, uses: shell, needs: b, with: { run: '${{ tasks.a.output }}' } }\n- { id: b, uses: shell, needs: a, with: { run: x } }\n- { id: a, uses: shell, with: { run: x } }\n").ShouldBe("");
    }

    [Fact]
    public void An_expression_without_quotes_within_braces_is_explained()
    {
        Definition.Parse("id: w\ntasks:\n- id: a\n  uses: shell\n  with: { run: ${{ input.x }} }\n").Problems[^1].Suggestion!.ShouldStartWith("Put");
    }
}
