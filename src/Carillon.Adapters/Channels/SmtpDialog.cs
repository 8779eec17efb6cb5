using System.Globalization;
using System.Net.Security;
using System.Text;

namespace Carillon.Adapters.Channels;

/// <summary>A mail server did not do what was asked.</summary>
/// <param name="message">What it said, in short; never what was sent to it.</param>
/// <param name="isFinal">True: asking again cannot help (5xx).</param>
internal sealed class SmtpException(string message, bool isFinal) : Exception(message)
{
    /// <summary>True: asking again cannot help.</summary>
    public bool IsFinal { get; } = isFinal;
}

/// <summary>What a mail server answered.</summary>
/// <param name="Code">Three digits.</param>
/// <param name="Lines">The text of each line.</param>
internal sealed record SmtpReply(int Code, IReadOnlyList<string> Lines)
{
    /// <summary>For people, on one line.</summary>
    public string Words => $"{Code} {string.Join(' ', Lines)}";
}

/// <summary>
/// A conversation with a mail server (RFC 5321, 3207, 4954). Our own, because the platform's client goes on without a sign-in where the server does not offer the kind it
/// knows or does not take the password. One caller at a time.
/// </summary>
internal sealed class SmtpDialog(Stream stream) : IAsyncDisposable
{
    private const int MostLines = 100;
    private const int MostLine = 2000;
    private readonly byte[] _buffer = new byte[4096];
    private Stream _stream = stream;
    private int _start;
    private int _end;
    private IReadOnlyList<string> _offers = [];

    /// <summary>Whether what is said is encrypted.</summary>
    public bool IsSecure { get; private set; }

