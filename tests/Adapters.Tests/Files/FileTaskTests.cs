using Carillon.Adapters.Files;
using Carillon.Adapters.Tasks;
using Carillon.Adapters.Tests.Tasks;
using Carillon.Core;
using Carillon.Core.Runs;

namespace Carillon.Adapters.Tests.Files;

public sealed class FileTaskTests : IDisposable
{
    private readonly TaskBench _bench = new();
    private readonly FileTask _file;

    public FileTaskTests() => _file = new(new TaskOptions { ReadFolders = [_bench.ArtifactFolder] });

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task What_is_written_and_appended_is_read()
    {
        await _bench.SucceedAsync(_file, """{ "action": "write", "path": "out/a.txt", "content": "one\n" }""");
        await _bench.SucceedAsync(_file, """{ "action": "append", "path": "out/a.txt", "content": "zwö" }""");
        var read = await _bench.SucceedAsync(_file, """{ "action": "read", "path": "out/a.txt" }""");

        read["content"]!.GetValue<string>().ShouldBe("one\nzwö");
        read["size"]!.GetValue<long>().ShouldBe(8);
        read["path"]!.GetValue<string>().ShouldBe(Path.Join(_bench.BaseFolder, "out", "a.txt"));
        Directory.GetFiles(Path.Join(_bench.BaseFolder, "out")).Length.ShouldBe(1, "nothing half-written is left");
    }

    [Fact]
    public async Task Files_are_copied_moved_deleted_and_asked_for()
    {
        await _bench.SucceedAsync(_file, """{ "action": "write", "path": "work:a", "content": "x" }""");
        await _bench.SucceedAsync(_file, """{ "action": "copy", "path": "work:a", "to": "b" }""");
        await _bench.SucceedAsync(_file, """{ "action": "move", "path": "b", "to": "deep/er/c" }""");

        (await Exists("work:a"), await Exists("b"), await Exists("deep/er/c")).ShouldBe((true, false, true));
        (await _bench.FailAsync(_file, """{ "action": "copy", "path": "work:a", "to": "deep/er/c", "overwrite": false }""")).Message.ShouldContain("is there already");
        await _bench.SucceedAsync(_file, """{ "action": "delete", "path": "deep/er/c" }""");
        await _bench.SucceedAsync(_file, """{ "action": "delete", "path": "deep/er/c" }""");
        (await Exists("deep/er/c")).ShouldBeFalse();
    }

    [Fact]
    public async Task A_folder_is_listed_in_order_with_or_without_what_is_below()
    {
        foreach (var name in new[] { "b.csv", "a.csv", "c.txt", "sub/d.csv" })
            await _bench.SucceedAsync(_file, $$"""{ "action": "write", "path": "in/{{name}}", "content": "1" }""");
        File.CreateSymbolicLink(Path.Join(_bench.BaseFolder, "in", "link.csv"), "/etc/passwd");

        (await Names("""{ "action": "list", "path": "in", "pattern": "*.csv" }""")).ShouldBe(["a.csv", "b.csv"]);
        (await Names("""{ "action": "list", "path": "in", "recursive": "true" }""")).ShouldBe(["a.csv", "b.csv", "c.txt", "sub/d.csv"]);
    }

    [Fact]
    public async Task A_kept_file_is_an_artifact_that_a_later_task_can_read_by_its_path()
    {
        await _bench.SucceedAsync(_file, """{ "action": "write", "path": "report.svg", "content": "<svg/>" }""");
        var kept = await _bench.SucceedAsync(_file, """{ "action": "keep", "path": "report.svg" }""");
        var hashed = await _bench.SucceedAsync(_file, """{ "action": "hash", "path": "report.svg" }""");

        kept["artifact"]!["media_type"]!.GetValue<string>().ShouldBe("image/svg+xml");
        kept["sha256"]!.GetValue<string>().ShouldBe(hashed["sha256"]!.GetValue<string>());
        var path = kept["artifact"]!["path"]!.GetValue<string>();
        (await _bench.SucceedAsync(_file, $$"""{ "action": "read", "path": "{{path}}" }"""))["content"]!.GetValue<string>().ShouldBe("<svg/>");
        (await _bench.FailAsync(_file, $$"""{ "action": "write", "path": "{{path}}", "content": "" }""")).Class.ShouldBe(ErrorClasses.Input);
    }

    [Theory]
    [InlineData("../outside.txt")]
    [InlineData("a/../../outside.txt")]
    [InlineData("work:../base/x")]
    [InlineData("/etc/passwd")]
    [InlineData("link/passwd")]
    [InlineData("chain/passwd")]
    [InlineData("up/outside.txt")]
    [InlineData("dangling")]
    [InlineData("loop")]
    [InlineData("")]
    public async Task A_path_that_leads_out_is_refused_for_reading_and_writing(string path)
    {
        await File.WriteAllTextAsync(Path.Join(_bench.Root, "outside.txt"), "secret");
        File.CreateSymbolicLink(Path.Join(_bench.BaseFolder, "link"), "/etc");
        File.CreateSymbolicLink(Path.Join(_bench.BaseFolder, "chain"), "link");
        File.CreateSymbolicLink(Path.Join(_bench.BaseFolder, "up"), "..");
        File.CreateSymbolicLink(Path.Join(_bench.BaseFolder, "dangling"), "../not-yet");
        File.CreateSymbolicLink(Path.Join(_bench.BaseFolder, "loop"), "loop");

        foreach (var action in new[] { "read", "write", "delete", "exists", "keep" })
        {
            var error = await _bench.FailAsync(_file, $$"""{ "action": "{{action}}", "path": "{{path}}", "content": "x" }""");
            (error.Class, error.Retryable).ShouldBe((ErrorClasses.Input, false), action);
        }
    }

    [Fact]
    public async Task A_link_that_stays_inside_is_followed()
    {
        await _bench.SucceedAsync(_file, """{ "action": "write", "path": "2026/a.txt", "content": "x" }""");
        File.CreateSymbolicLink(Path.Join(_bench.BaseFolder, "latest"), "2026");
        (await _bench.SucceedAsync(_file, """{ "action": "read", "path": "latest/a.txt" }"""))["content"]!.GetValue<string>().ShouldBe("x");
    }

    [Fact]
    public async Task What_is_missing_or_too_large_is_said_so()
    {
        var missing = await _bench.FailAsync(_file, """{ "action": "read", "path": "none.txt" }""");
        (missing.Code, missing.Message).ShouldBe((ProblemCodes.FileUnreadable, "'none.txt' does not exist"));

        await File.WriteAllBytesAsync(Path.Join(_bench.BaseFolder, "big"), new byte[2 * 1024 * 1024]);
        (await _bench.FailAsync(_file, """{ "action": "read", "path": "big" }""")).Code.ShouldBe(ProblemCodes.OutputTooLarge);
        (await _bench.FailAsync(_file, """{ "action": "copy", "path": "big" }""")).Message.ShouldBe("'to' is required for copy and move");
    }

    private async Task<bool> Exists(string path) =>
        (await _bench.SucceedAsync(_file, $$"""{ "action": "exists", "path": "{{path}}" }"""))["exists"]!.GetValue<bool>();

    private async Task<IEnumerable<string>> Names(string input) =>
        (await _bench.SucceedAsync(_file, input))["files"]!.AsArray().Select(f => f!["name"]!.GetValue<string>());
}
