using Carillon.Adapters.Http;
using Carillon.Adapters.Sensors;
using Carillon.Adapters.Sql;
using Carillon.Adapters.Tasks;
using Carillon.Adapters.Tests.Http;
using Carillon.Adapters.Tests.Tasks;
using Carillon.Core.Runs;
using Carillon.Engine.Runs;
using Microsoft.AspNetCore.Http;
using NodaTime;

namespace Carillon.Adapters.Tests.Sensors;

// The bench's clock starts at 2026-03-02T12:00:00Z, a Monday, which is also when the task became ready.
public sealed class SensorTests : IDisposable
{
    private readonly TaskBench _bench = new();
    private readonly TaskOptions _options = new();
    private readonly HttpExchange _exchange = new(new TaskOptions());

    public void Dispose()
    {
        _exchange.Dispose();
        _bench.Dispose();
    }

    [Fact]
    public async Task A_condition_that_does_not_hold_gives_the_slot_back_for_the_interval()
    {
        (await _bench.RunAsync(new FileSensor(_options), """{ "path": "x" }""")).ShouldBe(new TaskResult.PokeAgain(Duration.FromSeconds(30)));
        (await _bench.RunAsync(new FileSensor(_options), """{ "path": "x", "interval": "1m", "timeout": "20s" }""")).ShouldBe(new TaskResult.PokeAgain(Duration.FromSeconds(20)));
    }

    [Fact]
    public async Task A_timeout_fails_or_skips_as_asked()
    {
        _bench.Time.Advance(Duration.FromSeconds(60));
        var error = await _bench.FailAsync(new FileSensor(_options), """{ "path": "x", "timeout": "1m" }""");
        (error.Class, error.Message).ShouldBe((ErrorClasses.Timeout, "sensor.file waited 1m in vain"));
        (await _bench.RunAsync(new FileSensor(_options), """{ "path": "x", "timeout": "1m", "soft_fail": true }""")).ShouldBe(new TaskResult.Skipped("sensor.file waited 1m in vain"));
    }

    [Fact]
    public async Task In_poke_mode_it_waits_itself_until_the_timeout()
    {
        var error = await _bench.FailAsync(new FileSensor(_options), """{ "path": "x", "mode": "poke", "interval": "10s", "timeout": "35s" }""");
        error.Class.ShouldBe(ErrorClasses.Timeout);
        (_bench.Time.Delays, _bench.Time.Now).ShouldBe((4, Instant.FromUtc(2026, 3, 2, 12, 0, 35)));
    }

