using System.Diagnostics;
using System.Globalization;
using System.Text;
using Xunit.Abstractions;

namespace Carillon.Faults.Tests;

/// <summary>
/// kill -9 at random points, again and again: while it starts, reconciles, claims, works, stores. Nothing is lost, nothing is done twice, every run ends.
/// <c>./build.sh faults kills --kills 500</c> is the whole of it.
/// </summary>
/// <param name="said">Where the figures go.</param>
[Trait("Row", "kills")]
public sealed class KillTests(ITestOutputHelper said)
{
    private const int Chains = 20;
    private const int Links = 10;
    private readonly Figures _figures = new("kills", said);

    [Theory]
    [MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Kill_minus_9_at_any_point_loses_and_doubles_nothing(DatabaseKind database)
    {
        var kills = Scale.Asked("CARILLON_FAULTS_KILLS", 8, 500);
        var seed = Scale.Seed();
        var because = string.Create(CultureInfo.InvariantCulture, $"seed {seed}");
        var random = new Random(seed);
        await using var folder = new FaultFolder(database);
        _figures.On(database);
        var log = new OutsideLog(Path.Combine(folder.Root, "outside"));
        folder.Write("burst.yaml", Burst(log));
        folder.Write("ticking.yaml", Load.Ticking(log));

        List<string> bursts = [];
        for (var kill = 0; kill < kills; kill++)
        {
            await using var carillon = ServerProcess.Launch(folder);
            if (random.Next(4) == 0)
            {
                // While it starts: loading, migrating, rescuing, reconciling.
                await Task.Delay(random.Next(1200));
            }
            else
            {
                await carillon.ReadyAsync();
                if (bursts.Count == 0 || (await carillon.GetAsync("/api/runs/" + bursts[^1]))["completed_at"] is not null)
                    bursts.Add(await carillon.RunAsync("burst"));
                await Task.Delay(random.Next(700));
            }
            await carillon.KillAsync();
        }

        await using (var carillon = await ServerProcess.StartAsync(folder))
        {
            foreach (var run in bursts)
                await carillon.EndAsync(run);
            await Load.SettleAsync(carillon);
        }
        Check(folder, log, kills, bursts.Count, because);
    }

    [Fact]
    public async Task Kill_minus_9_of_any_of_three_nodes_loses_and_doubles_nothing()
    {
        if (!Needs.Postgres(said))
            return;
        var kills = Scale.Asked("CARILLON_FAULTS_KILLS", 8, 500);
        var seed = Scale.Seed();
        var because = string.Create(CultureInfo.InvariantCulture, $"three nodes, seed {seed}");
        var random = new Random(seed);
        await using var folder = new FaultFolder(DatabaseKind.Postgres);
        _figures.OnNodes(3);
        var log = new OutsideLog(Path.Combine(folder.Root, "outside"));
        folder.Write("burst.yaml", Burst(log));
        folder.Write("ticking.yaml", Load.Ticking(log));

        List<string> bursts = [];
        await using var nodes = await Nodes.StartAsync(folder, 3);
        for (var kill = 0; kill < kills; kill++)
        {
            if (bursts.Count == 0 || folder.Number($"select count(*) from runs where id = '{bursts[^1]}' and completed_at is null") == 0)
                bursts.Add(await nodes.Ready.RunAsync("burst"));
            await Task.Delay(random.Next(700));
            // It may still be starting; then it dies so.
            var node = random.Next(3);
            await nodes.KillAsync(node);
            _ = nodes.Launch(node).ReadyAsync().ContinueWith(_ => { }, TaskScheduler.Default);
            for (var waited = Stopwatch.StartNew(); !nodes.All.Any(n => n is { IsReady: true, HasEnded: false }); await Task.Delay(20))
                waited.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(60), nodes.Said);
        }
        foreach (var run in bursts)
            await nodes.Ready.EndAsync(run);
        await Load.PauseAsync(nodes.Ready, [Load.Schedule]);
        await nodes.StopAsync();
        Check(folder, log, kills, bursts.Count, because);
    }

    private void Check(FaultFolder folder, OutsideLog log, int kills, int bursts, string because)
    {
        var repeats = 0;
        _figures.Holds("oracle", () =>
        {
            new Oracle(folder, because).Ended().EverythingSucceededOnce().Outcomes("succeeded", "lost").NoSlotLostOrDoubled(Load.Schedule, everySeconds: 1).Lawful();
            folder.Rows("select outcome, reason from ledger where outcome <> 'ran' and reason not like '%paused%'").ShouldBeEmpty($"catch-up is all, so nothing was left out until the schedule was paused; {because}");
            repeats = log.Agrees(folder, because);
        });
        _figures.Exactly("tasks", folder.Number("select count(*) from task_runs t join runs r on r.id = t.run_id where r.workflow_id = 'burst'"), bursts * Chains * Links, "tasks", because);
        _figures.AtLeast("kills", kills, 1, "kills");
        said.WriteLine($"{because}: {folder.Number("select count(*) from runs")} runs, {log.Effects().Count} effects, {folder.Number("select count(*) from attempt_history where outcome = 'lost'")} attempts lost, {repeats} of which had acted before");
    }

    private static string Burst(OutsideLog log)
    {
        var yaml = new StringBuilder("id: burst\ntasks:\n");
        for (var chain = 0; chain < Chains; chain++)
        {
            for (var link = 0; link < Links; link++)
            {
                yaml.Append(CultureInfo.InvariantCulture, $"  - id: t{chain}-{link}\n    uses: shell\n");
                if (link > 0)
                    yaml.Append(CultureInfo.InvariantCulture, $"    needs: [t{chain}-{link - 1}]\n");
                yaml.Append(CultureInfo.InvariantCulture, $"    with: {{ run: 'sleep 0.{5 + (chain * 7 + link * 3) % 16:00}; {log.Command}' }}\n");
            }
        }
        return yaml.ToString();
    }
}
