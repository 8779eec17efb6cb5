using System.Globalization;
using System.Text.Json.Nodes;
using Carillon.Core;
using Carillon.Core.History.Notifications;
using Carillon.Engine.History.Notifications;

namespace Carillon.Adapters.Channels;

/// <summary>Any receiver of webhooks that are signed as Standard Webhooks says.</summary>
internal sealed class WebhookChannel(Posting posting, TimeProvider time) : IChannel
{
    public ChannelKind Kind => ChannelKind.Webhook;

    public IReadOnlyList<Problem> Check(ChannelSettings settings, ChannelSecrets secrets)
    {
        var problems = new List<Problem>();
        if (Posting.Check(secrets.Url, needsHttps: false) is { } problem)
            problems.Add(problem);
        if (WebhookKey.Parse(secrets.Key) is null)
            problems.Add(new Problem(ProblemCodes.ChannelUnusable, "'secret' must be 'whsec_' with base64 of 24 to 64 bytes.", Suggestion: "Leave it out, and one is made and shown once.") { Field = "secret" });
        return problems;
    }

    public Task<SendResult> SendAsync(ChannelSettings settings, ChannelSecrets secrets, ChannelMessage message, CancellationToken cancellationToken)
    {
        var body = PayloadJson.Bytes(Payload(message));
        var timestamp = time.GetUtcNow().ToUnixTimeSeconds();
        // Signed are the very bytes that are sent.
        string[] keys = [secrets.Key ?? "", .. secrets.FormerUntil > timestamp ? [secrets.FormerKey ?? ""] : Array.Empty<string>()];
        var signature = string.Join(' ', keys.Select(WebhookKey.Parse).OfType<byte[]>().Select(key => WebhookSignature.Of(key, message.Id, timestamp, body)));
        return posting.SendAsync(
            secrets.Url ?? "", body,
            request =>
            {
                request.Headers.TryAddWithoutValidation("webhook-id", message.Id);
                request.Headers.TryAddWithoutValidation("webhook-timestamp", timestamp.ToString(CultureInfo.InvariantCulture));
                request.Headers.TryAddWithoutValidation("webhook-signature", signature);
            },
            Posting.Usual, cancellationToken);
    }

    /// <summary>What is posted: <c>type</c>, <c>timestamp</c> (of the event) and <c>data</c>.</summary>
    public static JsonObject Payload(ChannelMessage message)
    {
        var data = new JsonObject { ["title"] = message.Title, ["count"] = message.Count };
        foreach (var (name, value) in new[]
        {
            ("project", message.Project), ("workflow_id", message.Workflow), ("schedule_id", message.Schedule), ("run_id", message.Run), ("task", message.Task), ("text", message.Text),
            ("error", message.Error), ("log", message.Log), ("url", message.Link?.AbsoluteUri), ("answers_to", message.AnswersTo),
        })
        {
            if (value is not null)
                data[name] = value;
        }
        if (message.Count > 1)
            data["top"] = new JsonArray([.. message.Facts.Select(fact => (JsonNode)new JsonObject { ["name"] = fact.Label, ["count"] = fact.Value })]);
        return new JsonObject { ["type"] = "carillon." + EventWords.Of(message.Event), ["timestamp"] = TimeText.Of(message.At), ["data"] = data };
    }
}