    [Fact]
    public async Task A_file_must_be_there_large_enough_and_at_rest()
    {
        var path = Path.Join(_bench.BaseFolder, "in.csv");
        await File.WriteAllTextAsync(path, "12345");
        File.SetLastWriteTimeUtc(path, new DateTime(2026, 3, 2, 11, 59, 30, DateTimeKind.Utc));

        (await _bench.SucceedAsync(new FileSensor(_options), """{ "path": "in.csv", "min_size": 5, "stable_for": "30s" }"""))["size"]!.GetValue<long>().ShouldBe(5);
        (await _bench.RunAsync(new FileSensor(_options), """{ "path": "in.csv", "min_size": 6 }""")).ShouldBeOfType<TaskResult.PokeAgain>();
        (await _bench.RunAsync(new FileSensor(_options), """{ "path": "in.csv", "stable_for": "31s" }""")).ShouldBeOfType<TaskResult.PokeAgain>();
        (await _bench.FailAsync(new FileSensor(_options), """{ "path": "../x" }""")).Class.ShouldBe(ErrorClasses.Input);
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

    [Theory]
    [InlineData("select 1 where 0", false)]
    [InlineData("select null", false)]
    [InlineData("select 0", false)]
    [InlineData("select ''", false)]
    [InlineData("select 'false'", false)]
    [InlineData("select 3", true)]
    [InlineData("select 'ready'", true)]
    [InlineData("select count(*) from t", true)]
    public async Task The_first_value_of_a_query_tells(string query, bool holds)
    {
        await _bench.SucceedAsync(new SqlTask(_options), """{ "connection": "sqlite:d.db", "execute": ["create table t (i)", "insert into t values (1)"] }""");
        var result = await _bench.RunAsync(new SqlSensor(_options), $$"""{ "connection": "sqlite:d.db", "query": "{{query}}" }""");
        (result is TaskResult.Succeeded).ShouldBe(holds, result.ToString());
    }

    [Fact]
    public async Task A_query_that_is_wrong_fails_rather_than_waits()
    {
        await File.WriteAllTextAsync(Path.Join(_bench.BaseFolder, "d.db"), "");
        (await _bench.FailAsync(new SqlSensor(_options), """{ "connection": "sqlite:d.db", "query": "selekt" }""")).Class.ShouldBe(ErrorClasses.Client);
    }

    [Theory]
    [InlineData(""" "until": "2026-03-02T12:00:00Z" """, 0)]
    [InlineData(""" "until": "2026-03-02T12:30:00Z" """, 30)]
    [InlineData(""" "until": "2026-03-02T13:30", "timezone": "Europe/Berlin" """, 30)]
    [InlineData(""" "until": "16:00", "timezone": "America/New_York" """, 540)]
    [InlineData(""" "until": "03:00", "timezone": "America/New_York" """, 0)]
    [InlineData(""" "from": "11:00", "to": "12:01" """, 0)]
    [InlineData(""" "from": "11:00", "to": "12:00" """, 1380)]
    [InlineData(""" "from": "09:30", "to": "16:00", "timezone": "America/New_York" """, 150)]
    [InlineData(""" "from": "22:00", "to": "13:00" """, 0)]
    [InlineData(""" "from": "22:00", "to": "06:00" """, 600)]
    public async Task A_time_is_waited_for_exactly(string input, int minutes)
    {
        var result = await _bench.RunAsync(new TimeSensor(), $$"""{ {{input}} }""");
        if (minutes == 0) result.ShouldBeOfType<TaskResult.Succeeded>();
        else result.ShouldBe(new TaskResult.PokeAgain(Duration.FromMinutes(minutes)));
    }

    [Fact]
    public async Task A_time_that_a_clock_change_skips_is_the_first_instant_after_it()
    {
        // New York jumps from 02:00 to 03:00 on 8 March 2026, at 07:00 UTC.
        (await _bench.RunAsync(new TimeSensor(), """{ "until": "2026-03-08T02:30", "timezone": "America/New_York" }"""))
            .ShouldBe(new TaskResult.PokeAgain(Instant.FromUtc(2026, 3, 8, 7, 0) - _bench.Time.Now));
    }

    [Theory]
    [InlineData("""{ "for": "10m" }""", 600)]
    [InlineData("""{ "until": "2026-03-02T12:10:00Z" }""", 600)]
    [InlineData("""{ "until": "13:10", "timezone": "Europe/Berlin" }""", 600)]
    public async Task Wait_gives_its_slot_back(string input, int seconds)
    {
        (await _bench.RunAsync(new WaitTask(), input)).ShouldBe(new TaskResult.PokeAgain(Duration.FromSeconds(seconds)));
        _bench.Time.Advance(Duration.FromSeconds(seconds));
        (await _bench.SucceedAsync(new WaitTask(), input))["until"]!.GetValue<string>().ShouldBe("2026-03-02T12:10:00Z");
    }

    [Fact]
    public async Task A_short_wait_keeps_its_slot()
    {
        await _bench.SucceedAsync(new WaitTask(), """{ "for": "2s" }""");
        (_bench.Time.Delays, _bench.Time.Now).ShouldBe((1, Instant.FromUtc(2026, 3, 2, 12, 0, 2)));
    }

    [Theory]
    [InlineData("""{ }""", "give either 'for' or 'until'")]
    [InlineData("""{ "for": "1m", "until": "12:00" }""", "give either 'for' or 'until'")]
    [InlineData("""{ "until": "25:00" }""", "'until' 25:00 is neither an instant nor a local time")]
    [InlineData("""{ "until": "12:00", "timezone": "Mars/Base" }""", "'timezone' Mars/Base is no IANA time zone")]
    public async Task Wait_says_what_is_wrong(string input, string message)
    {
        (await _bench.FailAsync(new WaitTask(), input)).Message.ShouldBe(message);
    }
}
