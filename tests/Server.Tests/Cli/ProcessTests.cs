using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Carillon.Server.Tests.Cli;

/// <summary>The program as a process of its own: exit codes, streams, signals.</summary>
public sealed partial class ProcessTests
{
    [Fact]
    public async Task Redirected_output_has_no_colours_and_the_exit_code_tells()
    {
        using var folder = new Folder();
        var path = folder.Write("bad.yaml", "id: bad\nschedul: {}\n");
        using var process = Start("validate", path);

        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();

        process.ExitCode.ShouldBe(1);
        output.ShouldContain($"{path}:2:1 SCH010");
        output.ShouldNotContain("\e");
    }

    [Fact]
    public async Task A_port_in_use_is_one_line_and_no_stack()
    {
        using var folder = new Folder();
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        using var process = Start("serve", "--workflows", folder.Root, "--data", Path.Combine(folder.Root, "data"), "--urls", $"http://{listener.LocalEndpoint}");

        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();

        error.Trim().Split('\n').ShouldHaveSingleItem().ShouldStartWith("SCH035 ");
        process.ExitCode.ShouldBe(5);
    }

    [Fact]
    public async Task A_reader_that_leaves_early_is_no_fault()
    {
        using var process = Start("preview", "--cron", "* * * * *", "--count", "10000", "--json");
        process.StandardOutput.Close();

        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();

        error.ShouldBeEmpty();
        process.ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task Serve_answers_until_it_is_told_to_stop_and_then_ends_with_0()
    {
        using var folder = new Folder();
        folder.Write("workflows/one.yaml", "id: one\ntasks:\n  - id: a\n    uses: shell\n    with: { run: \"true\" }\n");
        using var process = Start("serve", "--workflows", Path.Combine(folder.Root, "workflows"), "--data", Path.Combine(folder.Root, "data"), "--urls", "http://127.0.0.1:0");
        try
        {
            string? url = null;
            while (url is null && await process.StandardOutput.ReadLineAsync() is { } line)
                url = Address().Match(line) is { Success: true } match ? match.Value : null;
            using var http = new HttpClient();
            (await http.GetStringAsync(new Uri(url + "/healthz"))).ShouldContain("\"ok\"");

            using var kill = Process.Start("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)]);
            await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(30));
            (await process.StandardError.ReadToEndAsync()).ShouldBeEmpty();
            process.ExitCode.ShouldBe(0);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill();
        }
    }

    private static Process Start(params string[] args) => Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "carillon.dll"), .. args])
    {
        UseShellExecute = false,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+")]
    private static partial Regex Address();
}
