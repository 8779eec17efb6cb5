using System.Diagnostics;
using System.Globalization;

namespace Carillon.Simulation.Tests;

/// <summary>The command behind <c>./build.sh simulation</c>: <c>[N] [--seed S]</c> lives the histories of seeds 1 to N, or the one of a seed.</summary>
internal static class Command
{
    private const int Default = 10_000;
    private const int MostFailures = 5;
    private const string Usage = "usage: simulation [N] [--seed S]    N histories, 10,000 when left out; or the one of seed S, with everything that happened";

    public static int Run(string[] args)
    {
        ulong seed = 0;
        var count = Default;
        var isUnderstood = args switch
        {
            [] => true,
            ["--seed", var text] => ulong.TryParse(text, CultureInfo.InvariantCulture, out seed) && seed > 0,
            [var text] => int.TryParse(text, CultureInfo.InvariantCulture, out count) && count > 0,
            _ => false,
        };
        if (!isUnderstood)
        {
            Console.Error.WriteLine(Usage);
            return 2;
        }
        return seed > 0 ? Show(seed) : Live(count);
    }

    private static int Live(int count)
    {
        var watch = Stopwatch.StartNew();
        var steps = 0L;
        var failures = 0;
        for (var seed = 1; seed <= count && failures < MostFailures; seed++)
        {
            var lived = History.Live((ulong)seed);
            steps += lived.Steps;
            if (lived.Broken is not null)
            {
                // The first is shown as a whole; of the others it is enough to know the seed.
                if (failures++ == 0)
                    Show((ulong)seed);
                else
                    Console.WriteLine($"seed {seed}: {lived.Broken}");
            }
            if (seed % 500 == 0 || seed == count)
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{seed} histories, {steps} steps, {failures} broken, {seed / watch.Elapsed.TotalSeconds:0.0} a second"));
        }
        return failures == 0 ? 0 : 1;
    }

    private static int Show(ulong seed)
    {
        var lived = History.Live(seed, keepsLines: true);
        foreach (var line in lived.Lines)
            Console.WriteLine(line);
        Console.WriteLine($"seed {seed}: {lived.Broken ?? "nothing broke"}; {lived.Steps} steps, trace {lived.Hash:x16}");
        return lived.Broken is null ? 0 : 1;
    }
}
