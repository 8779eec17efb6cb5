using System.Text;
using Carillon.Core.Runs;
using Carillon.Engine;
using Carillon.Engine.Connections;
using Carillon.Engine.History;
using Carillon.Engine.History.Notifications;
using Carillon.Engine.Storage;
using Carillon.Server.Hosting;
using NodaTime;

namespace Carillon.Server.History;

/// <summary><c>/metrics</c>: what this process counted since its start, and how everything stands, for Prometheus.</summary>
internal static class PrometheusEndpoint
{
    public static void Map(IEndpointRouteBuilder app) => app.MapGet("/metrics", Read).Needs(Scope.ReadWorkflows).WithTags("system").DisableHttpMetrics().Produces<string>(200, "text/plain")
        .WithSummary("Metrics in Prometheus' text format. Counters are this process's, since its start; what stands in the database is the same on every node.");

    private static IResult Read(MetricsCollector collector, HealthReader health, GaugeReader gauges, ConnectionService connections, NotificationReader notifications, ServerOptions options, ServerClock clock, TimeProvider time)
    {
        var page = new StringBuilder();
        collector.Write(page);
        var now = time.Now();
        Process(page, clock);
        try
        {
            Stored(page, health.Read(now), gauges, options.Engine.Project, now);
            Connections(page, connections.List());
            Outbox(page, notifications.Stands(), now);
            Gauge(page, "carillon_database_up", "Whether the database answers.", 1);
        }
        catch (StorageException)
        {
            // What was counted is worth having all the same, now more than ever.
            Gauge(page, "carillon_database_up", "Whether the database answers.", 0);
        }
        return TypedResults.Text(page.ToString(), MetricsCollector.ContentType);
    }

    private static void Stored(StringBuilder page, HealthRecord stands, GaugeReader gauges, string project, Instant now)
    {
        var of = MetricsText.Label("project", project);
        MetricsText.Head(page, "carillon_scheduled_workflows_total", "gauge", "Schedules, by where they stand.");
        foreach (var (status, count) in new[] { ("active", stands.Schedules.Active), ("paused", stands.Schedules.Paused), ("disabled", stands.Schedules.Disabled), ("archived", stands.Schedules.Archived) })
            MetricsText.Sample(page, "carillon_scheduled_workflows_total", $"{of},{MetricsText.Label("status", status)}", count);
        Queue(page, "carillon_queue_depth", "Attempts that wait for a slot, by pool; none for tasks in no pool.", stands.Queue, queue => queue.Ready);
        Queue(page, "carillon_attempts_running", "Attempts that run, by pool.", stands.Queue, queue => queue.Running);
        Gauge(page, "carillon_oldest_due_seconds", "For how long the oldest occurrence that is not settled has been due; 0 when none is.", stands.OldestDueAt is { } oldest ? Math.Max(0, (now - oldest).TotalSeconds) : 0);
        Gauge(page, "carillon_schedules_failing", "Schedules whose last run failed, ten at most.", stands.Failing.Count);
        Gauge(page, "carillon_database_bytes", "The size of the database with its log.", stands.DatabaseBytes);
        Gauge(page, "carillon_nodes", "Processes that work on the database.", gauges.Nodes());
        var costs = gauges.Costs(now);
        if (costs.Count == 0)
            return;
        MetricsText.Head(page, "carillon_schedule_cost_month", "gauge", "What the hundred most expensive schedules have cost this month (UTC), reservations included, in the currency.");
        foreach (var cost in costs)
            MetricsText.Sample(page, "carillon_schedule_cost_month", $"{of},{MetricsText.Label("schedule", cost.ScheduleId)}", (double)cost.Cost);
    }

    private static void Connections(StringBuilder page, IReadOnlyList<ConnectionRecord> connections)
    {
        if (connections.Count == 0)
            return;
        MetricsText.Head(page, "carillon_connection_open", "gauge", "Whether the breaker of a connection is open: 1 while the connection is down and tasks wait for it.");
        foreach (var connection in connections)
            MetricsText.Sample(page, "carillon_connection_open", MetricsText.Label("connection", connection.Name), connection.Health!.State == BreakerState.Closed ? 0 : 1);
    }

    private static void Outbox(StringBuilder page, OutboxRecord outbox, Instant now)
    {
        Gauge(page, "carillon_notifications_waiting", "Messages that wait to be sent.", outbox.Waiting);
        Gauge(page, "carillon_notifications_oldest_seconds", "For how long the oldest message that waits could have been sent; 0 when none could.", outbox.OldestDueAt is { } oldest ? Math.Max(0, (now - oldest).TotalSeconds) : 0);
        Gauge(page, "carillon_channels_failing", "Channels whose last message was not accepted.", outbox.FailingChannels);
        Gauge(page, "carillon_channels_disabled", "Channels that were switched off because their receiver wants no more.", outbox.DisabledChannels);
    }

    private static void Queue(StringBuilder page, string name, string help, IReadOnlyList<QueueRecord> queue, Func<QueueRecord, long> count)
    {
        MetricsText.Head(page, name, "gauge", help);
        foreach (var pool in queue.Where(pool => pool.Pool is not null))
            MetricsText.Sample(page, name, MetricsText.Label("pool", pool.Pool), count(pool));
        MetricsText.Sample(page, name, MetricsText.Label("pool", "none"), queue.Where(pool => pool.Pool is null).Sum(count));
    }

    private static void Process(StringBuilder page, ServerClock clock)
    {
        MetricsText.Head(page, "process_cpu_seconds_total", "counter", "Processor time of this process.");
        MetricsText.Sample(page, "process_cpu_seconds_total", "", Environment.CpuUsage.TotalTime.TotalSeconds);
        Gauge(page, "process_resident_memory_bytes", "Memory of this process.", Environment.WorkingSet);
        Gauge(page, "process_start_time_seconds", "When this process started, in seconds since 1970.", clock.StartedAt.ToUnixTimeSeconds());
        MetricsText.Head(page, "carillon_build_info", "gauge", "The program's version.");
        MetricsText.Sample(page, "carillon_build_info", MetricsText.Label("version", ServerVersion.Text), 1);
    }

    private static void Gauge(StringBuilder page, string name, string help, double value)
    {
        MetricsText.Head(page, name, "gauge", help);
        MetricsText.Sample(page, name, "", value);
    }
}
