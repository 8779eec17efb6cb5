using System.Diagnostics;
using Shouldly;
using Xunit;

namespace Carillon.Simulation.Tests;

public sealed class SimulationTests
{
    [Fact]
    public void Five_hundred_histories_break_nothing_that_must_always_hold()
    {
        var broken = Enumerable.Range(1, 500).Select(seed => (Seed: seed, History.Live((ulong)seed).Broken)).Where(lived => lived.Broken is not null).Take(3).ToList();

        broken.ShouldBeEmpty("./build.sh simulation --seed S shows one with everything that happened");
    }

    [Theory]
    [InlineData(3)]
    [InlineData(19)]
    [InlineData(80)]
    public void A_seed_lives_the_same_history_again(ulong seed)
    {
        var once = History.Live(seed);
        var again = History.Live(seed, keepsLines: true);

        (again.Hash, again.Steps, again.Broken).ShouldBe((once.Hash, once.Steps, once.Broken));
    }

    [Fact]
    public async Task Another_process_lives_the_same_history()
    {
        var here = History.Live(80);
        using var process = Process.Start(new ProcessStartInfo("dotnet", [typeof(History).Assembly.Location, "--seed", "80"]) { RedirectStandardOutput = true, UseShellExecute = false })!;

        var said = await process.StandardOutput.ReadToEndAsync();

        said.TrimEnd().ShouldEndWith($"{here.Steps} steps, trace {here.Hash:x16}");
    }
}
