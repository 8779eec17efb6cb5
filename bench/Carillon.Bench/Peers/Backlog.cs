using System.Globalization;
using Carillon.Core;
using Carillon.Engine.Storage;

namespace Carillon.Bench.Peers;

/// <summary>
/// 200 schedules of which so many occurrences were missed, as downtime leaves them: an occurrence each minute, the last one some minutes ago, and the cursor
/// before the first. Every run that is to come of it is known beforehand.
/// </summary>
internal sealed class Backlog
{
    private const int Workflows = 20;
    private const int SchedulesEach = 10;
    private const int Schedules = Workflows * SchedulesEach;
    private static readonly TimeSpan Ago = TimeSpan.FromMinutes(5);
    private readonly int _missed;
    private readonly DateTimeOffset _end;

    public Backlog(int runs, DateTimeOffset now)
    {
        _missed = Math.Max(1, (int)Math.Round(runs / (double)Schedules));
        var end = now - Ago;
        _end = new DateTimeOffset(end.Year, end.Month, end.Day, end.Hour, end.Minute, 0, TimeSpan.Zero);
    }

    /// <summary>How many runs it makes.</summary>
    public int Runs => Schedules * _missed;

    public IEnumerable<(string Name, string Text)> Files()
    {
        var end = _end.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
        for (var w = 0; w < Workflows; w++)
        {
            var schedules = Enumerable.Range(0, SchedulesEach).Select(s => $"  - {{ id: s{s}, every: 1m, end_at: \"{end}\", overlap_policy: allow, catch_up: {{ mode: all }} }}\n");
            yield return ($"backlog-{w}.yaml", $"id: backlog-{w}\nschedules:\n{string.Concat(schedules)}tasks:\n  - {{ id: a, uses: {LoggedTask.Name} }}\n");
        }
    }

    /// <summary>Leaves the stored schedules as if the engine had not run since before the first occurrence.</summary>
    public async Task MissAsync(Database database)
    {
        var first = Micros(_end - TimeSpan.FromMinutes(_missed));
        var changed = await database.WriteAsync(sql => sql.Execute(
            "update schedules set cursor_at = $1, next_nominal_at = $2, next_due_at = $2, wake_at = $2 where archived_at is null", first - 1, first));
        if (changed != Schedules)
            throw new InvalidOperationException($"{changed} schedules are stored, not {Schedules}");
    }

    /// <summary>
    /// Exactly how many of the occurrences have no completed run with a ledger row, a succeeded attempt and an execution by the task's own account, and how many
    /// executions and runs there are beyond one for each.
    /// </summary>
    public (int Lost, int Doubled) Check(Database database, IReadOnlyList<RunId> executed)
    {
        var distinct = executed.Select(run => run.Value).ToHashSet(StringComparer.Ordinal);
        var recorded = database.Read(sql => sql.Query(
            """
            select r.id from ledger l join runs r on r.id = l.run_id and r.schedule_id = l.schedule_id and r.nominal_at = l.nominal_at
            where l.outcome = 'ran' and r.status = 'completed' and l.nominal_at >= $1 and l.nominal_at < $2
              and exists (select 1 from attempt_history h where h.run_id = r.id and h.outcome = 'succeeded')
            """,
            row => row.GetString(0), Micros(_end - TimeSpan.FromMinutes(_missed)), Micros(_end)));
        var made = database.Read(sql => sql.Number("select count(*) from runs where trigger = 'schedule'")) ?? 0;
        return (Runs - recorded.Count(distinct.Contains), executed.Count - distinct.Count + (int)Math.Max(0, made - Runs));
    }

    private static long Micros(DateTimeOffset time) => time.ToUnixTimeMilliseconds() * 1000;
}
