using Carillon.Adapters.Http;
using Carillon.Adapters.Tasks;
using Carillon.Adapters.Tests.Tasks;
using Carillon.Core.Runs;
using Carillon.Engine.Runs;
using Microsoft.AspNetCore.Http;

namespace Carillon.Adapters.Tests.Http;

public sealed class HttpSensorTests : IDisposable
{
    private readonly TaskBench _bench = new();
    private readonly HttpExchange _exchange = new(new TaskOptions());

    public void Dispose()
    {
        _exchange.Dispose();
        _bench.Dispose();
    }

    [Fact]
    public async Task An_answer_other_than_expected_and_a_dead_server_mean_not_yet()
    {
        var state = "busy";
        string url;
        var sensor = new HttpSensor(_exchange);
        await using (var server = await LoopbackServer.StartAsync(http => http.Response.WriteAsJsonAsync(new { state })))
        {
            url = server.Url;
            (await _bench.RunAsync(sensor, Input(url))).ShouldBeOfType<TaskResult.PokeAgain>();
            state = "done";
            (await _bench.SucceedAsync(sensor, Input(url)))["json"]!["state"]!.GetValue<string>().ShouldBe("done");
        }

        (await _bench.RunAsync(sensor, Input(url))).ShouldBeOfType<TaskResult.PokeAgain>();
        _bench.Log.Lines[^1].ShouldStartWith("not yet: " + url);
        (await _bench.FailAsync(sensor, Input("http://169.254.169.254"))).Class.ShouldBe(ErrorClasses.Input);

        static string Input(string url) => $$"""{ "url": "{{url}}", "expect": { "json": { "state": "done" } } }""";
    }
}
