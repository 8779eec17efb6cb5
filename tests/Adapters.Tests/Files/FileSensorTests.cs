using Carillon.Adapters.Files;
using Carillon.Adapters.Tasks;
using Carillon.Adapters.Tests.Tasks;
using Carillon.Core.Runs;
using Carillon.Engine.Runs;

namespace Carillon.Adapters.Tests.Files;

// The bench's clock starts at 2026-03-02T12:00:00Z, a Monday, which is also when the task became ready.
public sealed class FileSensorTests : IDisposable
{
    private readonly TaskBench _bench = new();
    private readonly TaskOptions _options = new();

    public void Dispose() => _bench.Dispose();

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
}
