using System.Collections.Concurrent;
using Carillon.Core;
using Carillon.Core.Definitions;
using Carillon.Core.History;
using Carillon.Engine.Storage;

namespace Carillon.Engine.History;

/// <summary>What runs of each workflow usually cost, kept until one that ends costs something else. Thread safe.</summary>
public sealed class TypicalCosts
{
    private readonly ConcurrentDictionary<WorkflowId, TypicalCost?> _known = new();
    private readonly string _project;
    private int _changes;

    internal TypicalCosts(string project) => _project = project;

    /// <summary>What the next run of a workflow is expected to cost, in micros.</summary>
    internal long Estimate(Sql sql, WorkflowDefinition workflow) => CostEstimate.OfRun(workflow.Cost, Of(sql, workflow.Id));

    private TypicalCost? Of(Sql sql, WorkflowId workflow)
    {
        if (_known.TryGetValue(workflow, out var known))
            return known;
        var before = Volatile.Read(ref _changes);
        var found = TypicalRuns.CostOf(sql, _project, workflow);
        // A reader may still see what was before a change; that is not kept.
        if (before == Volatile.Read(ref _changes))
            _known[workflow] = found;
        return found;
    }

    /// <summary>A run has ended with another cost than expected.</summary>
    internal void Changed(Sql sql, WorkflowId workflow)
    {
        Forget(workflow);
        // Once more when it is visible to readers, or when it has not happened after all.
        sql.AfterCommit(() => Forget(workflow));
        sql.OnRollback(() => Forget(workflow));
    }

    private void Forget(WorkflowId workflow)
    {
        Interlocked.Increment(ref _changes);
        _known.TryRemove(workflow, out _);
    }
}
