using Carillon.Core.History.Notifications;

namespace Carillon.Core.Definitions.Schema;

/// <summary>The part of the table that says who is told of what.</summary>
internal static class NotifyKeys
{
    private static readonly TextSpec Channel = new("the name of a channel");

    public static readonly ObjectSpec Entry = new(
        "notify", "notify", "A channel and what it is told. In short the channel's name.",
        new("channel", Channel, "The channel.", Required: true),
        new("on", new ListSpec(new ChoiceSpec([.. EventWords.OfRules]), OrOne: true, Least: 1), "What it is told.", Default: "`failure`, `recovered`"),
        new("group", new DurationSpec(AllowZero: true), "After a message further ones of the same kind are gathered for so long, a day at most, and told as one.", Default: "1m"));

    public static readonly EitherSpec Notify = new(Channel, Entry, new ListSpec(new EitherSpec(Channel, Entry)));

    public static readonly ObjectSpec Expect = new(
        "expect", "expect", "What is expected of a schedule's runs.",
        new("start", new DurationSpec(), "A run starts within so long after its due time; else it is `late`.", Default: "5m"),
        new("end", new DurationSpec(), "A run of each occurrence has completed within so long after its nominal time; else it is `not_run`. No deadline when left out."),
        new("within", new DurationSpec(), "A run takes at most so long; else it takes `longer_than_usual`.", Default: "twice what 95 of 100 of its last runs took"));
}
