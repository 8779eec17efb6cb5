using System.Globalization;
using System.Text.Json.Nodes;
using Xunit.Abstractions;

namespace Carillon.Faults.Tests;

/// <summary>One of two nodes dies within a long task: the other one takes it over, with the same input and the same key.</summary>
/// <param name="said">Where the figures go.</param>
[Trait("Row", "11")]
public sealed class NodeDeathTests(ITestOutputHelper said)
{
    private const int Tasks = 3;
    private readonly Figures _figures = new("11", said);

    [Fact]
    public async Task The_other_node_goes_on_with_what_a_killed_one_had_in_hand()
    {
        if (!Needs.Postgres(said))
            return;
        _figures.OnNodes(2);
        var seed = Scale.Seed();
        var random = new Random(seed);
        await using var folder = new FaultFolder(DatabaseKind.Postgres);
        var log = new OutsideLog(Path.Combine(folder.Root, "outside"));
        folder.Write("long.yaml", $$$"""
            id: long
            input: { word: { type: string, required: true } }
            tasks:
              - { id: a, uses: shell, with: { run: '{{{log.Command}}}; echo "${{ input.word }}" >> {{{folder.Root}}}/words; [ $CARILLON_ATTEMPT -gt 1 ] || sleep 60' } }
            """);
        await using var nodes = await Nodes.StartAsync(folder, 2);
        List<double> takeovers = [];
        for (var kill = 0; kill < Scale.Of(2, 20); kill++)
        {
            var (doomed, other) = (kill % 2, 1 - (kill % 2));
            var runs = new Dictionary<string, string>(StringComparer.Ordinal);
            for (var i = 0; i < Tasks; i++)
            {
                var word = Guid.NewGuid().ToString("N");
                runs[await nodes[doomed].RunAsync("long", new JsonObject { ["input"] = new JsonObject { ["word"] = word } })] = word;
            }
            foreach (var run in runs.Keys)
                await nodes[doomed].UntilAsync($"/api/runs/{run}/tasks", tasks => tasks["items"]![0]!["status"]!.ToString() == "running");
            await Task.Delay(random.Next(Scale.Of(1_000, 12_000)));
            var killed = Micros();
            await nodes.KillAsync(doomed);

            foreach (var (run, word) in runs)
            {
                (await nodes[other].EndAsync(run))["status"]!.ToString().ShouldBe("completed", nodes.Said);
                takeovers.Add((folder.Number($"select started_at from attempt_history where run_id = '{run}' and number = 2") - killed) / 1e6);
                File.ReadLines(Path.Combine(folder.Root, "words")).Count(line => line == word).ShouldBe(2, "both attempts had the input");
            }
            await nodes.StartAsync(doomed);
        }
        await nodes.StopAsync();

        takeovers.Sort();
        _figures.AtMost("takeover-p50", takeovers[takeovers.Count / 2], 12, "s");
        _figures.AtMost("takeover-max", takeovers[^1], 15, "s");
        _figures.Exactly("recovered", takeovers.Count, Scale.Of(2, 20) * Tasks, "tasks");
        _figures.Holds("oracle", () =>
        {
            var because = string.Create(CultureInfo.InvariantCulture, $"seed {seed}");
            new Oracle(folder, because).Ended().EverythingSucceededOnce().Outcomes("succeeded", "lost").Lawful();
            log.Agrees(folder, because).ShouldBe(takeovers.Count, "every key acted again");
        });
    }

    private static long Micros() => DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() * 1000;
}
