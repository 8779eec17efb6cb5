using Carillon.Adapters.Files;
using Carillon.Adapters.Tasks;
using Carillon.Core.Runs;
using Carillon.Engine.Runs;
using NodaTime;

namespace Carillon.Adapters.Tests.Tasks;

// The bench's clock starts at 2026-03-02T12:00:00Z, a Monday, which is also when the task became ready.
public sealed class SensorHandlerTests : IDisposable
{
    private readonly TaskBench _bench = new();
    private readonly TaskOptions _options = new();

    public void Dispose() => _bench.Dispose();

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
}
