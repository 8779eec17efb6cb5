using System.Globalization;
using System.Text.Json.Nodes;

namespace Carillon.Faults.Tests;

/// <summary>The server is killed while a backfill goes on: each nominal time has exactly one run in the end.</summary>
[Trait("Row", "kills")]
public sealed class KilledBackfillTests
{
    private const int Times = 120;

    private const string Hourly =
        """
        id: hourly
        schedule: { cron: "0 * * * *" }
        tasks:
          - id: work
            uses: shell
            with: { run: "sleep 0.02" }
        """;

    [Fact]
    public async Task Kill_nine_during_a_backfill_loses_and_doubles_no_run()
    {
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        await using var folder = new FaultFolder();
        folder.Write("hourly.yaml", Hourly);
        var path = "";
        for (var round = 0; round < 5; round++)
        {
            await using var carillon = await ServerProcess.StartAsync(folder);
            if (path.Length == 0)
            {
                var asked = new JsonObject { ["from"] = "2026-01-05T00:00:00Z", ["to"] = "2026-01-10T00:00:00Z", ["concurrency"] = 4 };
                path = "/api/backfills/" + (await carillon.PostAsync("/api/schedules/schedule-default-hourly/backfill", asked)).Answer["id"];
            }

            var before = (int)(await carillon.GetAsync(path))["completed"]!;
            var wanted = Math.Min(Times - 10, before + random.Next(20));
            await carillon.UntilAsync(path, backfill => (int)backfill["completed"]! >= wanted);
            await carillon.KillAsync();
        }

        await using (var carillon = await ServerProcess.StartAsync(folder))
        {
            await carillon.UntilAsync(path, backfill => backfill["status"]!.ToString() == "completed");
            (await carillon.StopAsync()).ShouldBe(0, carillon.Said);
        }

        var words = string.Create(CultureInfo.InvariantCulture, $"seed {seed}");
        folder.Number("select count(*) from runs where trigger = 'backfill'").ShouldBe(Times, words);
        folder.Number("select count(distinct nominal_at) from runs where trigger = 'backfill' and status = 'completed'").ShouldBe(Times, words);
        folder.Number("select count(*) from backfill_items i join runs r on r.id = i.run_id and r.nominal_at = i.nominal_at where i.status = 'completed'").ShouldBe(Times, words);
    }
}
