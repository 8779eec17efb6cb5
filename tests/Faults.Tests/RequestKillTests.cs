using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace Carillon.Faults.Tests;

/// <summary>Clients send requests with idempotency keys, the server is killed meanwhile, and they send them again until they are answered: each has its effect once.</summary>
[Trait("Row", "25")]
public sealed class RequestKillTests
{
    private const int Rounds = 5;
    private const int Requests = 12;

    [Fact]
    public async Task Kill_minus_9_between_change_and_answer_doubles_nothing()
    {
        var random = new Random(4711);
        await using var folder = new FaultFolder();
        folder.Write("quick.yaml", "id: quick\ntasks:\n  - { id: a, uses: shell, with: { run: \":\" } }\n");
        List<(string Path, string Body, string Key)> sent = [];
        for (var round = 0; round < Rounds; round++)
        {
            await using var carillon = await ServerProcess.StartAsync(folder);
            for (var i = 0; i < Requests; i++)
            {
                sent.Add(("/api/workflows/quick/schedules", """{"cron":"0 9 1 1 *"}""", string.Create(CultureInfo.InvariantCulture, $"make-{round}-{i}")));
                sent.Add(("/api/workflows/quick/run-now", "", string.Create(CultureInfo.InvariantCulture, $"run-{round}-{i}")));
            }

            var answers = sent.TakeLast(2 * Requests).Select(request => SendAsync(carillon.Http, request)).ToList();
            await Task.Delay(random.Next(80));
            await carillon.KillAsync();
            await Task.WhenAll(answers);
        }

        await using (var carillon = await ServerProcess.StartAsync(folder))
        {
            var first = await Task.WhenAll(sent.Select(request => SendAsync(carillon.Http, request)));
            var second = await Task.WhenAll(sent.Select(request => SendAsync(carillon.Http, request)));

            first.ShouldAllBe(answer => answer != null);
            second.ShouldBe(first, "the same key, the same answer");
            first.Distinct().Count().ShouldBe(sent.Count, "no two keys share what they made");
            (await carillon.StopAsync()).ShouldBe(0, carillon.Said);
        }

        folder.Number("select count(*) from schedules").ShouldBe(Rounds * Requests);
        folder.Number("select count(*) from runs").ShouldBe(Rounds * Requests);
    }

    /// <summary>Where what was made is; null when the server died first.</summary>
    private static async Task<string?> SendAsync(HttpClient http, (string Path, string Body, string Key) wanted)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, wanted.Path);
        if (wanted.Body.Length > 0)
            request.Content = new StringContent(wanted.Body, Encoding.UTF8, "application/json");
        request.Headers.Add("Idempotency-Key", wanted.Key);
        try
        {
            using var response = await http.SendAsync(request);
            var answer = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
            response.StatusCode.ShouldBeOneOf([HttpStatusCode.Created, HttpStatusCode.Accepted], answer.ToJsonString());
            return (answer["id"] ?? answer["run_id"])!.ToString();
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }
}
