using System.Text;
using System.Text.Json.Nodes;
using Carillon.Core.History.Notifications;

namespace Carillon.Adapters.Channels;

/// <summary>A message as a Teams workflow takes it: an adaptive card of version 1.4 in an attachment. Pure. https://adaptivecards.io/explorer</summary>
internal static class TeamsPayload
{
    /// <summary>The most bytes of a payload; Teams takes some 28 KB.</summary>
    public const int MostBytes = 21_000;

    private const int MostText = 2500;

    /// <summary>The payload. What it has of text is cut until it fits.</summary>
    public static JsonObject Of(ChannelMessage message)
    {
        for (var most = MostText; ; most /= 2)
        {
            var payload = Of(message, most);
            if (most < 50 || PayloadJson.Bytes(payload).Length <= MostBytes)
                return payload;
        }
    }

    private static JsonObject Of(ChannelMessage message, int most)
    {
        var body = new JsonArray(Block(Escape(message.Title, Math.Min(most, ChannelMessage.MostTitle)), bold: true));
        if (message.Text is { Length: > 0 } text)
            body.Add(Block(Escape(text, most)));
        if (message.Facts.Count > 0)
            body.Add(new JsonObject { ["type"] = "FactSet", ["facts"] = new JsonArray([.. message.Facts.Take(10).Select(fact => (JsonNode)new JsonObject { ["title"] = Escape(fact.Label, 100), ["value"] = Escape(fact.Value, Math.Min(most, ChannelMessage.MostFact)) })]) });
        if (message.Error is { Length: > 0 } error)
            body.Add(Block(Escape(error, most)));
        if (message.Log is { Length: > 0 } log)
            body.Add(Block(Escape(log, most), monospace: true));
        var card = new JsonObject { ["$schema"] = "http://adaptivecards.io/schemas/adaptive-card.json", ["type"] = "AdaptiveCard", ["version"] = "1.4", ["body"] = body };
        if (message.Link is { } link)
            card["actions"] = new JsonArray(new JsonObject { ["type"] = "Action.OpenUrl", ["title"] = message.LinkText, ["url"] = link.AbsoluteUri });
        return new JsonObject
        {
            ["type"] = "message",
            ["attachments"] = new JsonArray(new JsonObject { ["contentType"] = "application/vnd.microsoft.card.adaptive", ["contentUrl"] = null, ["content"] = card }),
        };
    }

    private static JsonObject Block(string text, bool bold = false, bool monospace = false)
    {
        var block = new JsonObject { ["type"] = "TextBlock", ["text"] = text.Length == 0 ? "-" : text, ["wrap"] = true };
        if (bold)
            block["weight"] = "Bolder";
        if (monospace)
            block["fontType"] = "Monospace";
        return block;
    }

    // The card's markdown: names with underscores and lists of types are meant as they are. A line break there takes two.
    private static string Escape(string text, int most)
    {
        var cut = ShownText.Cut(text, most);
        var escaped = new StringBuilder(cut.Length + 16);
        foreach (var c in cut)
        {
            if (c is '\\' or '*' or '_' or '[' or ']' or '`' or '#' or '<' or '>')
                escaped.Append('\\').Append(c);
            else if (c == '\n')
                escaped.Append("\n\n");
            else
                escaped.Append(c);
        }
        return escaped.ToString();
    }
}
