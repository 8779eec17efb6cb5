using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Xunit.Abstractions;

namespace Carillon.Server.Tests.Faults;

/// <summary>The server is killed in the middle of its work, again and again, and started again: nothing is lost and nothing done twice.</summary>
/// <param name="said">Where the figures go.</param>
public sealed class KillTests(ITestOutputHelper said)
{
    private const int Chains = 20;
    private const int Links = 10;

    [Fact]
    public async Task Kill_nine_during_200_tasks_loses_and_doubles_nothing()
    {
        var rounds = int.Parse(Environment.GetEnvironmentVariable("CARILLON_KILL_ROUNDS") ?? "10", CultureInfo.InvariantCulture);
        var seed = int.Parse(Environment.GetEnvironmentVariable("CARILLON_KILL_SEED") ?? Random.Shared.Next().ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        var random = new Random(seed);
        await using var folder = new FaultFolder();
        var marks = Path.Combine(folder.Root, "marks");
        folder.Write("burst.yaml", Burst(marks));
        folder.Write("ticking.yaml", Ticking);

        List<string> runs = [];
        for (var round = 0; round < rounds; round++)
        {
            await using var carillon = ServerProcess.Launch(folder);
            if (round > 0 && random.Next(4) == 0)
            {
                // While it starts: loading, migrating, rescuing.
                await Task.Delay(random.Next(1500));
                await carillon.KillAsync();
                continue;
            }
            await carillon.ReadyAsync();
            if (runs.Count == 0 || (string?)(await carillon.GetAsync("/api/runs/" + runs[^1]))["status"] != "running")
                runs.Add(await carillon.RunAsync("burst"));
            var before = (int)(await carillon.GetAsync("/api/runs/" + runs[^1]))["tasks_succeeded"]!;
            var wanted = Math.Min(Chains * Links - 1, before + random.Next(25));
            await carillon.UntilAsync("/api/runs/" + runs[^1], run => (int)run["tasks_succeeded"]! >= wanted);
            await Task.Delay(random.Next(150));
            await carillon.KillAsync();
        }

        await using (var carillon = await ServerProcess.StartAsync(folder))
        {
            var schedule = (await carillon.GetAsync("/api/schedules"))["items"]![0]!["id"]!.ToString();
            foreach (var run in runs)
                (await carillon.EndAsync(run))["status"]!.ToString().ShouldBe("completed", $"seed {seed}");
            await carillon.PostAsync($"/api/schedules/{schedule}/pause", new JsonObject { ["by"] = "test", ["reason"] = "the end" });
            await carillon.UntilAsync("/api/runs?status=pending,running", open => open["items"]!.AsArray().Count == 0);
            (await carillon.StopAsync()).ShouldBe(0, carillon.Said);
        }

        folder.Rows("pragma integrity_check").ShouldBe(["ok"]);
        folder.Rows("pragma foreign_key_check").ShouldBeEmpty();
        EveryTaskSucceededOnce(folder, runs, seed);
        EveryMarkHasAnAttempt(folder, runs, marks, seed);
        TheLedgerIsWhole(folder, seed);
        said.WriteLine($"seed {seed}: {runs.Count} runs, {folder.Number("select count(*) from attempt_history where outcome = 'lost'")} attempts lost, {folder.Number("select sum(count) from ledger")} occurrences");
    }

    private static void EveryTaskSucceededOnce(FaultFolder folder, List<string> runs, int seed)
    {
        folder.Rows("select status, count(*) from runs where completed_at is null or status <> 'completed' group by 1").ShouldBeEmpty($"seed {seed}");
        folder.Rows("select * from attempts").ShouldBeEmpty($"seed {seed}");
        folder.Number("select count(*) from task_runs t join runs r on r.id = t.run_id where r.workflow_id = 'burst'").ShouldBe(runs.Count * Chains * Links);
        folder.Rows("""
            select t.run_id, t.task_id, t.status, (select count(*) from attempt_history h where h.run_id = t.run_id and h.task_id = t.task_id and h.item = t.item and h.outcome = 'succeeded') as successes
            from task_runs t where t.status <> 'succeeded' or successes <> 1
            """).ShouldBeEmpty($"seed {seed}");
        folder.Rows("select distinct outcome from attempt_history where outcome not in ('succeeded', 'lost')").ShouldBeEmpty($"seed {seed}");
        // The success is the last attempt, and the numbers have no gap.
        folder.Rows("select run_id, task_id from attempt_history group by 1, 2 having count(*) <> max(number) or max(number) <> max(case when outcome = 'succeeded' then number end)").ShouldBeEmpty($"seed {seed}");
    }

    /// <summary>A task appends a line for each time it ran: never more often than there are attempts, and never less than once.</summary>
    private static void EveryMarkHasAnAttempt(FaultFolder folder, List<string> runs, string marks, int seed)
    {
        var lines = File.ReadLines(marks).GroupBy(line => line, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Count(), StringComparer.Ordinal);
        var attempts = folder.Rows("select h.run_id || ' ' || task_id, count(*) from attempt_history h join runs r on r.id = h.run_id where r.workflow_id = 'burst' group by 1")
            .Select(row => row.Split('|')).ToDictionary(row => row[0], row => int.Parse(row[1], CultureInfo.InvariantCulture), StringComparer.Ordinal);
        lines.Count.ShouldBe(runs.Count * Chains * Links, $"seed {seed}");
        lines.Where(line => line.Value > attempts[line.Key]).ShouldBeEmpty($"seed {seed}");
    }

    /// <summary>From the first second after the schedule was made to the cursor, each second is in the ledger once, and each that ran has its one run.</summary>
    private static void TheLedgerIsWhole(FaultFolder folder, int seed)
    {
        const long second = 1_000_000;
        var created = folder.Number("select created_at from schedules");
        var cursor = folder.Number("select cursor_at from schedules");
        var next = (created / second + 1) * second;
        foreach (var row in folder.Rows("select nominal_at, last_nominal_at, count from ledger order by nominal_at"))
        {
            var (from, to, count) = row.Split('|').Select(v => long.Parse(v, CultureInfo.InvariantCulture)).ToArray() is [var a, var b, var c] ? (a, b, c) : default;
            from.ShouldBe(next, $"seed {seed}: a gap or a double at {row}");
            ((to - from) / second + 1).ShouldBe(count, $"seed {seed}: {row}");
            next = to + second;
        }
        next.ShouldBe(cursor / second * second + second, $"seed {seed}: the ledger ends where the cursor is");
        folder.Number("select count(*) from runs where trigger = 'schedule' and tasks_succeeded = 1").ShouldBe(folder.Number("select count(*) from ledger where outcome = 'ran'"), $"seed {seed}");
        folder.Rows("select nominal_at from ledger l where outcome = 'ran' and not exists (select 1 from runs r where r.id = l.run_id and r.nominal_at = l.nominal_at)").ShouldBeEmpty($"seed {seed}");
        // Catch-up is "all": nothing was left out until the schedule was paused.
        folder.Rows("select outcome, reason from ledger where outcome <> 'ran' and reason not like '%paused%'").ShouldBeEmpty($"seed {seed}");
    }

    private const string Ticking =
        """
        id: ticking
        schedule:
          every: 1s
          overlap_policy: allow
          catch_up: { mode: all }
        tasks:
          - id: tick
            uses: shell
            with: { run: ":" }
        """;

    private static string Burst(string marks)
    {
        var yaml = new StringBuilder("id: burst\ntasks:\n");
        for (var chain = 0; chain < Chains; chain++)
        {
            for (var link = 0; link < Links; link++)
            {
                yaml.Append(CultureInfo.InvariantCulture, $"  - id: t{chain}-{link}\n    uses: shell\n");
                if (link > 0)
                    yaml.Append(CultureInfo.InvariantCulture, $"    needs: [t{chain}-{link - 1}]\n");
                yaml.Append(CultureInfo.InvariantCulture, $"    with: {{ run: 'sleep 0.{5 + (chain * 7 + link * 3) % 16:00}; echo \"$CARILLON_RUN_ID $CARILLON_TASK\" >> {marks}' }}\n");
            }
        }
        return yaml.ToString();
    }
}
