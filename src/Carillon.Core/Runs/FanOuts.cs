using System.Text.Json.Nodes;
using Carillon.Core.Definitions;
using NodaTime;

namespace Carillon.Core.Runs;

/// <summary>How the items of a fan-out start, and how it ends with them.</summary>
internal static class FanOuts
{
    /// <summary>A list longer than this is refused.</summary>
    public const int MaxItems = 10_000;

    /// <summary>How many more items may be ready or running at once.</summary>
    public static int Room(TaskDefinition task, FanOut fanOut) => (task.ForEach?.MaxParallel ?? int.MaxValue) - fanOut.Live;

    /// <summary>The items, or why there are none.</summary>
    public static RunAction Expand(RunFold fold, TaskDefinition task, TaskKey key)
    {
        var items = task.ForEach!.Items.Evaluate(RunScope.Within(fold, key));
        if (!items.IsOk)
            return Failed(TaskErrors.Expression($"The items of '{task.Id}' could not be evaluated", items.Problems));
        if (items.Value is not JsonArray list)
            return Failed(TaskErrors.Expression($"The items of '{task.Id}' are {Kind(items.Value)}, not a list."));
        if (list.Count > MaxItems)
            return Failed(TaskErrors.Expression($"'{task.Id}' would fan out to {list.Count} items; at most {MaxItems} are allowed."));
        return new RunAction.ExpandTask(key, [.. list.Select(item => item?.DeepClone())]);

        RunAction Failed(TaskError error) => new RunAction.SettleTask(key, TaskStatus.Failed, Output: null, error, Reason: null);
    }

    /// <summary>Starts what has room, those that have waited first; settles the whole when all items have ended.</summary>
    public static void GoOn(RunFold fold, int place, FanOut fanOut, Instant now, List<RunAction> actions)
    {
        if (fanOut.Ended == fanOut.Count)
        {
            actions.Add(Settle(fold, place, fanOut));
            return;
        }
        var room = Room(fold.Graph.Tasks[place], fanOut);
        foreach (var wait in fanOut.Waits)
        {
            if (room <= 0 || wait.At > now)
                break;
            var again = TaskStart.Again(fold, wait, now);
            room -= again is RunAction.StartAttempt ? 1 : 0;
            actions.Add(again);
        }
        var whole = fold.Graph.Whole(place);
        for (var item = fanOut.Next; item < fanOut.Count && room > 0; item++)
        {
            if (fold.Find(whole with { Item = item }) is not { Status: TaskStatus.Pending } pending)
                continue;
            actions.Add(new RunAction.StartAttempt(pending.Key, pending.Attempts + 1));
            room--;
        }
    }

    /// <summary>Ends the whole as its items did: its output is the list of theirs, null where there is none.</summary>
    public static RunAction.SettleTask Settle(RunFold fold, int place, FanOut fanOut)
    {
        var whole = fold.Graph.Whole(place);
        var outputs = new JsonArray();
        TaskRunState? first = null;
        var failed = 0;
        var canceled = 0;
        for (var item = 0; item < fanOut.Count; item++)
        {
            var task = fold.Find(whole with { Item = item })!;
            outputs.Add(task.Output?.DeepClone());
            canceled += task.Status == TaskStatus.Canceled ? 1 : 0;
            if (task.Status != TaskStatus.Failed)
                continue;
            failed++;
            first = first?.CompletedAt <= task.CompletedAt ? first : task;
        }
        if (first is not null)
            return new(whole, TaskStatus.Failed, outputs, TaskErrors.OfFanOut(first, failed, fanOut.Count), Reason: null);
        return canceled > 0
            ? new(whole, TaskStatus.Canceled, outputs, Error: null, $"{canceled} of {fanOut.Count} items were canceled")
            : new(whole, TaskStatus.Succeeded, outputs, Error: null, Reason: null);
    }

    private static string Kind(JsonNode? node) => node?.GetValueKind().ToString().ToLowerInvariant() is { } kind ? $"a value of kind {kind}" : "null";
}
