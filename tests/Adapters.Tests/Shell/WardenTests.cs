using System.Diagnostics;
using System.Globalization;

namespace Carillon.Adapters.Tests.Shell;

public sealed class WardenTests
{
    [Fact]
    public async Task When_the_server_is_killed_its_scripts_end_with_it()
    {
        const string script = """
            trap '' TERM HUP
            echo script $$
            sh -c 'echo child $$; exec sleep 1000' &
            ( setsid sh -c 'echo daemon $$; exec sleep 1000' & )
            env -i sh -c 'echo bare $$; exec sleep 1000' &
            wait
            """;
        using var host = Process.Start(new ProcessStartInfo("dotnet", [Companion.Assembly, script]) { UseShellExecute = false, RedirectStandardOutput = true })!;
        var ids = new List<int>();
        while (ids.Count < 4 && await host.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(30)) is { } line)
            ids.Add(int.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture));
        using var watched = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        Process[] members = [.. ids.Select(Process.GetProcessById)];

        host.Kill(entireProcessTree: false);

        foreach (var member in members) await member.WaitForExitAsync(watched.Token);
        ids.Count.ShouldBe(4);
    }
}
