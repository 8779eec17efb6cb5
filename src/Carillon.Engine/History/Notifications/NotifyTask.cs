using System.Text.Json;
using System.Text.Json.Nodes;
using Carillon.Core;
using Carillon.Core.Definitions;
using Carillon.Core.History.Notifications;
using Carillon.Core.Runs;
using Carillon.Engine.Runs;
using Carillon.Engine.Storage;

namespace Carillon.Engine.History.Notifications;

/// <summary>The task type <c>notify</c>: puts a message into the outbox, once for each task run, however often it is tried. Whether it arrives is the outbox's business.</summary>
internal sealed class NotifyTask(EngineOptions options, Func<NotificationKeeper> keeper, Database database) : ITaskHandler
{
    /// <summary>What stands after <c>uses</c>.</summary>
    internal const string Name = "notify";

    /// <inheritdoc/>
    public TaskType Type => NotifyType;

    /// <summary>What it is and takes.</summary>
    internal static TaskType NotifyType { get; } = new()
    {
        Name = Name,
        Summary = "Sends a message to a channel.",
        InputSchema = JsonNode.Parse(
            """
            {
              "type": "object",
              "properties": {
                "channel": { "type": "string", "description": "The name of the channel." },
                "text": { "type": "string", "description": "What it says; up to 2500 characters are sent." },
                "title": { "type": "string", "description": "Its title; the workflow's name when left out." }
              },
              "required": ["channel", "text"],
              "additionalProperties": false
            }
            """)!.AsObject(),
        OutputSchema = JsonNode.Parse(
            """
            {
              "type": "object",
              "properties": {
                "channel": { "type": "string", "description": "The channel." },
                "message_id": { "type": "string", "description": "What the receiver knows the message by." }
              }
            }
            """)!.AsObject(),
    };

    /// <inheritdoc/>
    public async Task<TaskResult> RunAsync(TaskContext context, CancellationToken cancellationToken)
    {
        var (channel, text) = (Text(context.Input, "channel"), Text(context.Input, "text"));
        if (string.IsNullOrWhiteSpace(channel) || string.IsNullOrWhiteSpace(text))
            return Failed(ProblemCodes.ChannelUnusable, "A message needs a 'channel' and a 'text'.");
        var key = $"task/{context.IdempotencyKey}";
        var occasion = new Occasion(NotificationEvent.Message, key, $"workflow/{context.WorkflowId}", context.Time.Now())
        {
            Workflow = context.WorkflowId,
            Run = context.RunId,
            Title = Text(context.Input, "title"),
            Text = text,
        };
        var isThere = await Outage.OutlastAsync(
            () => database.WriteAsync(sql =>
            {
                if (ChannelStore.Stored(sql, options.Project, channel) is null)
                    return false;
                keeper().Send(sql, channel, "task/" + context.Key, occasion);
                return true;
            }),
            database, context.Time, cancellationToken);
        if (!isThere)
            return Failed(ProblemCodes.ChannelNotFound, $"There is no channel '{channel}'.");
        context.Log.Line($"message for channel '{channel}' is in the outbox");
        return new TaskResult.Succeeded(new JsonObject { ["channel"] = channel, ["message_id"] = MessageMaker.IdOf(options.Project, channel, key) });
    }

    private static string? Text(JsonObject input, string name) => input[name] switch
    {
        JsonValue value when value.GetValueKind() == JsonValueKind.String => value.GetValue<string>(),
        null => null,
        var other => other.ToJsonString(),
    };

    private static TaskResult.Failed Failed(string code, string message) => new(new TaskError(code, ErrorClasses.Input, message, Retryable: false));
}
