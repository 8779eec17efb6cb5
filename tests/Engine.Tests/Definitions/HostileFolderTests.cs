using System.Diagnostics;
using Carillon.Core;
using Carillon.Core.Definitions;
using Carillon.Engine.Definitions;

namespace Carillon.Engine.Tests.Definitions;

/// <summary>What a folder of workflows may hold beside plain files: links, pipes, names that are no text. None of it leads out, and none of it holds a pass up.</summary>
public sealed class HostileFolderTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("carillon-folder-test-").FullName;
    private readonly string _folder;
    private readonly string _outside;

    public HostileFolderTests()
    {
        _folder = Directory.CreateDirectory(Path.Combine(_root, "workflows")).FullName;
        _outside = Directory.CreateDirectory(Path.Combine(_root, "outside")).FullName;
        File.WriteAllText(Path.Combine(_folder, "good.yaml"), "id: good");
        File.WriteAllText(Path.Combine(_outside, "secret.yaml"), "id: secret");
    }

    public void Dispose()
    {
        // By bytes: names that are no text cannot be said here.
        using var removed = Process.Start("rm", ["-rf", _root]);
        removed.WaitForExit();
    }

    [Fact]
    public void A_link_to_a_file_outside_is_named_and_not_read()
    {
        File.CreateSymbolicLink(Path.Combine(_folder, "leak.yaml"), Path.Combine(_outside, "secret.yaml"));

        var found = Read()["leak.yaml"];

        found.Text.ShouldBeEmpty();
        found.Problem!.Code.ShouldBe(ProblemCodes.FileUnreadable);
        found.Problem.Message.ShouldContain("leads out of the workflows folder");
    }

    [Fact]
    public void A_link_that_leads_out_through_a_hidden_folder_is_not_read()
    {
        Directory.CreateSymbolicLink(Path.Combine(_folder, ".hidden"), _outside);
        File.CreateSymbolicLink(Path.Combine(_folder, "leak.yaml"), ".hidden/secret.yaml");

        Read()["leak.yaml"].Text.ShouldBeEmpty();
    }

    [Fact]
    public void Links_within_the_folder_are_followed_as_a_mounted_configuration_has_them()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "..2026_11_30"));
        File.WriteAllText(Path.Combine(_folder, "..2026_11_30", "orders.yaml"), "id: orders");
        Directory.CreateSymbolicLink(Path.Combine(_folder, "..data"), "..2026_11_30");
        File.CreateSymbolicLink(Path.Combine(_folder, "orders.yaml"), "..data/orders.yaml");

        var found = Read();

        found.Keys.ShouldBe(["good.yaml", "orders.yaml"], ignoreOrder: true);
        found["orders.yaml"].Text.ShouldBe("id: orders");
    }

    [Fact]
    public void Links_to_folders_are_named_and_not_followed_even_in_a_circle()
    {
        foreach (var name in new[] { "a", "b", "c" })
            Directory.CreateSymbolicLink(Path.Combine(_folder, name), _folder);
        Directory.CreateSymbolicLink(Path.Combine(_folder, "out"), _outside);

        var began = Stopwatch.GetTimestamp();
        var found = Read();

        Stopwatch.GetElapsedTime(began).ShouldBeLessThan(TimeSpan.FromSeconds(1));
        found.Keys.ShouldBe(["a", "b", "c", "good.yaml", "out"], ignoreOrder: true);
        found["out"].Problem!.Message.ShouldContain("a link to a folder");
    }

    [Fact]
    public async Task A_pipe_does_not_hold_a_pass_up()
    {
        using var made = Process.Start("mkfifo", [Path.Combine(_folder, "pipe.yaml")]);
        await made.WaitForExitAsync();

        var found = await Task.Run(Read).WaitAsync(TimeSpan.FromSeconds(10));

        found["pipe.yaml"].Text.ShouldBeEmpty();
    }

    [Fact]
    public void Two_names_that_look_alike_are_a_problem_and_not_the_end_of_the_pass()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "a"));
        File.WriteAllText(Path.Combine(_folder, "a", "b.yaml"), "id: one");
        File.WriteAllText(Path.Combine(_folder, "a\\b.yaml"), "id: two");

        var found = Read();

        found["good.yaml"].Text.ShouldBe("id: good");
        found["a/b.yaml"].Problem!.Message.ShouldContain("Several files");
    }

    [Fact]
    public async Task A_name_that_is_too_long_once_it_is_text_does_not_hide_the_other_files()
    {
        // 250 bytes that are no text, each of which becomes three.
        using var made = Process.Start("sh", ["-c", "cd \"$1\" && touch \"$(printf '\\377%.0s' $(seq 245)).yaml\"", "sh", _folder]);
        await made.WaitForExitAsync();
        made.ExitCode.ShouldBe(0);

        var found = Read();

        found.Count.ShouldBe(2);
        found["good.yaml"].Text.ShouldBe("id: good");
        found.Values.Single(file => file.Path != "good.yaml").Problem!.Code.ShouldBe(ProblemCodes.FileUnreadable);
    }

    [Theory]
    [InlineData("out/x.yaml")]
    [InlineData("sub/out/x.yaml")]
    [InlineData("../x.yaml")]
    [InlineData("/tmp/x.yaml")]
    [InlineData("sub/../../x.yaml")]
    [InlineData("a\0.yaml")]
    public void Nothing_is_written_outside_the_folder(string path)
    {
        Directory.CreateDirectory(Path.Combine(_folder, "sub"));
        Directory.CreateSymbolicLink(Path.Combine(_folder, "out"), _outside);
        Directory.CreateSymbolicLink(Path.Combine(_folder, "sub", "out"), _outside);

        new FolderWriter(_folder).Check([new DefinitionFile(path, "id: x")]).ShouldHaveSingleItem().Code.ShouldBe(ProblemCodes.InvalidRequest);
    }

    [Fact]
    public void A_name_that_the_file_system_does_not_take_is_refused_before_anything_is_written()
    {
        new FolderWriter(_folder).Check([new DefinitionFile(new string('日', 90) + ".yaml", "id: x")]).ShouldHaveSingleItem().Code.ShouldBe(ProblemCodes.InvalidRequest);
    }

    [Fact]
    public void A_file_written_over_a_link_replaces_the_link()
    {
        File.CreateSymbolicLink(Path.Combine(_folder, "leak.yaml"), Path.Combine(_outside, "secret.yaml"));

        new FolderWriter(_folder).Write([new DefinitionFile("leak.yaml", "id: mine")], []);

        File.ReadAllText(Path.Combine(_outside, "secret.yaml")).ShouldBe("id: secret");
        Read()["leak.yaml"].Text.ShouldBe("id: mine");
    }

    private Dictionary<string, FoundFile> Read() => new FolderReader(_folder).Read().ToDictionary(file => file.Path, StringComparer.Ordinal);
}
