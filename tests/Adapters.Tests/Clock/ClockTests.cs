using Carillon.Adapters.Clock;
using Carillon.Adapters.Tests.Tasks;
using Carillon.Engine.Runs;
using NodaTime;

namespace Carillon.Adapters.Tests.Clock;

// The bench's clock starts at 2026-03-02T12:00:00Z, a Monday, which is also when the task became ready.
public sealed class ClockTests : IDisposable
{
    private readonly TaskBench _bench = new();

    public void Dispose() => _bench.Dispose();

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
