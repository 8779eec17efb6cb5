using System.Net;
using System.Net.Sockets;
using System.Runtime.Versioning;

namespace Carillon.Faults.Tests;

/// <summary>What the server cannot start with, and what it says then: exit code 5, a code, the place, and what to do. Never a stack trace.</summary>
[Trait("Row", "20")]
[SupportedOSPlatform("linux")]
public sealed class StartRefusalTests
{
    [Fact]
    public async Task A_port_in_use_is_named()
    {
        await using var folder = new FaultFolder();
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        await using var carillon = ServerProcess.Launch(folder, new ServerStart { Url = $"http://127.0.0.1:{port}" });

        await Refuses(carillon, "SCH035", $":{port}", "in use");
    }

    [Fact]
    public async Task A_second_server_on_the_same_data_folder_is_told_of_the_first()
    {
        await using var folder = new FaultFolder();
        await using var first = await ServerProcess.StartAsync(folder);
        await using var second = ServerProcess.Launch(folder);

        await Refuses(second, "SCH036", folder.Database, "Another carillon");
        (await first.GetAsync("/readyz"))["ready"]!.GetValue<bool>().ShouldBeTrue();
    }

    [Fact]
    public async Task A_database_that_is_a_folder_is_refused()
    {
        await using var folder = new FaultFolder();
        Directory.CreateDirectory(folder.Database);
        await using var carillon = ServerProcess.Launch(folder);

        await Refuses(carillon, "SCH036", folder.Database);
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_refused_and_left_alone()
    {
        await using var folder = new FaultFolder();
        var text = string.Concat(Enumerable.Repeat("These are the accounts of 2019.\n", 4096));
        await File.WriteAllTextAsync(folder.Database, text);
        await using var carillon = ServerProcess.Launch(folder);

        await Refuses(carillon, "SCH036", folder.Database, "not a database");
        (await File.ReadAllTextAsync(folder.Database)).ShouldBe(text);
    }

    [Fact]
    public async Task A_database_whose_pages_are_overwritten_is_refused()
    {
        await using var folder = new FaultFolder();
        await UseAsync(folder);
        using (var file = File.OpenWrite(folder.Database))
        {
            file.Position = 100;
            file.Write(Enumerable.Repeat((byte)0x5a, (int)file.Length - 100).ToArray());
        }
        await using var carillon = ServerProcess.Launch(folder);

        await Refuses(carillon, "SCH036", folder.Database, "malformed");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_data_folder_that_may_not_be_written_is_refused_without_blaming_another_server(bool used)
    {
        await using var folder = new FaultFolder();
        if (used)
            await UseAsync(folder);
        File.SetUnixFileMode(folder.Data, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        try
        {
            await using var carillon = ServerProcess.Launch(folder, new ServerStart { Through = Needs.OrdinaryRights });

            await Refuses(carillon, "SCH036", folder.Database, "may write");
            carillon.Said.ShouldNotContain("Another carillon");
        }
        finally
        {
            File.SetUnixFileMode(folder.Data, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    [Fact]
    public async Task A_database_that_may_not_be_written_is_refused()
    {
        await using var folder = new FaultFolder();
        await UseAsync(folder);
        File.SetUnixFileMode(folder.Database, UnixFileMode.UserRead);
        await using var carillon = ServerProcess.Launch(folder, new ServerStart { Through = Needs.OrdinaryRights });

        await Refuses(carillon, "SCH036", folder.Database, "readonly", "may write");
    }

    private static async Task UseAsync(FaultFolder folder)
    {
        await using var whole = await ServerProcess.StartAsync(folder);
        (await whole.StopAsync()).ShouldBe(0, whole.Said);
    }

    private static async Task Refuses(ServerProcess carillon, params string[] says)
    {
        (await carillon.ExitAsync()).ShouldBe(5, carillon.Said);
        foreach (var text in says)
            carillon.Said.ShouldContain(text);
        carillon.Said.ShouldNotContain("   at ");
        carillon.Said.ShouldNotContain("Unhandled");
    }
}
