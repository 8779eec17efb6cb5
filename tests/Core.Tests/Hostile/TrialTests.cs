using System.Diagnostics;
using Carillon.Tests.Hostile;

namespace Carillon.Core.Tests.Hostile;

/// <summary>The trial itself: a reader that is broken is found, named and shown by its smallest input.</summary>
public sealed class TrialTests
{
    [Fact]
    public void An_exception_is_found_with_the_smallest_input_that_makes_it()
    {
        var trial = new Trial("broken", 500);
        trial.Run(HostileCrons.Next, text => text.Contains("L-3", StringComparison.Ordinal) ? throw new FormatException("it broke") : text.Length > 5);

        trial.Broken.ShouldNotBeEmpty();
        trial.Broken[0].ShouldContain("it broke");
        trial.Broken[0].ShouldEndWith("input of 3 characters: L-3");
        trial.Broken[0].ShouldContain($"--seed {HostileScale.Seed} --case broken:");
        Should.Throw<InvalidOperationException>(() => trial.Conclude(_ => { }, null)).Message.ShouldContain("it broke");
    }

    [Fact]
    public void An_input_that_takes_too_long_is_found()
    {
        var trial = new Trial("slow", 1) { Longest = TimeSpan.FromMilliseconds(50) };
        trial.Run(_ => "x", _ =>
        {
            for (var used = ThreadTime.Spent; ThreadTime.Spent - used < TimeSpan.FromMilliseconds(60);)
                Thread.SpinWait(100);
            return true;
        });

        trial.Broken.ShouldHaveSingleItem().ShouldContain("it took 0.");
    }

    [Fact]
    public void An_input_that_was_only_kept_waiting_is_not_blamed()
    {
        var trial = new Trial("waited", 1) { Longest = TimeSpan.FromMilliseconds(50) };
        var times = 0;
        trial.Run(_ => "x", _ =>
        {
            for (var began = Stopwatch.GetTimestamp(); times == 0 && Stopwatch.GetElapsedTime(began) < TimeSpan.FromMilliseconds(60);)
                Thread.SpinWait(100);
            times++;
            return true;
        });

        trial.Broken.ShouldBeEmpty();
        trial.Taken.ShouldBe(1);
    }

    [Fact]
    public void An_input_that_never_comes_back_is_found()
    {
        var trial = new Trial("hung", 1) { Patience = TimeSpan.FromMilliseconds(200) };
        using var release = new ManualResetEventSlim();

        Should.Throw<InvalidOperationException>(() => trial.Run(_ => "forever", _ =>
        {
            release.Wait(CancellationToken.None);
            return true;
        })).Message.ShouldContain("does not come back: forever");
        release.Set();
    }

    [Fact]
    public void An_input_that_makes_too_much_in_memory_is_found()
    {
        var trial = new Trial("large", 1);
        trial.Run(_ => "x", _ => new byte[65 << 20].Length > 0);

        trial.Broken.ShouldHaveSingleItem().ShouldContain("it made 65 MiB");
    }

    [Fact]
    public void A_number_of_a_seed_is_always_the_same_input()
    {
        List<string> Made()
        {
            var made = new List<string>();
            new Trial("same", 200).Run(new HostileYaml(HostileSamples.Workflows).Next, text =>
            {
                made.Add(text);
                return true;
            });
            return made;
        }

        Made().ShouldBe(Made());
    }

    [Fact]
    public void A_target_that_refuses_everything_shows_nothing_and_fails()
    {
        var trial = new Trial("deaf", 200);
        trial.Run(HostileCrons.Next, _ => false);

        Should.Throw<InvalidOperationException>(() => trial.Conclude(_ => { }, null)).Message.ShouldContain("0 taken and 200 refused");
    }
}
