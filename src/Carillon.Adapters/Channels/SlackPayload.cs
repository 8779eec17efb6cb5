using System.Text;
using System.Text.Json.Nodes;
using Carillon.Core.History.Notifications;

namespace Carillon.Adapters.Channels;

/// <summary>A message as Slack's incoming webhooks take it: blocks, and a text for notifications. Pure. https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks</summary>
internal static class SlackPayload
{
    /// <summary>The most characters of a section's text; Slack takes 3000.</summary>
    public const int MostSection = 2900;

    /// <summary>The most characters of a header.</summary>
    public const int MostHeader = 150;

    /// <summary>The most characters of a field; Slack takes 2000.</summary>
    public const int MostField = 1900;

    /// <summary>The most fields of a section.</summary>
    public const int MostFields = 10;

    // Slack does not take a button to an address beyond this.
    private const int MostLink = 3000;

    /// <summary>The payload.</summary>
    public static JsonObject Of(ChannelMessage message)
    {
        var blocks = new JsonArray(new JsonObject { ["type"] = "header", ["text"] = new JsonObject { ["type"] = "plain_text", ["text"] = ShownText.Cut(NotEmpty(message.Title), MostHeader) } });
        if (message.Text is { Length: > 0 } text)
            blocks.Add(Section(Escape(text, MostSection)));
        if (message.Facts.Count > 0)
            blocks.Add(new JsonObject { ["type"] = "section", ["fields"] = new JsonArray([.. message.Facts.Take(MostFields).Select(fact => (JsonNode)Mrkdwn($"*{Escape(fact.Label, 100)}*\n{Escape(NotEmpty(fact.Value), MostField - 110)}"))]) });
        if (message.Error is { Length: > 0 } error)
            blocks.Add(Section(Fenced("Error", error)));
        if (message.Log is { Length: > 0 } log)
            blocks.Add(Section(Fenced("Log", log)));
        if (message.Link is { } link && link.AbsoluteUri.Length <= MostLink)
            blocks.Add(new JsonObject { ["type"] = "actions", ["elements"] = new JsonArray(new JsonObject { ["type"] = "button", ["text"] = new JsonObject { ["type"] = "plain_text", ["text"] = message.LinkText }, ["url"] = link.AbsoluteUri }) });
        return new JsonObject { ["text"] = Escape(NotEmpty(message.Title), MostSection), ["blocks"] = blocks };
    }

    /// <summary>Slack's own three characters are written out, nothing else; at most so many characters then, and never half of a written-out one.</summary>
    public static string Escape(string text, int most)
    {
        var escaped = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            var length = char.IsHighSurrogate(text[i]) && i + 1 < text.Length ? 2 : 1;
            var piece = text[i] switch { '&' => "&amp;", '<' => "&lt;", '>' => "&gt;", _ => text.Substring(i, length) };
            var isLast = i + length == text.Length;
            if (escaped.Length + piece.Length + (isLast ? 0 : 1) > most)
                return escaped.Append('…').ToString();
            escaped.Append(piece);
            i += length - 1;
        }
        return escaped.ToString();
    }

    // Three backticks would end the block early.
    private static string Fenced(string label, string text) => $"*{label}*\n```{Escape(text.Replace("```", "'''", StringComparison.Ordinal), MostSection - 30)}```";

    private static string NotEmpty(string text) => string.IsNullOrWhiteSpace(text) ? "-" : text;

    private static JsonObject Section(string text) => new() { ["type"] = "section", ["text"] = Mrkdwn(text) };

    private static JsonObject Mrkdwn(string text) => new() { ["type"] = "mrkdwn", ["text"] = text };
}
