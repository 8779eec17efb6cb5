using System.Buffers.Binary;
using System.Diagnostics;
using Carillon.Engine;
using Carillon.Engine.Storage;

namespace Carillon.Bench;

/// <summary>Writes a large history: 10,000 schedules with a workflow file each, and 100 runs of each with their tasks, attempts and ledger rows, over the last 60 days.</summary>
internal static class HistoryMaker
{
    public const int Schedules = 10_000;
    private const int RunsEach = 100;
    private const int RunsPerCommit = 5000;
    private const long Micros = 1_000_000;

    /// <summary>Making the history takes some minutes: with this set it is made there, or found there from the time before.</summary>
    public static string? Kept => Environment.GetEnvironmentVariable("CARILLON_BENCH_HISTORY");

    /// <summary>A server with that history, every run of it folded into the metrics.</summary>
    public static async Task<ServerProcess> ServeAsync(BenchFolder folder)
    {
        await MakeAsync(folder);
        var server = await ServerProcess.StartAsync(folder.Workflows, folder.Data);
        var watch = Stopwatch.StartNew();
        while (Look(folder, "select id from runs where folded = 0 and completed_at is not null limit 1") is not null)
            await Task.Delay(500);
        Console.Error.WriteLine($"every run folded after {watch.Elapsed.TotalSeconds:0} s");
        return server;
    }

    private static async Task MakeAsync(BenchFolder folder)
    {
        var made = Path.Combine(folder.Data, "made");
        if (File.Exists(made))
            return;
        for (var i = 0; i < Schedules; i++)
            folder.File($"w{i:00000}.yaml", Workflow(i));
        using (await ServerProcess.StartAsync(folder.Workflows, folder.Data))
            Console.Error.WriteLine("10,000 schedules stored");
        using (var database = Database.Open(EngineOptions.DatabaseIn(folder.Data)))
        {
            var version = database.Read(sql => sql.First("select version from workflows limit 1", row => row.GetString(0)))!;
            var now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
            var random = new Random(1);
            for (var first = 0; first < Schedules * RunsEach; first += RunsPerCommit)
            {
                var from = first;
                await database.WriteAsync(sql =>
                {
                    for (var number = from; number < from + RunsPerCommit; number++)
                        Write(sql, number, version, now, random);
                });
            }
            await database.WriteAsync(sql => sql.Execute("update schedules set paused_by = 'bench', pause_reason = '', paused_at = 0 where enabled = 1 and rowid % 20 = 0"));
        }
        File.WriteAllText(made, "");
        Console.Error.WriteLine("1,000,000 runs written");
    }

    private static string? Look(BenchFolder folder, string sql)
    {
        using var connection = Database.Connection(DatabaseAddress.File(EngineOptions.DatabaseIn(folder.Data)));
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar() as string;
    }

    private static string Workflow(int i) => $$"""
        id: workflow-{{i}}
        name: Workflow {{i}}
        tags: [bench, group-{{i % 10}}]
        schedule: { cron: "{{i % 60}} {{i % 24}} 1 1 *", timezone: America/New_York, enabled: {{(i % 20 == 7 ? "false" : "true")}}, owner: team-{{i % 50}}, description: "Figures of region {{i}} for the morning report." }
        tasks:
          - { id: fetch, uses: shell, with: { run: "echo {{i}}" } }
          - { id: report, uses: shell, needs: [fetch], with: { run: "echo done" } }
        """;

    /// <summary>One run, in the order of time over all schedules.</summary>
    private static void Write(Sql sql, int number, string version, long now, Random random)
    {
        var (schedule, each) = (number % Schedules, number / Schedules);
        var nominal = now - (60L * 86_400_000) + (number * (60L * 86_400_000) / (Schedules * RunsEach));
        var (workflow, scheduleId) = ($"workflow-{schedule}", $"schedule-default-workflow-{schedule}");
        var run = Id(nominal, number);
        var started = (nominal * 1000) + random.Next(2000, 80_000);
        var completed = started + (long)(Micros * Math.Exp(random.NextDouble() * 6));
        var status = random.Next(100) switch { < 94 => "completed", < 99 => "failed", _ => "canceled" };
        sql.Execute(
            """
            insert into runs (id, project, workflow_id, version, schedule_id, nominal_at, due_at, run_number, trigger, status, input, identity, created_at, created_by, started_at,
                              completed_at, error, tasks_total, tasks_succeeded, tasks_failed, cost_micros, rows)
            values ($1, 'default', $2, $3, $4, $5, $5, $6, 'schedule', $7, '{}', $8, $5, 'schedule', $9, $10, $11, 2, 2, 0, $12, $13)
            """,
            run, workflow, version, scheduleId, nominal * 1000, each + 1, status, $"{scheduleId}@{nominal}", started, completed,
            status == "failed" ? """{"code":"SCH038","class":"exit_code","message":"The command ended with 1.","retryable":true}""" : null,
            random.Next(100_000), random.Next(10_000));
        foreach (var task in new[] { "fetch", "report" })
        {
            sql.Execute(
                """
                insert into task_runs (run_id, task_id, item, status, attempts, ready_at, started_at, completed_at, output) values ($1, $2, -1, 'succeeded', 1, $3, $3, $4, '{"exit_code":0}')
                """,
                run, task, started, completed);
            sql.Execute(
                """
                insert into attempt_history (run_id, task_id, item, number, fence, outcome, node, ready_at, started_at, completed_at, input)
                values ($1, $2, -1, 1, 1, 'succeeded', 'local', $3, $3, $4, '{"run":"echo done"}')
                """,
                run, task, started, completed);
        }
        sql.Execute(
            "insert into ledger (schedule_id, nominal_at, last_nominal_at, count, outcome, reason, run_id, settled_at) values ($1, $2, $2, 1, 'ran', 'on time', $3, $2)",
            scheduleId, nominal * 1000, run);
    }

    /// <summary>A UUID of version 7, as runs have.</summary>
    private static string Id(long milliseconds, int number)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteInt64BigEndian(bytes, (milliseconds << 16) | 0x7000L | (long)(number & 0xFFF));
        BinaryPrimitives.WriteInt64BigEndian(bytes[8..], unchecked((long)0x8000000000000000) | ((long)number * 7919));
        return new Guid(bytes, bigEndian: true).ToString();
    }
}
