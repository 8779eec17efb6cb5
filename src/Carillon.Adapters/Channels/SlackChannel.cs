using Carillon.Core;
using Carillon.Core.History.Notifications;
using Carillon.Engine.History.Notifications;
using NodaTime;

namespace Carillon.Adapters.Channels;

/// <summary>An incoming webhook of Slack. Its address is the secret.</summary>
internal sealed class SlackChannel(Posting posting) : IChannel
{
    // A webhook that is gone, or whose channel is: nothing will ever be taken.
    private static readonly string[] Gone = ["no_service", "no_service_id", "no_active_hooks", "no_team", "channel_not_found", "team_disabled"];

    public ChannelKind Kind => ChannelKind.Slack;

    // "About one message a second" to an incoming webhook: https://docs.slack.dev/apis/web-api/rate-limits
    public Duration Pace => Duration.FromSeconds(1);

    public IReadOnlyList<Problem> Check(ChannelSettings settings, ChannelSecrets secrets) => Posting.Check(secrets.Url, needsHttps: true) is { } problem ? [problem] : [];

    public Task<SendResult> SendAsync(ChannelSettings settings, ChannelSecrets secrets, ChannelMessage message, CancellationToken cancellationToken) =>
        posting.SendAsync(secrets.Url ?? "", PayloadJson.Bytes(SlackPayload.Of(message)), sign: null, Meaning, cancellationToken);

    private static SendResult Meaning(PostAnswer answer) => answer.Status switch
    {
        404 => new SendResult.Refused($"{answer.Words}. The webhook is not there any more; make a new one in Slack.", Disables: true),
        410 => new SendResult.Refused($"{answer.Words}. The Slack channel is archived.", Disables: true),
        400 or 403 when Gone.Contains(answer.Body) => new SendResult.Refused(answer.Words, Disables: true),
        _ => Posting.Usual(answer),
    };
}
