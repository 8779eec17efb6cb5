using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using Carillon.Core;
using Carillon.Engine.History;
using Carillon.Engine.History.Export;
using NodaTime;

namespace Carillon.Engine.Tests.History;

public sealed class ExportTests
{
    private readonly ManualTime _time = new(Instant.FromUtc(2026, 1, 5, 8, 59, 59));

    [Fact]
    public async Task An_archive_holds_every_run_with_its_files_and_says_what_they_are()
    {
        await using var engine = await StartAsync(number => $"day,value\n{number},=1+{number}\n");
        await OccurrencesAsync(engine, 3);

        using var zip = await ZipAsync(engine);

        var manifest = Manifest(zip);
        (manifest["run_count"]!.GetValue<int>(), manifest["artifact_count"]!.GetValue<int>(), manifest["gone_count"]!.GetValue<int>()).ShouldBe((3, 3, 0));
        foreach (var run in manifest["runs"]!.AsArray())
        {
            var artifact = run!["artifacts"]!.AsArray().Single()!;
            using var file = zip.GetEntry(artifact["path"]!.ToString())!.Open();
            using var content = new MemoryStream();
            await file.CopyToAsync(content);
            content.Length.ShouldBe(artifact["size"]!.GetValue<long>());
            Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(content.ToArray())).ShouldBe(artifact["sha256"]!.ToString());
        }
        using var table = new StreamReader(zip.GetEntry("runs.csv")!.Open());
        (await table.ReadToEndAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(4);
        Directory.GetFiles(engine.Options.WorkFolder, "export-*").ShouldBeEmpty();
    }

    [Fact]
    public async Task What_retention_takes_away_meanwhile_is_noted_and_the_archive_is_whole()
    {
        await using var engine = await StartAsync(number => $"day,value\n{number},1\n");
        await OccurrencesAsync(engine, 3);
        var gone = engine.Text("select id from runs where run_number = 2");
        Directory.Delete(Path.Combine(engine.DataFolder, "artifacts", gone), recursive: true);

        using var zip = await ZipAsync(engine);

        var manifest = Manifest(zip);
        (manifest["artifact_count"]!.GetValue<int>(), manifest["gone_count"]!.GetValue<int>()).ShouldBe((2, 1));
        var artifact = manifest["runs"]!.AsArray().Single(run => run!["id"]!.ToString() == gone)!["artifacts"]![0]!;
        artifact["path"].ShouldBeNull();
        artifact["note"]!.ToString().ShouldContain("retention");
    }

    [Fact]
    public async Task Csv_files_of_one_name_become_one_table_with_the_run_in_front()
    {
        await using var engine = await StartAsync(number => number == 2 ? "day,value\n" : $"day,value\r\n{number},\"=x,\"\"y\"\"\"\r\n\n-1,two");
        await OccurrencesAsync(engine, 3);

        var lines = (await JoinedAsync(engine)).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        lines[0].ShouldBe("run_id,run_number,nominal_at,completed_at,task_id,artifact,note,day,value");
        lines.Skip(1).Select(line => line[(line.IndexOf(",report.csv,", StringComparison.Ordinal) + 1)..]).ShouldBe(
            ["report.csv,,1,\"'=x,\"\"y\"\"\"", "report.csv,,-1,two", "report.csv,,3,\"'=x,\"\"y\"\"\"", "report.csv,,-1,two"]);
    }

    [Fact]
    public async Task Csv_files_with_other_columns_are_refused_before_anything_is_written()
    {
        await using var engine = await StartAsync(number => number == 3 ? "day,price\n1,2\n" : "day,value\n1,2\n");
        await OccurrencesAsync(engine, 3);

        var header = await Service(engine).HeaderAsync(Scope(engine), "*.csv", CancellationToken.None);

        header.Problems.Single().Code.ShouldBe(ProblemCodes.StateConflict);
        header.Problems.Single().Message.ShouldContain("day,price");
    }

    [Fact]
    public async Task A_quote_that_is_never_closed_does_not_fill_the_memory()
    {
        await using var engine = await StartAsync(_ => "day,value\n\"" + new string('x', CsvRecords.Longest + 10));
        await OccurrencesAsync(engine, 1);

        (await JoinedAsync(engine)).ShouldContain("a record has more than");
    }

    private async Task<EngineFixture> StartAsync(Func<int, string> content)
    {
        var engine = await new EngineFixture(o => o with { Time = _time, Watch = false })
            .File("w.yaml", "id: w\nschedule: { every: 1h }\ntasks:\n  - { id: a, uses: test.step }\n").StartAsync();
        var number = 0;
        engine.Step.On("a", async (context, stop) =>
        {
            await context.Artifacts.KeepAsync("report.csv", "text/csv", new MemoryStream(Encoding.UTF8.GetBytes(content(++number))), stop);
            return StepTask.Done(context);
        });
        return engine;
    }

    private static async Task OccurrencesAsync(EngineFixture engine, int count)
    {
        for (var i = 1; i <= count; i++)
        {
            engine.Leap(Duration.FromHours(1));
            await engine.UntilAsync(() => engine.Count("select count(*) from runs where status = 'completed'") == i, $"run {i}");
        }
    }

    private static async Task<ZipArchive> ZipAsync(EngineFixture engine)
    {
        var output = new AsyncOnlyStream();
        await Service(engine).WriteZipAsync(Scope(engine), output, CancellationToken.None);
        return new ZipArchive(output.Written);
    }

    private static async Task<string> JoinedAsync(EngineFixture engine)
    {
        var header = await Service(engine).HeaderAsync(Scope(engine), "*.csv", CancellationToken.None);
        using var output = new MemoryStream();
        await Service(engine).WriteJoinedAsync(Scope(engine), "*.csv", header.Value, output, CancellationToken.None);
        return Encoding.UTF8.GetString(output.ToArray());
    }

    private static ExportService Service(EngineFixture engine) =>
        new(engine.Options, engine.Host.Database, new RunReader(engine.Host.Database, "default"), new ArtifactReader(engine.Host.Database, engine.Options));

    private static ExportScope Scope(EngineFixture engine) => new(new ScheduleReader(engine.Host.Database, "default").Find(new ScheduleId("schedule-default-w"))!);

    /// <summary>As the body of a web server's answer: not seekable, and written to without blocking a thread.</summary>
    private sealed class AsyncOnlyStream : Stream
    {
        private readonly MemoryStream _written = new();

        public MemoryStream Written => new(_written.ToArray());

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override void Flush() => throw new InvalidOperationException("a flush that blocks");

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new InvalidOperationException("a write that blocks");

        public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => await _written.WriteAsync(buffer, cancellationToken);

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => _written.WriteAsync(buffer, offset, count, cancellationToken);
    }

    private static JsonNode Manifest(ZipArchive zip)
    {
        using var manifest = zip.GetEntry("manifest.json")!.Open();
        return JsonNode.Parse(manifest)!;
    }
}
