using System.Globalization;
using NodaTime;

namespace Carillon.Core.History.Notifications;

/// <summary>Puts occasions into words. Pure.</summary>
public static class MessageText
{
    /// <summary>The most characters of a log's end.</summary>
    public const int MostLog = 1500;

    private const int MostNamed = 5;

    /// <summary>The message that tells of an occasion.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="occasion">The occasion.</param>
    /// <param name="pages">Where the pages are.</param>
    public static ChannelMessage Of(string id, Occasion occasion, Uri pages) => new(id, occasion.Event, occasion.At, Title(occasion, 1))
    {
        Facts = [.. Facts(occasion)],
        Text = occasion.Text is { } text ? ShownText.Cut(ShownText.Lines(text), ChannelMessage.MostText) : null,
        Error = occasion.Error is { } error ? ShownText.Cut(ShownText.Lines(error), ChannelMessage.MostError) : null,
        Link = Link(occasion, pages).Page,
        LinkText = Link(occasion, pages).Text,
        Workflow = occasion.Workflow?.Value,
        Schedule = occasion.Schedule?.Value,
        Run = occasion.Run?.Value,
        Task = occasion.Task,
    };

    /// <summary>One message in place of several of the same event: how many, and which workflows most of all.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="occasions">At least two, in order.</param>
    /// <param name="pages">Where the pages are.</param>
    public static ChannelMessage Together(string id, IReadOnlyList<Occasion> occasions, Uri pages)
    {
        var about = occasions[0].Event;
        var names = occasions.GroupBy(Name).OrderByDescending(group => group.Count()).ThenBy(group => group.Key, StringComparer.Ordinal).ToList();
        var facts = names.Take(MostNamed).Select(group => new MessageFact(ShownText.Cut(ShownText.Line(group.Key), ChannelMessage.MostFact), Times(group.Count()))).ToList();
        if (names.Count > MostNamed)
            facts.Add(new MessageFact("and more", $"{Number(names.Count - MostNamed)} others"));
        return new ChannelMessage(id, about, occasions[^1].At, Title(occasions[0], occasions.Count))
        {
            Facts = facts,
            Text = $"From {TimeText.Of(Seconds(occasions[0].At))} to {TimeText.Of(Seconds(occasions[^1].At))}.",
            Error = occasions[^1].Error is { } error ? ShownText.Cut(ShownText.Lines($"The last one: {error}"), ChannelMessage.MostError) : null,
            Link = new Uri(pages, List(about)),
            LinkText = about is NotificationEvent.Failure or NotificationEvent.RetryExhausted ? "Open failed runs" : "Open",
            Count = occasions.Count,
            Workflow = names.Count == 1 ? occasions[0].Workflow?.Value : null,
            Schedule = occasions.All(o => o.Schedule == occasions[0].Schedule) ? occasions[0].Schedule?.Value : null,
        };
    }

    /// <summary>The title of a message.</summary>
    /// <param name="occasion">What it tells of; of several, the first.</param>
    /// <param name="count">How many it tells of.</param>
    public static string Title(Occasion occasion, long count) =>
        ShownText.Cut(count > 1 ? $"{Number(count)} further {Plural(occasion.Event)}" : ShownText.Line(Title(occasion)), ChannelMessage.MostTitle);

    private static string Title(Occasion occasion) => occasion.Title ?? (occasion.Event switch
    {
        NotificationEvent.Success => $"Completed: {Name(occasion)}",
        NotificationEvent.Failure => $"Failed: {Name(occasion)}",
        NotificationEvent.RetryExhausted => $"Failed after {occasion.Attempts?.ToString(CultureInfo.InvariantCulture) ?? "all"} attempts: {Name(occasion)}",
        NotificationEvent.AutoPause => $"Paused after failures: {Name(occasion)}",
        NotificationEvent.Budget => $"Over budget, skipped: {Name(occasion)}",
        NotificationEvent.Late => $"Late: {Name(occasion)}",
        NotificationEvent.Missed => $"Missed: {Name(occasion)}",
        NotificationEvent.Recovered => $"Recovered: {Name(occasion)}",
        NotificationEvent.NotRun => $"Not run by its deadline: {Name(occasion)}",
        NotificationEvent.LongerThanUsual => $"Takes longer than usual: {Name(occasion)}",
        NotificationEvent.ConnectionDown => $"Connection down: {Name(occasion)}",
        NotificationEvent.ConnectionRecovered => $"Connection works again: {Name(occasion)}",
        NotificationEvent.Test => "A test of this channel",
        _ => $"From {Name(occasion)}",
    });

