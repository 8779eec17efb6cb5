using System.Text;
using Carillon.Tests.Shared;
using Xunit.Abstractions;

namespace Carillon.Faults.Tests;

/// <summary>The process dies between the failure of a run and its message, or between the message and its mark: nothing is lost, and a second copy is known by its id.</summary>
/// <param name="said">Where the figures go.</param>
[Trait("Row", "10")]
public sealed class OutboxKillTests(ITestOutputHelper said)
{
    private readonly Figures _figures = new("10", said);

    public static TheoryData<string, DatabaseKind> Points => Databases.Each("send", "sent");

    [Theory]
    [MemberData(nameof(Points))]
    public async Task A_process_that_dies_there_loses_no_message(string point, DatabaseKind database)
    {
        await using var folder = new FaultFolder(database);
        _figures.On(database);
        using var receiver = new HttpReceiver();
        folder.Write("failing.yaml", "id: failing\nnotify: { channel: ops, on: failure, group: 0s }\ntasks:\n  - { id: place, uses: shell, with: { run: exit 3 } }\n");
        var runs = new List<string>();
        await using (var doomed = ServerProcess.Launch(folder, ServerStart.FailingAt(point + ":3")))
        {
            await doomed.ReadyAsync();
            using var channel = new StringContent($$"""{ "kind": "webhook", "url": "{{receiver.Url}}" }""", Encoding.UTF8, "application/json");
            (await doomed.Http.PutAsync(new Uri("/api/notifications/channels/ops", UriKind.Relative), channel)).EnsureSuccessStatusCode();
            for (var i = 0; i < 3; i++)
                runs.Add(await doomed.RunAsync("failing"));
            (await doomed.ExitAsync()).ShouldNotBe(0, doomed.Said);
        }

        await using (var carillon = await ServerProcess.StartAsync(folder))
        {
            foreach (var run in runs)
                await carillon.EndAsync(run);
            await carillon.UntilAsync("/api/notifications?status=sent", list => list["items"]!.AsArray().Count == 3, TimeSpan.FromMinutes(2));
            await carillon.StopAsync();
        }

        _figures.Holds($"message-died-at-{point}", () =>
        {
            receiver.Posts.Select(post => post.Json["data"]!["run_id"]!.ToString()).Distinct().ShouldBe(runs, ignoreOrder: true);
            receiver.Posts.Select(post => post.Headers["webhook-id"]).Distinct().Count().ShouldBe(3);
            receiver.Posts.Count.ShouldBeLessThanOrEqualTo(4, "at most the one that was under way is sent twice");
        });
    }
}
