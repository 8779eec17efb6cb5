using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using Carillon.Adapters.Guard;
using Carillon.Core;
using Carillon.Core.History.Notifications;
using Carillon.Engine.History.Notifications;
using Carillon.Engine.Runs;
using Carillon.Engine.Storage;

namespace Carillon.Adapters.Channels;

/// <summary>E-mail by SMTP. A connection for each mail; a password is never sent in clear to another machine.</summary>
/// <param name="guard">Where it may connect to.</param>
/// <param name="time">The clock.</param>
/// <param name="trust">Whom to trust; null for what the system trusts.</param>
internal sealed class EmailChannel(NetworkGuard guard, TimeProvider time, RemoteCertificateValidationCallback? trust = null) : IChannel
{
    private const int MostReceivers = 50;
    private const int MostText = 500;

    public ChannelKind Kind => ChannelKind.Email;

    public IReadOnlyList<Problem> Check(ChannelSettings settings, ChannelSecrets secrets)
    {
        var problems = new List<Problem>();
        if (settings.Host is not { Length: >= 1 and <= 253 } host || Uri.CheckHostName(host) == UriHostNameType.Unknown)
            Bad("host", "'host' must be the name or address of a mail server.");
        if (settings.Port is < 1 or > 65_535)
            Bad("port", "'port' must be from 1 to 65535.");
        if (!MailText.IsAddress(settings.From))
            Bad("from", $"'from' must be one address, as carillon@example.com; '{Shown(settings.From)}' is none.");
        if (settings.To is not { Count: >= 1 and <= MostReceivers })
            Bad("to", $"'to' must be a list of 1 to {MostReceivers} addresses.");
        foreach (var address in settings.To?.Where(address => !MailText.IsAddress(address)) ?? [])
            Bad("to", $"'{Shown(address)}' is no address that mail can be sent to.");
        if (settings.User is { } user && (user.Length is 0 or > MostText || user.Any(char.IsControl)))
            Bad("user", $"'user' must have 1 to {MostText} characters on one line.");
        if ((settings.User is null) != (secrets.Password is null))
            Bad(settings.User is null ? "user" : "password", "'user' and 'password' belong together: give both, or neither (an empty password takes it away).");
        if (secrets.Password is { } password && (password.Length > MostText || password.Contains('\0', StringComparison.Ordinal)))
            Bad("password", $"'password' must have at most {MostText} characters.");
        if (settings is { Security: MailSecurity.None, User: not null } && !IsThisMachine(settings.Host))
            Bad("security", "With 'security: none' the password would go over the network in clear. Take starttls or tls, or leave 'user' and 'password' out.");
        return problems;

        void Bad(string field, string message) => problems.Add(new Problem(ProblemCodes.ChannelUnusable, message) { Field = field });
    }

    public async Task<SendResult> SendAsync(ChannelSettings settings, ChannelSecrets secrets, ChannelMessage message, CancellationToken cancellationToken)
    {
        var (host, security) = (settings.Host!, settings.Security ?? MailSecurity.Starttls);
        try
        {
            await using var dialog = new SmtpDialog(await guard.ConnectAsync(host, settings.Port ?? (security == MailSecurity.Tls ? 465 : 587), cancellationToken));
            if (security == MailSecurity.Tls)
                await dialog.SecureAsync(host, trust, cancellationToken);
            await dialog.GreetAsync(cancellationToken);
            await dialog.HelloAsync(cancellationToken);
            if (security == MailSecurity.Starttls)
                await dialog.StartTlsAsync(host, trust, cancellationToken);
            if (settings.User is { } user)
            {
                if (!dialog.IsSecure && !IsThisMachine(host))
                    return new SendResult.Refused("The password is not sent in clear.");
                await dialog.SignInAsync(user, secrets.Password ?? "", cancellationToken);
            }
            var (answer, refused) = await dialog.SendAsync(settings.From!, settings.To!, MailText.Of(message, settings.From!, settings.To!, time.Now()), cancellationToken);
            await dialog.QuitAsync(cancellationToken);
            return new SendResult.Accepted(refused.Count == 0 ? answer : $"{answer}; not for {string.Join("; ", refused)}");
        }
        catch (SmtpException e)
        {
            return e.IsFinal ? new SendResult.Refused(e.Message) : new SendResult.Later(e.Message);
        }
        catch (TaskFailedException)
        {
            return new SendResult.Refused($"Channels may not connect to the address of '{host}'.");
        }
        catch (AuthenticationException)
        {
            return new SendResult.Later($"No secure connection to '{host}'; is its certificate valid for that name?");
        }
        catch (SocketException e)
        {
            return new SendResult.Later($"'{host}' cannot be reached: {e.SocketErrorCode}.");
        }
        catch (IOException e)
        {
            return new SendResult.Later($"The connection to '{host}' broke: {(e.InnerException as SocketException)?.SocketErrorCode.ToString() ?? e.Message}");
        }
    }

    private static bool IsThisMachine(string? host) => host is "localhost" || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));

    private static string Shown(string? text) => ShownText.Cut(ShownText.Line(text ?? ""), 100);
}
