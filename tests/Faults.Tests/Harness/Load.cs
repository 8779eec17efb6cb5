using System.Text.Json.Nodes;

namespace Carillon.Faults.Tests;

/// <summary>The work that the faults fall upon: a schedule that is due each second and never skips, whose runs leave lines in the outside log.</summary>
internal static class Load
{
    /// <summary>The id of the schedule of <see cref="Ticking"/>.</summary>
    public const string Schedule = "schedule-default-ticking";

    /// <summary>Two tasks, one after the other, each second; those of a second take <paramref name="milliseconds"/> each.</summary>
    public static string Ticking(OutsideLog log, int milliseconds = 20) =>
        $$"""
        id: ticking
        schedule:
          every: 1s
          overlap_policy: allow
          catch_up: { mode: all }
        tasks:
          - id: first
            uses: shell
            with: { run: '{{log.Command}}; sleep 0.{{milliseconds:000}}' }
          - id: second
            uses: shell
            needs: [first]
            with: { run: 'sleep 0.{{milliseconds:000}}; {{log.Command}}' }
        """;

    /// <summary>Pauses the schedule and waits until every run has ended; then stops the server.</summary>
    public static async Task SettleAsync(ServerProcess carillon, string schedule = Schedule, TimeSpan? within = null)
    {
        await PauseAsync(carillon, [schedule], within);
        (await carillon.StopAsync()).ShouldBe(0, carillon.Said);
    }

    /// <summary>Pauses the schedules and waits until every run has ended.</summary>
    public static async Task PauseAsync(ServerProcess carillon, IEnumerable<string> schedules, TimeSpan? within = null)
    {
        foreach (var schedule in schedules)
        {
            var (status, answer) = await carillon.PostAsync($"/api/schedules/{schedule}/pause", new JsonObject { ["by"] = "test", ["reason"] = "the end" });
            ((int)status).ShouldBeLessThan(300, answer.ToJsonString());
        }
        await carillon.UntilAsync("/api/runs?status=pending,running,canceling", open => open["items"]!.AsArray().Count == 0, within);
    }
}
