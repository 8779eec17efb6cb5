using Carillon.Core;
using Carillon.Core.History.Notifications;
using Carillon.Engine.History.Notifications;
using Carillon.Simulation.Tests.World;
using NodaTime;

namespace Carillon.Simulation.Tests.Workload;

/// <summary>
/// The one channel of a history, as one life of a node reaches it. Chance decides what its receiver does with a message: takes it at once or later, is away, refuses,
/// never answers, or takes it without a word. Once the world is calm it takes everything.
/// </summary>
internal sealed class Receiver(SimulatedWorld world, SimulatedNode node, Chance chance) : IChannel
{
    public const string Name = "ops";

    /// <summary>How it refuses.</summary>
    public const string No = "the receiver says no";

    /// <summary>The statement that makes the channel.</summary>
    public const string Channel =
        $"insert into channels (project, name, kind, settings, enabled, created_at, created_by, updated_at, updated_by) values ('default', '{Name}', 'webhook', '{{}}', 1, 0, 'ann', 0, 'ann');";

    public ChannelKind Kind => ChannelKind.Webhook;

    public IReadOnlyList<Problem> Check(ChannelSettings settings, ChannelSecrets secrets) => [];

    public async Task<SendResult> SendAsync(ChannelSettings settings, ChannelSecrets secrets, ChannelMessage message, CancellationToken cancellationToken)
    {
        if (message.Event != NotificationEvent.Test)
            world.Invariants.SendBegan(message.Id, node.Host!.Options.Node);
        var act = world.IsCalm ? 0 : chance.Below(100);
        switch (act)
        {
            case < 55:
                return Takes(message);
            case < 70:
                await WaitAsync(chance.Seconds(0.05, 25), act < 65 ? cancellationToken : CancellationToken.None);
                return Takes(message);
            case < 80:
                return new SendResult.Later("it is away", act < 75 ? chance.Seconds(1, 20) : null);
            case < 86:
                return new SendResult.Refused(No);
            case < 92:
                _ = Takes(message);
                return new SendResult.Later("the answer was lost");
            case < 96:
                _ = Takes(message);
                await WaitAsync(Duration.FromMinutes(3), cancellationToken);
                break;
            default:
                await WaitAsync(Duration.FromMinutes(3), cancellationToken);
                break;
        }
        return new SendResult.Later("it never answered");
    }

    private SendResult.Accepted Takes(ChannelMessage message)
    {
        world.Note($"{node.Name}'s message {message.Id} is taken: {message.Title}");
        if (message.Event != NotificationEvent.Test)
            world.Invariants.Received(message.Id);
        return new SendResult.Accepted("ok");
    }

    private Task WaitAsync(Duration length, CancellationToken cancellationToken) => Task.Delay(length.ToTimeSpan(), node.Clock!, cancellationToken);
}
