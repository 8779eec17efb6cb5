using System.Diagnostics.Metrics;
using Carillon.Core;
using Carillon.Core.Runs;
using NodaTime;

namespace Carillon.Engine.History;

/// <summary>
/// What an engine counts as it happens, for whoever listens to its meter; costs next to nothing while nobody does. Labels have few values each: words of a fixed list, task types,
/// the project. Thread safe.
/// </summary>
public sealed class EngineMeter : IDisposable
{
    /// <summary>The name of the meter.</summary>
    public const string Name = "Carillon";

    private static readonly double[] Short = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300];
    private static readonly double[] Long = [0.05, 0.1, 0.5, 1, 5, 10, 30, 60, 300, 900, 3600, 14_400, 86_400];
    private readonly Meter _meter = new(Name);
    private readonly Counter<long> _runs;
    private readonly Histogram<double> _runTimes;
    private readonly Histogram<double> _lateness;
    private readonly Counter<long> _attempts;
    private readonly Histogram<double> _taskTimes;
    private readonly Counter<long> _leaseLosses;
    private readonly Counter<long> _rateLimited;
    private readonly Counter<long> _operations;
    private readonly Histogram<double> _reconciles;
    private readonly Counter<long> _notifications;
    private readonly UpDownCounter<long> _reconciling;

    /// <summary>A meter of its own for each engine.</summary>
    public EngineMeter()
    {
        _runs = _meter.CreateCounter<long>("carillon_runs_total", description: "Runs that have ended, by how and by what had started them.");
        _runTimes = Seconds("carillon_run_duration_seconds", "From the start of a run to its end.", Long);
        _lateness = Seconds("carillon_run_lateness_seconds", "From the nominal time of a schedule's run to its start.", Short);
        _attempts = _meter.CreateCounter<long>("carillon_task_attempts_total", description: "Attempts of tasks that have ended, by task type and outcome.");
        _taskTimes = Seconds("carillon_task_duration_seconds", "From the claim of an attempt to its end.", Long);
        _leaseLosses = _meter.CreateCounter<long>("carillon_lease_losses_total", description: "Attempts whose node was lost while they ran.");
        _rateLimited = _meter.CreateCounter<long>("carillon_rate_limit_hits_total", description: "Requests refused because their caller sent too many.");
        _operations = _meter.CreateCounter<long>("carillon_schedule_operations_total", description: "What people and programs asked of schedules, and whether it was done.");
        _notifications = _meter.CreateCounter<long>("carillon_notifications_total", description: "Messages by channel: sent (accepted), retried (to be tried again) and failed (given up).");
        _reconciles = Seconds("carillon_schedule_reconcile_duration_seconds", "Comparing the files with the store.", Short);
        _reconciling = _meter.CreateUpDownCounter<long>("carillon_schedule_reconcile_inflight", description: "Comparisons of files and store under way.");
    }

    /// <summary>The meter, for listeners.</summary>
    public Meter Meter => _meter;

    /// <summary>A request was refused because its caller sent too many.</summary>
    public void RateLimited() => _rateLimited.Add(1);

    internal void RunEnded(RunState run)
    {
        _runs.Add(1, new("project", run.Project), new("status", StatusText.Of(run.Status)), new("trigger", StatusText.Of(run.Trigger)));
        if (run.StartedAt is not { } started)
            return;
        if (run.CompletedAt is { } completed)
            _runTimes.Record((completed - started).TotalSeconds, new("project", run.Project), new("status", StatusText.Of(run.Status)));
        if (run is { Trigger: RunTrigger.Schedule, NominalAt: { } nominal })
            _lateness.Record(Math.Max(0, (started - nominal).TotalSeconds), new KeyValuePair<string, object?>("project", run.Project));
    }

    internal void AttemptEnded(string uses, string outcome, Duration? took)
    {
        _attempts.Add(1, new("uses", uses), new("outcome", outcome));
        if (took is { } time)
            _taskTimes.Record(time.TotalSeconds, new("uses", uses), new("outcome", outcome));
    }

    internal void LeaseLost() => _leaseLosses.Add(1);

    internal void Notified(string channel, string outcome, long count) => _notifications.Add(count, new("channel", channel), new("outcome", outcome));

    internal void Operated(string operation, bool done) => _operations.Add(1, new("operation", operation), new("status", done ? "ok" : "refused"));

    internal void Reconciling(string project, long change) => _reconciling.Add(change, new KeyValuePair<string, object?>("project", project));

    internal void Reconciled(string project, TimeSpan took) => _reconciles.Record(took.TotalSeconds, new KeyValuePair<string, object?>("project", project));

    private Histogram<double> Seconds(string name, string description, double[] bounds) =>
        _meter.CreateHistogram(name, "s", description, tags: null, new InstrumentAdvice<double> { HistogramBucketBoundaries = bounds });

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();
}
