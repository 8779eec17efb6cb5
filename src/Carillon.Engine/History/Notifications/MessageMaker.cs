using System.Security.Cryptography;
using System.Text;
using Carillon.Core.History.Notifications;
using Carillon.Engine.Storage;

namespace Carillon.Engine.History.Notifications;

/// <summary>Makes the message of an outbox row: its words, the end of the failing task's log, and where to read on. Thread safe.</summary>
internal sealed class MessageMaker(EngineOptions options, Database database)
{
    private const int MostChunks = 20;
    private const int MostLines = 15;

    /// <summary>The message, the same for every attempt but for what the log has got since.</summary>
    public ChannelMessage Make(string channel, OutboxMessage row)
    {
        var id = IdOf(options.Project, channel, row.Key);
        if (row.Count > 1)
        {
            var told = database.Read(sql => OutboxStore.GatheredIn(sql, row.Id));
            if (told.Count > 1)
                return MessageText.Together(id, told, options.PublicUrl) with { Project = options.Project };
        }
        return MessageText.Of(id, row.Occasion, options.PublicUrl) with
        {
            Project = options.Project,
            Log = LogOf(row.Occasion),
            AnswersTo = row.Occasion.AnswersTo is { } key ? IdOf(options.Project, channel, key) : null,
        };
    }

    /// <summary>What receivers know a message by: the same for the same occasion, also after a restart and on another node.</summary>
    public static string IdOf(string project, string channel, string key) =>
        "msg_" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{project}\n{channel}\n{key}")).AsSpan(0, 16));

    private string? LogOf(Occasion occasion)
    {
        if (occasion is not { Run: { } run, Task: { } name } || occasion.IsRecovery)
            return null;
        var key = Core.Runs.TaskKey.Parse(name);
        var chunks = database.Read(sql => sql.Query(
            "select text from log_chunks where run_id = $1 and task_id = $2 and item = $3 order by number desc, seq desc limit $4", row => row.GetString(0), run.Value, key.Task.Value, key.Item, MostChunks));
        chunks.Reverse();
        var lines = ShownText.Lines(string.Join('\n', chunks.Select(chunk => chunk.TrimEnd('\n')))).Split('\n');
        var end = string.Join('\n', lines.TakeLast(MostLines));
        // The end of the log is what matters.
        if (end.Length > MessageText.MostLog)
            end = "…" + end[^(MessageText.MostLog - 1)..].TrimStart('\uDC00', '\uDFFF');
        return end.Length == 0 ? null : ShownText.Lines(end);
    }
}
