using System.Text.Json.Nodes;
using Carillon.Core.Definitions.Expressions;
using Carillon.Core.Definitions.Schema;
using Carillon.Core.Definitions.Yaml;
using Carillon.Core.History.Notifications;
using Carillon.Core.Security;
using NodaTime;

namespace Carillon.Core.Definitions.Reading;

/// <summary>What tasks have that do not say otherwise.</summary>
internal sealed record TaskDefaults(RetryPolicy Retry, Duration? Timeout, Duration? HeartbeatTimeout, YamlScalar? Pool, int Priority)
{
    public static TaskDefaults Read(YamlMapping workflow, ProblemSink problems)
    {
        var map = workflow.Map("defaults") ?? new YamlMapping(0, 0);
        return new TaskDefaults(
            RetryReader.Read(map, problems) ?? RetryPolicy.None,
            map.Duration("timeout"),
            map.Duration("heartbeat_timeout"),
            map.Scalar("pool"),
            map.Int("priority") ?? 0);
    }
}

/// <summary>Reads tasks and hooks.</summary>
internal sealed class TaskReader(TaskDefaults defaults, TaskTypeList types, ProblemSink problems)
{
    private readonly List<NotifyEntry> _notify = [];

    /// <summary>The hooks that only name a channel: the message about the run's end is written with the end itself, and is no task.</summary>
    public IReadOnlyList<NotifyEntry> Notify => _notify;

    /// <summary>The ordinary tasks. One without a usable id is left out; the table has said so.</summary>
    public List<TaskDraft> ReadTasks(YamlMapping workflow)
    {
        var drafts = new List<TaskDraft>();
        foreach (var item in workflow.List("tasks"))
        {
            if (item is YamlMapping map && map.Scalar("id") is { } id)
                drafts.Add(Read(map, id.Text, id, TaskRole.Task));
        }

        return drafts;
    }

    /// <summary>The steps of <c>on_success</c> or <c>on_failure</c>.</summary>
    public List<TaskDraft> ReadHooks(YamlMapping workflow, string key, TaskRole role)
    {
        var drafts = new List<TaskDraft>();
        var number = 0;
        foreach (var item in workflow.List(key))
        {
            number++;
            if (item is not YamlMapping map)
                continue;
            if (WorkflowKeys.Hook.IsShort(map))
                map = WriteOut(map);
            if (Channel(map) is { } channel)
            {
                _notify.Add(NotifyEntry.For(channel, role == TaskRole.OnFailure ? NotificationEvent.Failure : NotificationEvent.Success));
                continue;
            }

            drafts.Add(Read(map, map.Text("id") ?? $"{key}_{number}", map.Scalar("id") ?? item, role));
        }

        return drafts;
    }

    // With a text, a condition or anything else it is a task.
    private static string? Channel(YamlMapping map) =>
        map.Text("uses") is "notify" && map.Entries.Count == 2 && map.Map("with") is { Entries.Count: 1 } with && with.Text("channel") is { } channel && !TemplateText.MayHold(channel) ? channel : null;

    // - shell: { run: … }   means   - uses: shell, with: { run: … }
    private static YamlMapping WriteOut(YamlMapping map)
    {
        var (key, value) = map.Entries[0];
        var full = new YamlMapping(map.Line, map.Column);
        full.Entries.Add(new YamlEntry(new YamlScalar("uses", quoted: false, verbatim: false, key.Line, key.Column), new YamlScalar(key.Text, quoted: true, verbatim: false, key.Line, key.Column)));
        full.Entries.Add(new YamlEntry(new YamlScalar("with", quoted: false, verbatim: false, key.Line, key.Column), value));
        return full;
    }

    private TaskDraft Read(YamlMapping map, string id, YamlValue idAt, TaskRole role)
    {
        var sites = new List<ExpressionSite>();
        var with = map.Map("with");
        if (with is not null)
            ExpressionSites.ReadWithin(with, sites, problems);
        var needs = role == TaskRole.Task ? map.Scalars("needs") : [];
        var pool = map.Scalar("pool") ?? defaults.Pool;
        var definition = new TaskDefinition
        {
            Id = new TaskId(id),
            Uses = map.Text("uses") ?? "",
            Role = role,
            With = YamlScalars.ToJson(with) as JsonObject ?? [],
            Secrets = SecretsOf(sites),
            Connection = types.Find(map.Text("uses") ?? "")?.ConnectionKinds.Count > 0 && with?.Text("connection") is { } connection && ConnectionName.IsValid(connection) ? connection : null,
            Needs = needs.Count == 0 ? [] : [.. needs.Select(n => new TaskId(n.Text)).Distinct()],
            If = map.Scalar("if") is { } condition ? ExpressionSites.ReadWhole(condition, SiteKind.If, sites, problems) : null,
            ForEach = role == TaskRole.Task && map["for_each"] is { } list ? ReadForEach(list, sites) : null,
            Retry = RetryReader.Read(map, problems) ?? defaults.Retry,
            Timeout = map.Duration("timeout") ?? defaults.Timeout,
            HeartbeatTimeout = map.Duration("heartbeat_timeout") ?? defaults.HeartbeatTimeout,
            Pool = pool?.Text,
            Priority = map.Int("priority") ?? defaults.Priority,
            ContinueOnError = role == TaskRole.Task && (map.Bool("continue_on_error") ?? false),
            Outputs = ReadOutputs(map, sites),
            Cost = map.Number("cost"),
            Idempotent = map.Bool("idempotent") ?? true,
            HasIrreversibleEffects = map.Text("effects") is "irreversible",
        };
        return new TaskDraft(definition, idAt, needs, sites, with, map.Scalar("uses"), pool);
    }

    // Of 'with': the sites read so far.
    private static IReadOnlyList<SecretRead> SecretsOf(List<ExpressionSite> sites) => SecretRead.Of(sites.SelectMany(site => site.Expression.Reads));

    private ForEach? ReadForEach(YamlValue value, List<ExpressionSite> sites)
    {
        var limit = (value as YamlMapping)?.Int("max_parallel");
        switch (value is YamlMapping map ? map["items"] : value)
        {
            case YamlScalar { IsNull: false } scalar:
                return ExpressionSites.ReadWhole(scalar, SiteKind.ForEach, sites, problems) is { } items ? new ForEach(items, limit) : null;
            case YamlSequence list:
                RefuseExpressions(list);
                return new ForEach(ExpressionSites.Literal(YamlScalars.ToJson(list)), limit);
            default:
                return null;
        }
    }

    private void RefuseExpressions(YamlSequence list)
    {
        foreach (var item in list.Items)
        {
            if (item is YamlScalar scalar && TemplateText.MayHold(scalar.Text))
                problems.Add(ProblemCodes.InvalidExpression, scalar, "The items of a written list are not evaluated.", "Make the whole list one expression.");
        }
    }

    private Dictionary<string, Expression> ReadOutputs(YamlMapping map, List<ExpressionSite> sites)
    {
        var outputs = new Dictionary<string, Expression>(StringComparer.Ordinal);
        foreach (var entry in map.Map("outputs")?.Entries ?? [])
        {
            if (entry.Value is YamlScalar { IsNull: false } scalar && ExpressionSites.ReadWhole(scalar, SiteKind.Output, sites, problems) is { } expression)
                outputs[entry.Name] = expression;
        }

        return outputs;
    }
}
