using System.Globalization;
using System.Text;
using Carillon.Core;
using Carillon.Core.History.Notifications;
using NodaTime;

namespace Carillon.Adapters.Channels;

/// <summary>A message as mail (RFC 5322, MIME): plain text in UTF-8. Pure.</summary>
internal static class MailText
{
    private const int LineLength = 76;

    // An encoded word has 75 characters at most, of which =?utf-8?B?…?= takes 12: so many bytes fit.
    private const int WordBytes = 45;

    /// <summary>The mail with CRLF line ends.</summary>
    /// <param name="message">What it says.</param>
    /// <param name="from">The sender's address.</param>
    /// <param name="to">The receivers' addresses.</param>
    /// <param name="at">When it is sent.</param>
    public static string Of(ChannelMessage message, string from, IReadOnlyList<string> to, Instant at)
    {
        var domain = from[(from.IndexOf('@', StringComparison.Ordinal) + 1)..];
        var mail = new StringBuilder();
        Header("Date", at.ToDateTimeOffset().ToString("ddd, dd MMM yyyy HH:mm:ss +0000", CultureInfo.InvariantCulture));
        Header("From", $"Carillon <{from}>");
        Header("To", string.Join(",\r\n ", to));
        Header("Subject", Encoded(message.Title));
        Header("Message-ID", $"<{message.Id}@{domain}>");
        if (message.AnswersTo is { } before)
        {
            Header("In-Reply-To", $"<{before}@{domain}>");
            Header("References", $"<{before}@{domain}>");
        }
        Header("Auto-Submitted", "auto-generated");
        Header("X-Carillon-Event", EventWords.Of(message.Event));
        Header("MIME-Version", "1.0");
        Header("Content-Type", "text/plain; charset=utf-8");
        Header("Content-Transfer-Encoding", "base64");
        mail.Append("\r\n");
        var body = Convert.ToBase64String(Encoding.UTF8.GetBytes(Body(message)));
        for (var i = 0; i < body.Length; i += LineLength)
            mail.Append(body, i, Math.Min(LineLength, body.Length - i)).Append("\r\n");
        return mail.ToString();

        void Header(string name, string value) => mail.Append(name).Append(": ").Append(value).Append("\r\n");
    }

    /// <summary>The text of the mail.</summary>
    public static string Body(ChannelMessage message)
    {
        var body = new StringBuilder(message.Title).Append("\n\n");
        if (message.Text is { Length: > 0 } text)
            body.Append(text).Append("\n\n");
        foreach (var fact in message.Facts)
            body.Append(fact.Label).Append(": ").Append(fact.Value).Append('\n');
        body.Append(CultureInfo.InvariantCulture, $"At: {TimeText.Of(message.At)}\n");
        if (message.Error is { Length: > 0 } error)
            body.Append("\nError:\n").Append(error).Append('\n');
        if (message.Log is { Length: > 0 } log)
            body.Append("\nThe last lines of the log:\n").Append(log).Append('\n');
        if (message.Link is { } link)
            body.Append('\n').Append(message.LinkText).Append(": ").Append(link.AbsoluteUri).Append('\n');
        return body.Replace("\n", "\r\n").ToString();
    }

    /// <summary>Whether mail can be sent to or from it: ASCII, one @, nothing that ends a command.</summary>
    public static bool IsAddress(string? address) =>
        address is { Length: <= 254 } && address.Split('@') is [{ Length: >= 1 and <= 64 } name, { Length: >= 1 } domain]
        && name.All(c => char.IsAsciiLetterOrDigit(c) || "!#$%&'*+-/=?^_`{|}~.".Contains(c, StringComparison.Ordinal)) && domain.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-') && domain[0] is not ('.' or '-');

    // Words of RFC 2047, each with whole characters.
    private static string Encoded(string text)
    {
        var line = ShownText.Line(text);
        if (line.All(c => c is >= ' ' and <= '~') && line.Length <= LineLength - 10 && !line.Contains("=?", StringComparison.Ordinal))
            return line;
        var words = new List<string>();
        var bytes = new List<byte>();
        foreach (var rune in line.EnumerateRunes())
        {
            var next = Encoding.UTF8.GetBytes(rune.ToString());
            if (bytes.Count + next.Length > WordBytes)
                Close();
            bytes.AddRange(next);
        }
        Close();
        return string.Join("\r\n ", words);

        void Close()
        {
            if (bytes.Count > 0)
                words.Add($"=?utf-8?B?{Convert.ToBase64String([.. bytes])}?=");
            bytes.Clear();
        }
    }
}
