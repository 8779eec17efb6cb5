using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using Xunit.Abstractions;

namespace Carillon.Faults.Tests;

/// <summary>Somebody guesses passwords as fast as they can, while schedules are due each second.</summary>
/// <param name="said">Where the figures go.</param>
public sealed class SignInStormTests(ITestOutputHelper said)
{
    private const int Attempts = 1_000;

    // Fewer than may wait for their password to be looked at, so that the hashing never rests; each name is looked at three times and more before it has to wait.
    private const int AtOnce = 16;
    private const int Names = 30;
    private const int Accounts = 4;
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(6);

    // Hashing takes one core of two or more, one password after the other, so what is left for runs is at least half: twice as late. The audit rows are written in the same
    // batches as the runs, which at most doubles it again. Below a few milliseconds the clock of the test itself counts for more than either.
    private const double Times = 4;
    private const double Noise = 0.05;

    [Fact]
    [Trait("Row", "26")]
    public async Task A_thousand_failed_sign_ins_are_all_in_the_audit_trail_and_keep_no_schedule_waiting()
    {
        var figures = new Figures("26", said);
        await using var folder = new FaultFolder();
        var load = new SteadyLoad(20);
        load.Write(folder);
        await using var carillon = await ServerProcess.StartAsync(folder, new ServerStart { SignIn = true });
        for (var i = 0; i < Accounts; i++)
            await CarillonAsync("users", "add", $"user{i}", "--scopes", "admin", "--data", folder.Data);
        await load.FlowsAsync(carillon, folder);
        var began = DateTimeOffset.UtcNow;
        await Task.Delay(Quiet);
        var (stormed, answers) = (DateTimeOffset.UtcNow, new ConcurrentBag<HttpStatusCode>());

        await Parallel.ForEachAsync(Enumerable.Range(0, Attempts), new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (i, stop) =>
        {
            var name = i % Names;
            using var answer = await carillon.Http.PostAsJsonAsync("/api/sign-in", new { name = $"{(name < Accounts ? "user" : "nobody")}{name}", password = $"guess {i}" }, stop);
            answers.Add(answer.StatusCode);
        });

        var ended = DateTimeOffset.UtcNow;
        answers.Count(status => status is HttpStatusCode.Unauthorized or HttpStatusCode.TooManyRequests).ShouldBe(Attempts);
        // A password that was looked at, and a name that had to wait: both happened.
        answers.ShouldContain(HttpStatusCode.Unauthorized);
        answers.ShouldContain(HttpStatusCode.TooManyRequests);
        figures.Exactly("audited", folder.Number("select count(*) from audit where action = 'sign_in_failed'"), Attempts, "rows");
        figures.Exactly("audited-wrong", folder.Number("select count(*) from audit where action = 'sign_in_failed' and detail not like '%\"why\"%'"), answers.Count(status => status == HttpStatusCode.Unauthorized), "rows");
        await carillon.UntilAsync("/healthz", _ => SteadyLoad.Lateness(folder, stormed, ended).Count >= (int)(ended - stormed).TotalSeconds * load.PerSecond);
        var (before, meanwhile) = (P90(SteadyLoad.Lateness(folder, began, stormed)), P90(SteadyLoad.Lateness(folder, stormed, ended.AddSeconds(1))));
        (ended - stormed).ShouldBeGreaterThan(TimeSpan.FromSeconds(2), "too short to say anything about lateness");
        figures.AtMost("lateness-p90", meanwhile / Math.Max(before, Noise), Times, "x quiet", $"(quiet {before:0.000} s, meanwhile {meanwhile:0.000} s in {(ended - stormed).TotalSeconds:0.0} s)");
    }

    private static double P90(List<double> ascending) => ascending.Count == 0 ? 0 : ascending[ascending.Count * 9 / 10];

    private static async Task CarillonAsync(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", [ServerProcess.Program, .. arguments]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(0, await output + await error);
    }
}
