using System.CommandLine;

namespace Carillon.Server.Cli;

/// <summary><c>carillon logs</c>: what a run's tasks wrote, while they write it.</summary>
internal static class LogsVerb
{
    public static Command Create(Terminal terminal)
    {
        var id = new Argument<string>("run") { Description = "The run's id." };
        var follow = new Option<bool>("--follow", "-f") { Description = "Go on until the run ends." };
        var task = new Option<string?>("--task", "-t") { Description = "Only this task." };
        var item = new Option<int?>("--item") { Description = "Only this item of a task that fans out, from 0." };
        var attempt = new Option<int?>("--attempt") { Description = "Only this attempt, from 1." };
        var server = CommonOptions.Server(terminal);
        var command = new Command("logs", "Print the logs of a run.") { id, follow, task, item, attempt, server };
        command.SetAction((parsed, stop) => ServerClient.UseAsync(terminal, json: false, parsed.GetValue(server)!, async client =>
        {
            var query = UrlQuery.Of(
                ("task", parsed.GetValue(task)), ("item", UrlQuery.Number(parsed.GetValue(item))), ("attempt", UrlQuery.Number(parsed.GetValue(attempt))), ("follow", parsed.GetValue(follow) ? "true" : null));
            await using var stream = await client.GetStreamAsync($"/api/runs/{Uri.EscapeDataString(parsed.GetValue(id)!)}/logs{query}", stop);
            try
            {
                await CopyAsync(terminal, stream, stop);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                // Ctrl-C ends the reading, not the run.
            }

            return ExitCode.Ok;
        }));
        return command;
    }

    private static async Task CopyAsync(Terminal terminal, Stream stream, CancellationToken stop)
    {
        using var reader = new StreamReader(stream);
        while (await reader.ReadLineAsync(stop) is { } line)
        {
            var end = line.StartsWith('[') ? line.IndexOf("] ", StringComparison.Ordinal) : -1;
            terminal.Out.WriteLine(end < 0 ? line : terminal.Paint(line[..(end + 1)], Ink.Live) + line[(end + 1)..]);
        }
    }
}
