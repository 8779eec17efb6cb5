using System.Diagnostics;
using System.Net;
using Xunit.Abstractions;

namespace Carillon.Faults.Tests;

/// <summary>The disk is really full: a small one of the server's own, filled by the test and relieved again.</summary>
/// <param name="said">Where the figures go.</param>
[Trait("Row", "20")]
public sealed class FullDiskTests(ITestOutputHelper said)
{
    private static readonly TimeSpan RedWithin = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan GreenWithin = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task No_room_for_an_artifact_fails_its_task_alone_and_room_again_is_used()
    {
        await using var folder = new FaultFolder();
        var artifacts = Path.Combine(folder.Data, "artifacts");
        Directory.CreateDirectory(artifacts);
        if (Needs.SmallDisk("1m", artifacts, said) is not { } disk)
            return;
        await File.WriteAllBytesAsync(Path.Combine(folder.Workflows, "picture.bin"), new byte[400_000]);
        folder.Write("keep.yaml", "id: keep\ntasks:\n  - { id: a, uses: file, with: { action: keep, path: picture.bin } }\n");
        folder.Write("other.yaml", "id: other\ntasks:\n  - { id: a, uses: shell, with: { run: echo fine } }\n");
        await using var carillon = await ServerProcess.StartAsync(folder, new ServerStart { Through = disk });
        var seen = $"/proc/{carillon.Id}/root{artifacts}";
        Fill(Path.Combine(seen, "filler"));

        var full = await carillon.EndAsync(await carillon.RunAsync("keep"));
        var other = await carillon.EndAsync(await carillon.RunAsync("other"));

        full["status"]!.ToString().ShouldBe("failed");
        var error = (await carillon.AttemptsAsync(full["id"]!.ToString(), "a"))[0]!["error"]!;
        error["code"]!.ToString().ShouldBe("SCH042");
        error["message"]!.ToString().ShouldContain("picture.bin");
        error["message"]!.ToString().ShouldContain("No space left on device");
        other["status"]!.ToString().ShouldBe("completed");
        Directory.EnumerateFiles(seen, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None }).Select(Path.GetFileName).ShouldBe(["filler"]);

        File.Delete(Path.Combine(seen, "filler"));
        var again = await carillon.EndAsync(await carillon.RunAsync("keep"));
        again["status"]!.ToString().ShouldBe("completed");
        (await carillon.GetAsync($"/api/runs/{again["id"]}/artifacts"))["items"]!.AsArray().Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("schedule: { every: 1s, overlap_policy: allow, catch_up: { mode: all } }")]
    [InlineData("description: by hand only")]
    public async Task No_room_for_the_database_is_told_and_refused_and_ends_by_itself(string schedule)
    {
        await using var folder = new FaultFolder();
        if (Needs.SmallDisk("8m", folder.Data, said) is not { } disk)
            return;
        folder.Write("one.yaml", $"id: one\n{schedule}\ntasks:\n  - {{ id: a, uses: shell, with: {{ run: echo fine }} }}\n");
        await using var carillon = await ServerProcess.StartAsync(folder, new ServerStart { Through = disk });
        var database = $"/proc/{carillon.Id}/root{folder.Database}";
        List<string> accepted = [];
        for (var i = 0; i < 5; i++)
            accepted.Add(await carillon.RunAsync("one"));
        await carillon.EndAsync(accepted[^1]);

        Fill(database + ".filler");
        var waited = Stopwatch.StartNew();
        HttpStatusCode status;
        System.Text.Json.Nodes.JsonNode answer;
        do
        {
            (status, answer) = await carillon.PostAsync("/api/workflows/one/run-now");
            if (status == HttpStatusCode.Accepted)
                accepted.Add(answer["run_id"]!.ToString());
            waited.Elapsed.ShouldBeLessThan(RedWithin, "writes go on though the disk is full");
        }
        while (status == HttpStatusCode.Accepted);
        status.ShouldBe(HttpStatusCode.ServiceUnavailable, answer.ToJsonString());
        answer.ToJsonString().ShouldContain("SCH034");
        answer.ToJsonString().ShouldContain("full");
        await carillon.UntilAsync("/readyz", ready => !(bool)ready["ready"]! && !(bool)ready["checks"]!.AsArray().Single(c => c!["name"]!.ToString() == "database")!["ready"]!, RedWithin - waited.Elapsed);
        var figures = new Figures("20", said);
        figures.AtMost("disk-full-red", waited.Elapsed.TotalSeconds, RedWithin.TotalSeconds, "s");
        // Red stays red: what the loops do meanwhile does not touch the disk, or fails.
        for (var red = Stopwatch.StartNew(); red.Elapsed < TimeSpan.FromSeconds(2); await Task.Delay(20))
            (await carillon.GetAsync("/readyz"))["ready"]!.GetValue<bool>().ShouldBeFalse();
        foreach (var path in new[] { "/healthz", "/api/runs", "/api/workflows", "/api/schedules", "/api/runs/" + accepted[0], $"/api/runs/{accepted[0]}/logs" })
        {
            using var read = await carillon.Http.GetAsync(path);
            read.StatusCode.ShouldBe(HttpStatusCode.OK, path);
        }

        File.Delete(database + ".filler");
        waited.Restart();
        await carillon.UntilAsync("/readyz", ready => (bool)ready["ready"]!, GreenWithin);
        figures.AtMost("disk-full-resume", waited.Elapsed.TotalSeconds, GreenWithin.TotalSeconds, "s");

        accepted.Add(await carillon.RunAsync("one"));
        foreach (var run in accepted)
            (await carillon.EndAsync(run))["status"]!.ToString().ShouldBe("completed");
        carillon.Frozen(() =>
        {
            foreach (var end in new[] { "", "-wal" })
                File.Copy(database + end, Path.Combine(folder.Root, "copy.db" + end));
        });
        var copy = new SqliteStore(Path.Combine(folder.Root, "copy.db"));
        copy.Unsound().ShouldBeEmpty();
        copy.Rows("select id from runs where trigger = 'api' and status = 'completed' order by id").ShouldBe(accepted.Order(StringComparer.Ordinal));
        copy.Rows("select * from (select nominal_at, lag(last_nominal_at) over (order by nominal_at) as before from ledger) where nominal_at - before <> 1000000").ShouldBeEmpty();
        (await carillon.StopAsync()).ShouldBe(0, carillon.Said);
    }

    private static void Fill(string path)
    {
        using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
        foreach (var size in (int[])[65536, 4096, 1])
        {
            try
            {
                while (true)
                    file.Write(new byte[size]);
            }
            catch (IOException)
            {
                // Full to within this size.
            }
        }
    }
}
