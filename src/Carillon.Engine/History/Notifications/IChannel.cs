using Carillon.Core;
using Carillon.Core.History.Notifications;
using NodaTime;

namespace Carillon.Engine.History.Notifications;

/// <summary>The kinds of channel.</summary>
public enum ChannelKind
{
    /// <summary>E-mail, by SMTP.</summary>
    Email,

    /// <summary>An incoming webhook of Slack.</summary>
    Slack,

    /// <summary>A workflow of Microsoft Teams that a webhook request starts.</summary>
    Teams,

    /// <summary>Any receiver of signed webhooks (Standard Webhooks 1.0.0).</summary>
    Webhook,
}

/// <summary>How mail gets to its server.</summary>
public enum MailSecurity
{
    /// <summary>Encrypted by STARTTLS, or not sent. The default, for port 587.</summary>
    Starttls,

    /// <summary>Encrypted from the first byte, for port 465.</summary>
    Tls,

    /// <summary>In clear.</summary>
    None,
}

/// <summary>What of a channel everybody may see. Members belong to one kind each.</summary>
public sealed record ChannelSettings
{
    /// <summary>E-mail: the server.</summary>
    public string? Host { get; init; }

    /// <summary>E-mail: its port; 587 when left out, 465 with <see cref="MailSecurity.Tls"/>.</summary>
    public int? Port { get; init; }

    /// <summary>E-mail: how mail gets there.</summary>
    public MailSecurity? Security { get; init; }

    /// <summary>E-mail: who signs in; null for nobody.</summary>
    public string? User { get; init; }

    /// <summary>E-mail: the sender's address.</summary>
    public string? From { get; init; }

    /// <summary>E-mail: the receivers' addresses.</summary>
    public IReadOnlyList<string>? To { get; init; }

    /// <summary>The others: the address without what is secret of it, as <c>https://hooks.slack.com/…</c>. Not set by callers.</summary>
    public string? Address { get; init; }
}

/// <summary>What of a channel nobody is shown. Sealed in the database.</summary>
public sealed record ChannelSecrets
{
    /// <summary>E-mail: the password.</summary>
    public string? Password { get; init; }

    /// <summary>The others: the whole address.</summary>
    public string? Url { get; init; }

    /// <summary>Webhook: the key that signs, <c>whsec_…</c>.</summary>
    public string? Key { get; init; }

    /// <summary>Webhook: the key before it, which signs beside it for a while.</summary>
    public string? FormerKey { get; init; }

    /// <summary>Until when, in seconds since 1970.</summary>
    public long? FormerUntil { get; init; }
}

/// <summary>How an attempt to send ended.</summary>
public abstract record SendResult
{
    /// <summary>The receiver has accepted it. Whether anybody reads it nobody knows.</summary>
    /// <param name="Answer">What it answered, in short.</param>
    public sealed record Accepted(string Answer) : SendResult;

    /// <summary>It may be taken later.</summary>
    /// <param name="Error">Why not now. Never holds a secret.</param>
    /// <param name="RetryAfter">The receiver asked to wait so long.</param>
    public sealed record Later(string Error, Duration? RetryAfter = null) : SendResult;

    /// <summary>It will never be taken.</summary>
    /// <param name="Error">Why. Never holds a secret.</param>
    /// <param name="Disables">True: nothing will; the channel is switched off.</param>
    public sealed record Refused(string Error, bool Disables = false) : SendResult;
}

/// <summary>A kind of channel: how a message gets out. One instance serves all channels of its kind at once.</summary>
public interface IChannel
{
    /// <summary>Its kind.</summary>
    ChannelKind Kind { get; }

    /// <summary>The shortest time between two messages to one channel that its receiver takes for long. Default none.</summary>
    Duration Pace => Duration.Zero;

    /// <summary>Everything wrong with the settings of one (SCH082); empty when it can be used.</summary>
    IReadOnlyList<Problem> Check(ChannelSettings settings, ChannelSecrets secrets);

    /// <summary>Sends once. Does not throw but for <paramref name="cancellationToken"/>, which is canceled when it has taken too long.</summary>
    Task<SendResult> SendAsync(ChannelSettings settings, ChannelSecrets secrets, ChannelMessage message, CancellationToken cancellationToken);
}