    /// <summary>Encrypts from here on.</summary>
    public async Task SecureAsync(string host, RemoteCertificateValidationCallback? trust, CancellationToken cancellationToken)
    {
        // What came before the handshake in clear does not count after it.
        (_start, _end) = (0, 0);
        var secure = new SslStream(_stream, leaveInnerStreamOpen: false, trust);
        _stream = secure;
        await secure.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = host }, cancellationToken);
        IsSecure = true;
    }

    /// <summary>The server's greeting.</summary>
    public async Task GreetAsync(CancellationToken cancellationToken) => Expect(await ReadAsync(cancellationToken), 220, "greeting");

    /// <summary>Says hello, and hears what the server can.</summary>
    public async Task HelloAsync(CancellationToken cancellationToken)
    {
        var reply = await AskAsync("EHLO carillon", cancellationToken);
        Expect(reply, 250, "EHLO");
        _offers = [.. reply.Lines.Skip(1).Select(line => line.ToUpperInvariant())];
    }

    /// <summary>Encrypts, or throws: nothing is sent in clear where it was to be encrypted.</summary>
    public async Task StartTlsAsync(string host, RemoteCertificateValidationCallback? trust, CancellationToken cancellationToken)
    {
        if (!_offers.Contains("STARTTLS"))
            throw new SmtpException("The server offers no encryption (STARTTLS); nothing was sent.", isFinal: false);
        Expect(await AskAsync("STARTTLS", cancellationToken), 220, "STARTTLS");
        await SecureAsync(host, trust, cancellationToken);
        await HelloAsync(cancellationToken);
    }

    /// <summary>Signs in, or throws: nothing is sent without a sign-in where there was to be one.</summary>
    public async Task SignInAsync(string user, string password, CancellationToken cancellationToken)
    {
        var kinds = _offers.Where(offer => offer.StartsWith("AUTH", StringComparison.Ordinal)).SelectMany(offer => offer.Split(' ', '=')).ToHashSet();
        SmtpReply reply;
        if (kinds.Contains("PLAIN"))
        {
            reply = await AskAsync("AUTH PLAIN " + Text64($"\0{user}\0{password}"), cancellationToken);
        }
        else if (kinds.Contains("LOGIN"))
        {
            reply = await AskAsync("AUTH LOGIN", cancellationToken);
            if (reply.Code == 334)
                reply = await AskAsync(Text64(user), cancellationToken);
            if (reply.Code == 334)
                reply = await AskAsync(Text64(password), cancellationToken);
        }
        else
        {
            throw new SmtpException("The server offers no sign-in with a password (AUTH PLAIN or LOGIN); nothing was sent.", isFinal: false);
        }

        // A password can be mended, so the message waits for it.
        if (reply.Code != 235)
            throw new SmtpException($"The server did not let '{user}' sign in; nothing was sent: {reply.Words}", isFinal: false);
    }

    /// <summary>Sends one mail. Returns the server's answer, and the receivers that it refused while it took others.</summary>
    public async Task<(string Answer, IReadOnlyList<string> Refused)> SendAsync(string from, IReadOnlyList<string> to, string mail, CancellationToken cancellationToken)
    {
        Expect(await AskAsync($"MAIL FROM:<{from}>", cancellationToken), 250, "MAIL FROM");
        var refused = new List<SmtpReply>();
        foreach (var address in to)
        {
            var reply = await AskAsync($"RCPT TO:<{address}>", cancellationToken);
            if (reply.Code is not (250 or 251))
                refused.Add(new SmtpReply(reply.Code, [address, .. reply.Lines]));
        }

        // One that may be taken later is worth another try, as long as no other has got it.
        if (refused.Count == to.Count)
            throw new SmtpException($"No receiver was accepted: {string.Join("; ", refused.Select(reply => reply.Words))}", refused.TrueForAll(reply => reply.Code >= 500));
        Expect(await AskAsync("DATA", cancellationToken), 354, "DATA");
        var stuffed = mail.Replace("\r\n.", "\r\n..", StringComparison.Ordinal);
        await WriteAsync((stuffed.StartsWith('.') ? "." : "") + stuffed + ".\r\n", cancellationToken);
        var taken = await ReadAsync(cancellationToken);
        Expect(taken, 250, "the mail");
        return (taken.Words, [.. refused.Select(reply => reply.Words)]);
    }

    /// <summary>Says good-bye; what comes of it does not matter.</summary>
    public async Task QuitAsync(CancellationToken cancellationToken)
    {
        try
        {
            await AskAsync("QUIT", cancellationToken);
        }
        catch (Exception e) when (e is IOException or SmtpException or OperationCanceledException)
        {
            // The mail is taken already.
        }
    }

    private async Task<SmtpReply> AskAsync(string line, CancellationToken cancellationToken)
    {
        await WriteAsync(line + "\r\n", cancellationToken);
        return await ReadAsync(cancellationToken);
    }

    private async Task WriteAsync(string text, CancellationToken cancellationToken)
    {
        await _stream.WriteAsync(Encoding.UTF8.GetBytes(text), cancellationToken);
        await _stream.FlushAsync(cancellationToken);
    }

    private async Task<SmtpReply> ReadAsync(CancellationToken cancellationToken)
    {
        var lines = new List<string>();
        while (lines.Count < MostLines)
        {
            var line = await LineAsync(cancellationToken);
            if (line.Length < 3 || !int.TryParse(line.AsSpan(0, 3), NumberStyles.None, CultureInfo.InvariantCulture, out var code))
                throw new SmtpException("What answers is no mail server.", isFinal: false);
            lines.Add(line.Length > 4 ? line[4..] : "");
            if (line.Length == 3 || line[3] != '-')
                return new SmtpReply(code, lines);
        }
        throw new SmtpException("The server's answer has no end.", isFinal: false);
    }

    private async Task<string> LineAsync(CancellationToken cancellationToken)
    {
        var line = new List<byte>();
        while (true)
        {
            if (_start == _end)
            {
                (_start, _end) = (0, await _stream.ReadAsync(_buffer, cancellationToken));
                if (_end == 0)
                    throw new IOException("The server has closed the connection.");
            }
            var next = _buffer[_start++];
            if (next == '\n')
                return Encoding.UTF8.GetString([.. line]).TrimEnd('\r');
            if (line.Count < MostLine)
                line.Add(next);
        }
    }

    private static void Expect(SmtpReply reply, int code, string what)
    {
        if (reply.Code != code)
            throw new SmtpException($"The server refused {what}: {reply.Words}", reply.Code >= 500);
    }

    private static string Text64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    public async ValueTask DisposeAsync() => await _stream.DisposeAsync();
}
