using Carillon.Core;
using Carillon.Core.History.Notifications;
using Carillon.Engine.History.Notifications;
using NodaTime;

namespace Carillon.Adapters.Channels;

/// <summary>A workflow of Microsoft Teams with the trigger "When a Teams webhook request is received". Its address is the secret, and is used as it is; its host is anything.</summary>
internal sealed class TeamsChannel(Posting posting) : IChannel
{
    public ChannelKind Kind => ChannelKind.Teams;

    // Webhooks of Teams take four requests a second.
    public Duration Pace => Duration.FromMilliseconds(250);

    public IReadOnlyList<Problem> Check(ChannelSettings settings, ChannelSecrets secrets) => Posting.Check(secrets.Url, needsHttps: true) is { } problem ? [problem] : [];

    public Task<SendResult> SendAsync(ChannelSettings settings, ChannelSecrets secrets, ChannelMessage message, CancellationToken cancellationToken) =>
        posting.SendAsync(secrets.Url ?? "", PayloadJson.Bytes(TeamsPayload.Of(message)), sign: null, Meaning, cancellationToken);

    // 202 says that the flow has begun, not that anything is posted.
    private static SendResult Meaning(PostAnswer answer) => answer switch
    {
        { IsTaken: true } => new SendResult.Accepted($"{answer.Words} (the flow has started; whether it posts only Teams knows)"),
        { Status: 404 } => new SendResult.Refused($"{answer.Words}. The flow is not there any more.", Disables: true),
        _ => Posting.Usual(answer),
    };
}