    private static string Plural(NotificationEvent about) => about switch
    {
        NotificationEvent.Success => "runs completed",
        NotificationEvent.Failure => "runs failed",
        NotificationEvent.RetryExhausted => "runs failed after all attempts",
        NotificationEvent.AutoPause => "schedules paused after failures",
        NotificationEvent.Budget => "schedules over budget",
        NotificationEvent.Late => "runs late",
        NotificationEvent.Missed => "reports of missed occurrences",
        NotificationEvent.Recovered => "workflows recovered",
        NotificationEvent.NotRun => "occurrences not run by their deadline",
        NotificationEvent.LongerThanUsual => "runs take longer than usual",
        NotificationEvent.ConnectionDown => "connections down",
        NotificationEvent.ConnectionRecovered => "connections work again",
        _ => "messages",
    };

    private static IEnumerable<MessageFact> Facts(Occasion occasion)
    {
        if (occasion.Workflow is { } workflow)
            yield return Fact("Workflow", workflow.Value);
        if (occasion.Schedule is { } schedule)
            yield return Fact("Schedule", schedule.Value);
        if (occasion.Task is { } task)
            yield return Fact("Task", task);
        if (occasion.Attempts is > 1 and var attempts)
            yield return Fact("Attempts", attempts.ToString(CultureInfo.InvariantCulture));
        if (occasion.Connection is { } connection)
            yield return Fact("Connection", connection);
        if (occasion.Run is { } run)
            yield return Fact("Run", occasion.RunNumber is { } number ? $"{Number(number)} ({run})" : run.Value);
        if (occasion.NominalAt is { } nominal)
            yield return Fact("Scheduled for", TimeText.Of(Seconds(nominal)));
        if (occasion.Took is { } took)
            yield return Fact("Took", TimeText.Of(Duration.FromSeconds((long)took.TotalSeconds)));
        if (occasion.Owner is { } owner)
            yield return Fact("Owner", owner);
    }

    private static MessageFact Fact(string label, string value) => new(label, ShownText.Cut(ShownText.Line(value), ChannelMessage.MostFact));

    private static string Name(Occasion occasion) => occasion.WorkflowName ?? occasion.Workflow?.Value ?? occasion.Connection ?? occasion.Schedule?.Value ?? occasion.Subject;

    private static (Uri? Page, string Text) Link(Occasion occasion, Uri pages) => occasion switch
    {
        { Run: { } run } => (new Uri(pages, "runs/" + Uri.EscapeDataString(run.Value)), "Open run"),
        { Schedule: { } schedule } => (new Uri(pages, "schedules/" + Uri.EscapeDataString(schedule.Value)), "Open schedule"),
        { Workflow: { } workflow } => (new Uri(pages, "workflows/" + Uri.EscapeDataString(workflow.Value)), "Open workflow"),
        { Event: NotificationEvent.ConnectionDown or NotificationEvent.ConnectionRecovered } => (new Uri(pages, "health"), "Open health"),
        _ => (pages, "Open Carillon"),
    };

    private static string List(NotificationEvent about) => about switch
    {
        NotificationEvent.Failure or NotificationEvent.RetryExhausted => "runs?status=failed",
        NotificationEvent.Success or NotificationEvent.Recovered or NotificationEvent.LongerThanUsual => "runs",
        NotificationEvent.ConnectionDown or NotificationEvent.ConnectionRecovered => "health",
        _ => "schedules",
    };

    private static Instant Seconds(Instant at) => Instant.FromUnixTimeSeconds(at.ToUnixTimeSeconds());

    private static string Times(int count) => count == 1 ? "once" : $"{Number(count)} times";

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
