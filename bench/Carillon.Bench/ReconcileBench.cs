using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Carillon.Bench;

/// <summary>The server from its start, with an empty database, until every schedule of the folder is stored; and what a pass over the unchanged folder writes.</summary>
internal static class ReconcileBench
{
    public static async Task RunAsync(TextWriter output)
    {
        foreach (var count in new[] { 1000, 10_000 })
        {
            using var folder = new BenchFolder();
            for (var i = 0; i < count; i++)
                folder.File($"w{i:00000}.yaml", StartBench.Workflow(i));
            using var server = await ServerProcess.StartAsync(folder.Workflows, folder.Data);
            output.WriteLine($"figure reconcile{count} {server.ReadyAfter:0} ms");
            using var client = new HttpClient { BaseAddress = server.Address };
            var last = await client.GetFromJsonAsync<JsonNode>("/api/schedules?text=workflow-" + (count - 1));
            if (last!["items"]!.AsArray().Count != 1)
                throw new InvalidOperationException("the server was ready before every schedule was stored");
            if (count > 1000)
                continue;
            using var again = await client.PostAsync("/api/reconcile", null);
            output.WriteLine($"figure reconcile-unchanged-writes {(await again.Content.ReadFromJsonAsync<JsonNode>())!["written"]} rows");
        }
    }
}
