using System.ComponentModel.DataAnnotations;
using Carillon.Engine.History.Notifications;

namespace Carillon.Server.History;

/// <summary>A channel as somebody wants it. Members belong to kinds: e-mail has <c>host</c> to <c>to</c>, the others have <c>url</c>, webhooks <c>secret</c> as well.</summary>
internal sealed record ChannelRequest
{
    /// <summary>Its kind.</summary>
    [Required]
    public ChannelKind? Kind { get; init; }

    /// <summary>False switches it off; left out, it is on.</summary>
    public bool? Enabled { get; init; }

    /// <summary>E-mail: the server.</summary>
    public string? Host { get; init; }

    /// <summary>E-mail: its port; 587 when left out, 465 with <c>security: tls</c>.</summary>
    public int? Port { get; init; }

    /// <summary>E-mail: how mail gets there; <c>starttls</c> when left out.</summary>
    public MailSecurity? Security { get; init; }

    /// <summary>E-mail: who signs in; left out, nobody does.</summary>
    public string? User { get; init; }

    /// <summary>E-mail: the password. Left out, the one that is kept stays; empty takes it away. It is never shown.</summary>
    public string? Password { get; init; }

    /// <summary>E-mail: the sender's address.</summary>
    public string? From { get; init; }

    /// <summary>E-mail: the receivers' addresses.</summary>
    public IReadOnlyList<string>? To { get; init; }

    /// <summary>The others: the address. Left out, the one that is kept stays. It is never shown.</summary>
    public string? Url { get; init; }

    /// <summary>Webhook: the key that signs, <c>whsec_…</c>. Left out, the one that is kept stays, or one is made. A new one signs beside the old for a day.</summary>
    public string? Secret { get; init; }

    /// <summary>Who wants it, where nobody signs in.</summary>
    public string? By { get; init; }

    /// <summary>Why.</summary>
    public string? Reason { get; init; }

    /// <summary>As the engine takes it.</summary>
    public ChannelEdit ToEdit() => new(
        Kind!.Value,
        Kind == ChannelKind.Email ? new ChannelSettings { Host = Host, Port = Port, Security = Security ?? MailSecurity.Starttls, User = User, From = From, To = To } : new ChannelSettings(),
        Kind == ChannelKind.Email ? new ChannelSecrets { Password = Password } : new ChannelSecrets { Url = Url, Key = Kind == ChannelKind.Webhook ? Secret : null },
        Enabled ?? true);

    /// <summary>Members that are given and that its kind does not have.</summary>
    public IEnumerable<string> Strange()
    {
        var (mail, post) = (Kind == ChannelKind.Email, Kind is ChannelKind.Slack or ChannelKind.Teams or ChannelKind.Webhook);
        foreach (var (name, isGiven, fits) in new[]
        {
            ("host", Host is not null, mail), ("port", Port is not null, mail), ("security", Security is not null, mail), ("user", User is not null, mail), ("password", Password is not null, mail),
            ("from", From is not null, mail), ("to", To is not null, mail), ("url", Url is not null, post), ("secret", Secret is not null, Kind == ChannelKind.Webhook),
        })
        {
            if (isGiven && !fits)
                yield return name;
        }
    }
}

/// <summary>A channel as it was saved.</summary>
/// <param name="Channel">It.</param>
/// <param name="Secret">The key that was made for it, because none was given: the receiver needs it. Shown here only.</param>
internal sealed record ChannelAnswer(ChannelRecord Channel, string? Secret);

/// <summary>A rule as somebody wants it. What it does not name, fits.</summary>
internal sealed record RuleRequest : RuleContent
{
    /// <summary>The channel.</summary>
    [Required]
    public string? Channel { get; init; }

    /// <summary>Who wants it, where nobody signs in.</summary>
    public string? By { get; init; }

    /// <summary>Why.</summary>
    public string? Reason { get; init; }
}
