using System.Globalization;
using Carillon.Core.Occurrences;
using Carillon.Engine.History;

namespace Carillon.Server.Cli;

/// <summary>Follows a backfill to its end: a bar on a terminal, one line at the end otherwise.</summary>
internal static class BackfillProgress
{
    private const int Cells = 30;
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(250);

    /// <summary>Waits for the end and answers with the exit code: that of <c>run</c>, for all of its runs together.</summary>
    public static async Task<int> FollowAsync(Terminal terminal, ServerClient client, BackfillRecord backfill, bool json, CancellationToken stop)
    {
        var path = $"/api/backfills/{backfill.Id.ToString(CultureInfo.InvariantCulture)}";
        var shows = terminal.IsInteractive && !json;
        while (true)
        {
            var answer = await client.GetTextAsync(path, stop);
            backfill = ServerClient.Read<BackfillRecord>(answer);
            if (shows)
                terminal.Out.Write($"\r{Bar(terminal, backfill)}\e[K");
            if (backfill.Status is BackfillStatus.Completed or BackfillStatus.Canceled)
            {
                terminal.Out.WriteLine(json ? answer : shows ? "" : Line(backfill));
                return backfill.Status == BackfillStatus.Canceled ? ExitCode.Canceled : backfill.Failed > 0 ? ExitCode.RunFailed : ExitCode.Ok;
            }

            await Task.Delay(Pace, terminal.Time, stop);
        }
    }

    /// <summary>How far it is, in words.</summary>
    public static string Line(BackfillRecord backfill)
    {
        var ended = backfill.Completed + backfill.Failed + backfill.Canceled;
        var bad = (backfill.Failed, backfill.Canceled) switch
        {
            (0, 0) => "",
            (_, 0) => $", {backfill.Failed} failed",
            (0, _) => $", {backfill.Canceled} canceled",
            _ => $", {backfill.Failed} failed, {backfill.Canceled} canceled",
        };
        var trouble = backfill.Trouble is null ? "" : $"; it cannot go on: {backfill.Trouble}";
        return string.Create(CultureInfo.InvariantCulture, $"Backfill {backfill.Id} {StatusInk.Word(backfill.Status)}: {ended} of {backfill.Total}{bad}{trouble}");
    }

    private static string Bar(Terminal terminal, BackfillRecord backfill)
    {
        var ended = backfill.Completed + backfill.Failed + backfill.Canceled;
        var full = (int)(Cells * ended / Math.Max(1, backfill.Total));
        var ink = backfill.Failed > 0 ? Ink.Bad : Ink.Good;
        return $"{terminal.Paint(new string('█', full), ink)}{terminal.Paint(new string('░', Cells - full), Ink.Dim)} {Line(backfill)}";
    }
}
