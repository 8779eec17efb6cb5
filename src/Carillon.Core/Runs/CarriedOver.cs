using System.Collections.Immutable;
using Carillon.Core.Definitions;

namespace Carillon.Core.Runs;

/// <summary>The task runs that a retry of a run begins with.</summary>
internal static class CarriedOver
{
    public static ImmutableDictionary<TaskKey, TaskRunState> From(RunState ended)
    {
        var graph = RunGraph.Of(ended.Definition);
        var tasks = ImmutableDictionary.CreateBuilder<TaskKey, TaskRunState>();
        for (var place = 0; place < graph.Tasks.Length; place++)
        {
            var key = graph.Whole(place);
            var whole = ended.Tasks[key];
            if (graph.IsHook(place))
                tasks[key] = new TaskRunState { Key = key };
            else if (whole.Status == TaskStatus.Succeeded)
                Keep(whole, whole);
            else if (whole.ItemCount is not null && NeedsKept(place))
                Keep(whole, whole with { Status = TaskStatus.Running, CompletedAt = null, Output = null, Error = null, Reason = null });
            else
                tasks[key] = new TaskRunState { Key = key };
        }
        return tasks.ToImmutable();

        // Items are kept only where the list they come from is sure to be the same.
        bool NeedsKept(int place) => Array.TrueForAll(graph.Needs[place], need => ended.Tasks[graph.Whole(need)].Status == TaskStatus.Succeeded);

        void Keep(TaskRunState whole, TaskRunState kept)
        {
            tasks[whole.Key] = kept;
            for (var item = 0; item < whole.ItemCount; item++)
            {
                var was = ended.Tasks[whole.Key with { Item = item }];
                tasks[was.Key] = was.Status == TaskStatus.Succeeded || kept.Status == TaskStatus.Succeeded
                    ? was
                    : new TaskRunState { Key = was.Key, ItemValue = was.ItemValue };
            }
        }
    }
}
