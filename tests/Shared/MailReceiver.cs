using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Carillon.Tests.Shared;

/// <summary>A mail that was taken.</summary>
public sealed record ReceivedMail(string From, IReadOnlyList<string> To, string Raw, bool WasSecure, string? User)
{
    /// <summary>The value of a header, unfolded; empty without it.</summary>
    public string Header(string name) => Raw.Split("\r\n\r\n", 2)[0].Replace("\r\n ", " ", StringComparison.Ordinal).Split("\r\n")
        .Where(line => line.StartsWith(name + ": ", StringComparison.OrdinalIgnoreCase)).Select(line => line[(name.Length + 2)..]).SingleOrDefault("");

    /// <summary>The text.</summary>
    public string Body => Encoding.UTF8.GetString(Convert.FromBase64String(Raw.Split("\r\n\r\n", 2)[1].Replace("\r\n", "", StringComparison.Ordinal)));
}

/// <summary>A real, small mail server on a free loopback port (RFC 5321, 3207, 4954).</summary>
public sealed class MailReceiver : IDisposable
{
    private static readonly Lazy<X509Certificate2> Own = new(Certificate);
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly SemaphoreSlim _came = new(0);

    public MailReceiver()
    {
        _listener.Start();
        _ = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>What was taken, in order.</summary>
    public ConcurrentQueue<ReceivedMail> Mails { get; } = [];

    /// <summary>Every line that came in clear.</summary>
    public ConcurrentQueue<string> Clear { get; } = [];

    /// <summary>Whether it offers STARTTLS.</summary>
    public bool OffersTls { get; init; }

    /// <summary>The kinds of sign-in that it offers; empty for none.</summary>
    public string Kinds { get; init; } = "";

    /// <summary>Who may sign in.</summary>
    public (string User, string Password)? Account { get; set; }

    /// <summary>The answer to a receiver's address; null for 250.</summary>
    public Func<string, string?> Receiver { get; set; } = _ => null;

    /// <summary>The answer to the mail itself.</summary>
    public string Taken { get; set; } = "250 queued";

    public async Task<IReadOnlyList<ReceivedMail>> UntilAsync(int count, string because)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (Mails.Count < count)
        {
            if (TimeProvider.System.GetElapsedTime(began) > TimeSpan.FromMinutes(1))
                throw new TimeoutException($"waited for {count} mails {because}; there are {Mails.Count}");
            await _came.WaitAsync(TimeSpan.FromMilliseconds(50));
        }
        return [.. Mails];
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            TcpClient client;
            try
            {
                client = await _listener.AcceptTcpClientAsync();
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException or InvalidOperationException)
            {
                return;
            }
            _ = ServeAsync(client);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                await ConverseAsync(client.GetStream());
            }
            catch (Exception e) when (e is IOException or System.Security.Authentication.AuthenticationException)
            {
                // The sender has gone, or does not trust us.
            }
        }
    }

    private async Task ConverseAsync(Stream stream)
    {
        var (from, to, user, isSecure) = ("", new List<string>(), (string?)null, false);
        await SayAsync(stream, "220 mail.example ESMTP");
        while (await LineAsync(stream, isSecure) is { } line)
        {
            var word = line.Split(' ', ':')[0].ToUpperInvariant();
            switch (word)
            {
                case "EHLO":
                    string[] offers = [.. OffersTls && !isSecure ? new[] { "STARTTLS" } : [], .. Kinds.Length > 0 ? new[] { "AUTH " + Kinds } : [], "8BITMIME"];
                    await SayAsync(stream, "250-mail.example\r\n" + string.Join("\r\n", offers.Select((offer, i) => (i == offers.Length - 1 ? "250 " : "250-") + offer)));
                    break;
                case "STARTTLS" when OffersTls:
                    await SayAsync(stream, "220 go ahead");
                    var secure = new SslStream(stream);
                    await secure.AuthenticateAsServerAsync(Own.Value);
                    (stream, isSecure) = (secure, true);
                    break;
                case "AUTH":
                    user = await SignInAsync(stream, line, isSecure);
                    await SayAsync(stream, user is null ? "535 5.7.8 wrong name or password" : "235 welcome");
                    break;
                case "MAIL":
                    from = line.Split('<', '>')[1];
                    await SayAsync(stream, "250 ok");
                    break;
                case "RCPT":
                    var address = line.Split('<', '>')[1];
                    var answer = Receiver(address);
                    if (answer is null)
                        to.Add(address);
                    await SayAsync(stream, answer ?? "250 ok");
                    break;
                case "DATA":
                    await SayAsync(stream, "354 go ahead");
                    var raw = new StringBuilder();
                    while (await LineAsync(stream, isSecure) is { } text && text != ".")
                        raw.Append(text.StartsWith('.') ? text[1..] : text).Append("\r\n");
                    if (Taken.StartsWith('2'))
                        Mails.Enqueue(new ReceivedMail(from, [.. to], raw.ToString(), isSecure, user));
                    await SayAsync(stream, Taken);
                    _came.Release();
                    break;
                case "QUIT":
                    await SayAsync(stream, "221 bye");
                    return;
                default:
                    await SayAsync(stream, "502 what?");
                    break;
            }
        }
    }

    private async Task<string?> SignInAsync(Stream stream, string line, bool isSecure)
    {
        string? name, password;
        if (line.Split(' ') is [_, "PLAIN", var all])
        {
            var parts = Plain(all).Split('\0');
            (name, password) = (parts[1], parts[2]);
        }
        else
        {
            await SayAsync(stream, "334 VXNlcm5hbWU6");
            name = Plain((await LineAsync(stream, isSecure))!);
            await SayAsync(stream, "334 UGFzc3dvcmQ6");
            password = Plain((await LineAsync(stream, isSecure))!);
        }
        return Account == (name, password) ? name : null;
    }

    private static string Plain(string text) => Encoding.UTF8.GetString(Convert.FromBase64String(text));

    private async Task<string?> LineAsync(Stream stream, bool isSecure)
    {
        var line = new List<byte>();
        var one = new byte[1];
        while (await stream.ReadAsync(one) > 0)
        {
            if (one[0] == '\n')
            {
                var text = Encoding.UTF8.GetString([.. line]).TrimEnd('\r');
                if (!isSecure)
                    Clear.Enqueue(text);
                return text;
            }
            line.Add(one[0]);
        }
        return null;
    }

    private static async Task SayAsync(Stream stream, string text) => await stream.WriteAsync(Encoding.ASCII.GetBytes(text + "\r\n"));

    private static X509Certificate2 Certificate()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var made = request.CreateSelfSigned(DateTimeOffset.UnixEpoch.AddYears(50), DateTimeOffset.UnixEpoch.AddYears(90));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx), null);
    }

    public void Dispose() => _listener.Stop();
}
