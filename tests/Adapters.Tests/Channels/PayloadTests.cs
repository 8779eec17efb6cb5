using System.Text;
using System.Text.Json.Nodes;
using Carillon.Adapters.Channels;
using Carillon.Core.History.Notifications;
using NodaTime;

namespace Carillon.Adapters.Tests.Channels;

/// <summary>Whatever a message says, its payloads are valid and within what receivers take.</summary>
public sealed class PayloadTests
{
    private static readonly string[] Pieces = ["a", "<", ">", "&", "\"", "\\", "\n", "`", "```", "*", "_", "[x](y)", "𝄞", "ß", "\u200f", "{", "}", "List<Order>", "<!channel>", "${{ x }}", " ", "漢字"];

    [Fact]
    public void Any_text_stays_valid_and_within_the_limits_of_Slack()
    {
        foreach (var message in Messages())
        {
            var json = JsonNode.Parse(PayloadJson.Bytes(SlackPayload.Of(message)))!;
            var blocks = json["blocks"]!.AsArray();

            blocks.Count.ShouldBeLessThanOrEqualTo(50);
            blocks.ToJsonString().Length.ShouldBeLessThan(13_200);
            json["text"]!.ToString().Length.ShouldBeInRange(1, 3000);
            blocks[0]!["text"]!["text"]!.ToString().Length.ShouldBeInRange(1, 150);
            foreach (var section in blocks.Where(block => block!["type"]!.ToString() == "section"))
            {
                if (section!["text"] is { } text)
                    ShouldBeMrkdwn(text["text"]!.ToString(), 3000);
                (section["fields"]?.AsArray().Count ?? 0).ShouldBeLessThanOrEqualTo(10);
                foreach (var field in section["fields"]?.AsArray() ?? [])
                    ShouldBeMrkdwn(field!["text"]!.ToString(), 2000);
            }
        }
    }

    [Fact]
    public void Any_text_stays_valid_and_small_enough_for_Teams()
    {
        foreach (var message in Messages())
        {
            var bytes = PayloadJson.Bytes(TeamsPayload.Of(message));
            var card = JsonNode.Parse(bytes)!["attachments"]![0]!["content"]!;

            bytes.Length.ShouldBeLessThanOrEqualTo(TeamsPayload.MostBytes);
            card["version"]!.ToString().ShouldBe("1.4");
            card["body"]!.AsArray().Where(part => part!["type"]!.ToString() == "TextBlock").ShouldAllBe(block => block!["wrap"]!.GetValue<bool>() && block["text"]!.ToString().Length > 0);
        }
    }

    [Fact]
    public void Any_text_stays_below_20_KB_in_a_webhook()
    {
        foreach (var message in Messages())
            PayloadJson.Bytes(WebhookChannel.Payload(message)).Length.ShouldBeLessThan(20_000);
    }

    [Fact]
    public void Any_text_is_mail_of_short_lines_in_ASCII_that_reads_back_as_it_was()
    {
        foreach (var message in Messages())
        {
            var mail = MailText.Of(message, "carillon@example.com", ["ann@example.com", "bob@example.com"], message.At);
            var lines = mail.Split("\r\n");

            lines.ShouldAllBe(line => line.Length <= 998 && line.All(c => c >= ' ' && c <= '~'));
            lines.Count(line => line.StartsWith("Bcc", StringComparison.OrdinalIgnoreCase)).ShouldBe(0);
            var body = Encoding.UTF8.GetString(Convert.FromBase64String(string.Concat(mail.Split("\r\n\r\n", 2)[1].Split("\r\n"))));
            body.ShouldBe(MailText.Body(message));
        }
    }

    [Fact]
    public void Slack_gets_three_characters_written_out_and_no_other() =>
        SlackPayload.Escape("List<T> & \"x\" 'y' *z*", 100).ShouldBe("List&lt;T&gt; &amp; \"x\" 'y' *z*");

    [Fact]
    public void A_cut_never_ends_within_a_written_out_character()
    {
        for (var most = 1; most < 40; most++)
        {
            var cut = SlackPayload.Escape("<<<<<<<<<<𝄞𝄞𝄞𝄞", most);
            cut.Length.ShouldBeLessThanOrEqualTo(most);
            cut.Replace("&lt;", "", StringComparison.Ordinal).EnumerateRunes().ShouldAllBe(rune => rune.Value == 0x1D11E || rune.Value == '…');
        }
    }

    private static void ShouldBeMrkdwn(string text, int most)
    {
        text.Length.ShouldBeInRange(1, most);
        var plain = text.Replace("&amp;", "", StringComparison.Ordinal).Replace("&lt;", "", StringComparison.Ordinal).Replace("&gt;", "", StringComparison.Ordinal);
        plain.IndexOfAny(['<', '>', '&']).ShouldBe(-1, text);
    }

    private static IEnumerable<ChannelMessage> Messages()
    {
        for (var seed = 0; seed < 400; seed++)
        {
            var random = new Random(seed);
            var occasion = new Occasion(EventWords.Parse(EventWords.All[random.Next(EventWords.All.Count)]), "k", "s", Instant.FromUtc(2026, 3, 9, 20, 30))
            {
                Workflow = new Core.WorkflowId("w"),
                WorkflowName = Text(random, 300),
                Schedule = new Core.ScheduleId("s"),
                Run = new Core.RunId("r"),
                Task = Text(random, 250),
                Attempts = 3,
                Owner = Text(random, 400),
                Error = Text(random, 900),
                Text = Text(random, 3000),
                Title = random.Next(3) == 0 ? Text(random, 300) : null,
            };
            yield return MessageText.Of("msg_1", occasion, new Uri("https://carillon.example/")) with { Log = ShownText.Cut(ShownText.Lines(Text(random, 1400)), 1500), Project = "default" };
            yield return MessageText.Together("msg_2", [.. Enumerable.Range(0, 9).Select(_ => occasion with { WorkflowName = Text(random, 300) })], new Uri("https://carillon.example/"));
        }
    }

    private static string Text(Random random, int most)
    {
        var text = new StringBuilder();
        var length = random.Next(most);
        while (text.Length < length)
            text.Append(random.Next(20) == 0 ? ((char)random.Next(0xD800, 0xE000)).ToString() : random.Next(20) == 0 ? "\r\nBcc: eve@example.com\r\n" : Pieces[random.Next(Pieces.Length)]);
        return text.ToString();
    }
}
