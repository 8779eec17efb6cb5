using System.Diagnostics;
using System.Net;
using System.Text.Json.Nodes;
using Carillon.Tests.Shared;
using Xunit.Abstractions;

namespace Carillon.Faults.Tests;

/// <summary>The tablespace of the database is really full: a small disk of the PostgreSQL server's own.</summary>
/// <param name="said">Where the figures go.</param>
[Trait("Row", "20")]
[Collection(Alone.Name)]
public sealed class FullTablespaceTests(ITestOutputHelper said)
{
    private readonly Figures _figures = new("20", said);

    [Fact]
    public async Task No_room_is_told_and_refused_and_ends_by_itself()
    {
        var place = Directory.CreateTempSubdirectory("carillon-tablespace-").FullName;
        if (!Needs.Postgres(said) || Needs.SmallDisk("64m", place, said) is not { } disk)
            return;
        _figures.On(DatabaseKind.Postgres);
        var server = new PostgresServer { Through = disk };
        await server.InitializeAsync();
        try
        {
            await RunThereAsync(server, $"mkdir -m 700 {place}/space");
            await server.ExecuteAsync($"create tablespace small location '{place}/space'");
            await using var folder = new FaultFolder(DatabaseKind.Postgres, PostgresStore.New(server, "tablespace small"));
            folder.Write("one.yaml", "id: one\nschedule: { every: 1s, overlap_policy: allow, catch_up: { mode: all } }\ntasks:\n  - { id: a, uses: shell, with: { run: echo fine } }\n");
            await using var carillon = await ServerProcess.StartAsync(folder);
            List<string> accepted = [];
            for (var i = 0; i < 5; i++)
                accepted.Add(await carillon.RunAsync("one"));
            await carillon.EndAsync(accepted[^1]);

            await RunThereAsync(server, $"dd if=/dev/zero of={place}/filler bs=4k 2>/dev/null; true");
            HttpStatusCode status;
            JsonNode answer;
            var asked = Stopwatch.StartNew();
            do
            {
                // Rows find room in the pages that there are, for a while.
                (status, answer) = await carillon.PostAsync("/api/workflows/one/run-now");
                if (status == HttpStatusCode.Accepted)
                    accepted.Add(answer["run_id"]!.ToString());
                asked.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(60), "writes go on though the disk is full");
            }
            while (status == HttpStatusCode.Accepted);
            status.ShouldBe(HttpStatusCode.ServiceUnavailable, answer.ToJsonString());
            answer.ToJsonString().ShouldContain("SCH034");
            var waited = Stopwatch.StartNew();
            await carillon.UntilAsync("/readyz", ready => !(bool)ready["ready"]!, TimeSpan.FromSeconds(5));
            _figures.AtMost("disk-full-red", waited.Elapsed.TotalSeconds, 5, "s");
            for (var red = Stopwatch.StartNew(); red.Elapsed < TimeSpan.FromSeconds(Scale.Of(3, 60)); await Task.Delay(20))
                (await carillon.GetAsync("/readyz"))["ready"]!.GetValue<bool>().ShouldBeFalse();
            foreach (var path in new[] { "/healthz", "/api/runs", "/api/workflows", "/api/schedules", "/api/runs/" + accepted[0], $"/api/runs/{accepted[0]}/logs" })
            {
                using var read = await carillon.Http.GetAsync(path);
                read.StatusCode.ShouldBe(HttpStatusCode.OK, path);
            }

            await RunThereAsync(server, $"rm {place}/filler");
            waited.Restart();
            await carillon.UntilAsync("/readyz", ready => (bool)ready["ready"]!, TimeSpan.FromSeconds(10));
            _figures.AtMost("disk-full-resume", waited.Elapsed.TotalSeconds, 10, "s");
            accepted.Add(await carillon.RunAsync("one"));
            foreach (var run in accepted)
                (await carillon.EndAsync(run))["status"]!.ToString().ShouldBe("completed");
            await Load.SettleAsync(carillon, "schedule-default-one");
            folder.Rows("select id from runs where trigger = 'api' and status = 'completed' order by id").ShouldBe(accepted.Order(StringComparer.Ordinal));
            _figures.Holds("oracle", () => new Oracle(folder, "full").Ended().EverythingSucceededOnce().Outcomes("succeeded", "lost").NoSlotLostOrDoubled("schedule-default-one", everySeconds: 1).Lawful());
        }
        finally
        {
            await server.DisposeAsync();
            Directory.Delete(place);
        }
    }

    /// <summary>Runs a shell command where the server sees the disk.</summary>
    private static Task RunThereAsync(PostgresServer server, string command) => server.ExecuteAsync($"copy (select 1) to program '{command}; cat >/dev/null'");
}
