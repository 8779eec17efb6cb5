using System.Diagnostics;
using Carillon.Core;
using Carillon.Core.Runs;
using Carillon.Engine.Runs;
using NodaTime;

namespace Carillon.Engine.History;

/// <summary>
/// Spans of what an engine does, for whoever listens to its source: one for each attempt, and one for its run when that ends. Nothing is made, and nothing asked of the
/// database, while nobody listens. Thread safe.
/// </summary>
/// <param name="name">The name of its source.</param>
public sealed class EngineTracer(string name = EngineTracer.Name) : IDisposable
{
    /// <summary>The name of the source of an engine that people use.</summary>
    public const string Name = "Carillon";

    private readonly ActivitySource _source = new(name, EngineOptions.Version);

    /// <summary>The source, for listeners.</summary>
    public ActivitySource Source => _source;

    internal bool IsHeard => _source.HasListeners();

    /// <summary>The span of an attempt, which is current from here on; null while nobody listens.</summary>
    internal Activity? Begin(ClaimedAttempt claim)
    {
        if (!IsHeard)
            return null;
        var (run, row) = (claim.Run, claim.Row);
        var span = _source.StartActivity($"task {row.Key}", ActivityKind.Internal, TraceIds.Of(run.Id), startTime: (row.ClaimedAt ?? row.ReadyAt).ToDateTimeOffset());
        span?.SetTag("carillon.project", run.Project).SetTag("carillon.workflow", run.Definition.Id.Value).SetTag("carillon.run", run.Id.Value)
            .SetTag("carillon.task", row.Key.ToString()).SetTag("carillon.task_type", run.TaskOf(row.Key).Uses).SetTag("carillon.attempt", row.Number);
        return span;
    }

    /// <summary>Ends the span of an attempt.</summary>
    /// <param name="span">It; null while nobody listened.</param>
    /// <param name="outcome">How the attempt ended.</param>
    /// <param name="error">Why it failed; null when it did not. Its words stay here: they may say more than others should read.</param>
    /// <param name="at">When.</param>
    internal static void End(Activity? span, string outcome, TaskError? error, Instant at)
    {
        if (span is null)
            return;
        span.SetTag("carillon.outcome", outcome);
        if (error is not null)
            span.SetTag("error.type", error.Code).SetTag("carillon.error_class", error.Class).SetStatus(ActivityStatusCode.Error);
        span.SetEndTime(at.ToDateTimeUtc());
        span.Stop();
    }

    /// <summary>Gives the span of a run that has ended, by whichever process ended it: the parent of its attempts' spans. A run made by a task links to the run of that task.</summary>
    internal void Ended(RunState run, RunId? parent)
    {
        if (!IsHeard || run is not { StartedAt: { } started, CompletedAt: { } completed })
            return;
        // A trace of its own, whoever calls.
        Activity.Current = null;
        ActivityLink[] links = parent is { } made && TraceIds.Of(made) is var context && context != default ? [new ActivityLink(context)] : [];
        using var span = _source.StartActivity($"run {run.Definition.Id}", ActivityKind.Internal, parentContext: default, links: links, startTime: started.ToDateTimeOffset());
        if (span is null)
            return;
        TraceIds.Give(span, run.Id);
        span.SetTag("carillon.project", run.Project).SetTag("carillon.workflow", run.Definition.Id.Value).SetTag("carillon.run", run.Id.Value)
            .SetTag("carillon.trigger", StatusText.Of(run.Trigger)).SetTag("carillon.outcome", StatusText.Of(run.Status));
        if (run.ScheduleId is { } schedule)
            span.SetTag("carillon.schedule", schedule.Value);
        if (run.Error is { } error)
            span.SetTag("error.type", error.Code).SetTag("carillon.error_class", error.Class);
        if (run.Status == RunStatus.Failed)
            span.SetStatus(ActivityStatusCode.Error);
        span.SetEndTime(completed.ToDateTimeUtc());
    }

    /// <inheritdoc/>
    public void Dispose() => _source.Dispose();
}
