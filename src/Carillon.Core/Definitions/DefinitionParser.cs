using System.Security.Cryptography;
using System.Text;
using Carillon.Core.Definitions.Checking;
using Carillon.Core.Definitions.Reading;
using Carillon.Core.Definitions.Schema;
using Carillon.Core.Definitions.Templates;
using Carillon.Core.Definitions.Yaml;
using Carillon.Core.History.Notifications;
using Carillon.Core.Schedules;
using NodaTime;

namespace Carillon.Core.Definitions;

/// <summary>What a definition is read against.</summary>
/// <param name="TaskTypes">The task types that exist.</param>
/// <param name="DefaultTimezone">The zone of schedules that name none. Default <c>UTC</c>.</param>
/// <param name="Project">The project, part of schedule ids (and so of <c>H</c> in cron and of jitter). Default <c>default</c>.</param>
/// <param name="LintAt">When given, every finding of lint is among the problems, with dates from then on; else only what is wrong with a cron alone.</param>
public sealed record DefinitionContext(TaskTypeList TaskTypes, string DefaultTimezone = "UTC", string Project = "default", Instant? LintAt = null)
{
    /// <summary>The cron of every workflow that has no schedule at all, with a warning (SCH053); null for none.</summary>
    public string? FallbackCron { get; init; }

    /// <summary>The calendars that schedules may name, by name without regard to case. Default: those that ship with the program.</summary>
    public IReadOnlyDictionary<string, BusinessCalendar> Calendars { get; init; } = BusinessCalendar.BuiltIn;

    /// <summary>Now, for warnings that look ahead from it (a calendar that ends soon, windows that do not tile); null for no such warnings.</summary>
    public Instant? Now { get; init; }

    /// <summary>What <c>H</c> in cron is hashed from, in place of the schedule's id; null for that id.</summary>
    public string? HashSeed { get; init; }

    /// <summary>The connections that there are, for a warning about others; null where that is not known.</summary>
    public IReadOnlySet<string>? Connections { get; init; }

    /// <summary>False: schedules are not read, and what they name need not be there. For a run, which needs none. Default true.</summary>
    public bool ReadsSchedules { get; init; } = true;
}

/// <summary>Reads workflow files.</summary>
public static class DefinitionParser
{
    /// <summary>
    /// Parses one file: the definition with perhaps warnings, or every problem with its place, in the order of the text. Never throws on bad text.
    /// A text that is larger than 1 MiB or is not YAML is refused with that one problem.
    /// </summary>
    /// <param name="text">The file's text.</param>
    /// <param name="file">The name to print in locations.</param>
    /// <param name="context">What it is read against.</param>
    public static Checked<WorkflowDefinition> Parse(string text, string file, DefinitionContext context)
    {
        var read = ReadFile(text, file, context);
        return read.IsTemplate
            ? Checked<WorkflowDefinition>.Bad(new Problem(ProblemCodes.InvalidValue, "This is a template, which runs nothing by itself.", new SourceLocation(file, 1, 1), "Make a strategy of it: 'carillon strategies create'."))
            : read.Workflow;
    }

    /// <summary>
    /// Reads one file that may be a template. A template is checked with its parameters' defaults; nothing is said against values that depend on what only a
    /// strategy gives. Never throws on bad text.
    /// </summary>
    /// <param name="text">The file's text.</param>
    /// <param name="file">The name to print in locations.</param>
    /// <param name="context">What it is read against.</param>
    public static FileDefinition ReadFile(string text, string file, DefinitionContext context)
    {
        var yaml = YamlReader.Read(text.StartsWith('\uFEFF') ? text[1..] : text, file);
        var problems = new ProblemSink(file);
        problems.AddRange(yaml.Problems);
        if (yaml.Root is not YamlMapping map)
        {
            if (yaml.Root is not null)
                problems.Add(ProblemCodes.InvalidYaml, yaml.Root, $"A workflow is a mapping with 'id' and 'tasks', not {yaml.Root.Kind}.");
            return new FileDefinition(IsTemplate: false, Checked<WorkflowDefinition>.Bad(problems.InOrder()));
        }

        if (map.Text("kind") == "calendar")
        {
            problems.Add(ProblemCodes.InvalidValue, map["kind"]!, "This file defines a calendar, not a workflow.");
            return new FileDefinition(IsTemplate: false, Checked<WorkflowDefinition>.Bad(problems.InOrder()));
        }

        var version = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
        if (map.Text("kind") is "template")
            return TemplateReader.Read(map, version, file, context, problems);
        if (map["parameters"] is { } parameters)
            problems.Add(ProblemCodes.InvalidValue, parameters, "Only a template has 'parameters'.", "Add 'kind: template', or declare them under 'input'.");
        return new FileDefinition(IsTemplate: false, ReadTree(map, version, context, problems));
    }

    internal static Checked<WorkflowDefinition> ReadTree(YamlMapping map, string version, DefinitionContext context, ProblemSink problems)
    {
        SpecCheck.Check(map, WorkflowKeys.Workflow, problems);
        var definition = Read(map, version, context, problems);
        return problems.HasErrors
            ? Checked<WorkflowDefinition>.Bad(problems.InOrder())
            : Checked<WorkflowDefinition>.Ok(definition, problems.InOrder());
    }

    private static WorkflowDefinition Read(YamlMapping map, string version, DefinitionContext context, ProblemSink problems)
    {
        var id = new WorkflowId(map.Text("id") ?? "");
        var input = InputFieldReader.Read(map, "input", problems);
        var reader = new TaskReader(TaskDefaults.Read(map, problems), context.TaskTypes, problems);
        var tasks = reader.ReadTasks(map);
        var hooks = reader.ReadHooks(map, "on_success", TaskRole.OnSuccess);
        hooks.AddRange(reader.ReadHooks(map, "on_failure", TaskRole.OnFailure));
        var pools = ReadPools(map);
        var order = TaskOrder.Make(tasks, problems);
        string[] uses = [.. tasks.Select(t => t.Definition.Uses).Distinct(StringComparer.Ordinal)];
        var schedules = context.ReadsSchedules ? ReadSchedules(map, new ScheduleReader(context, id, input, uses, problems), context.FallbackCron, problems) : [];
        CheckTasks([.. tasks, .. hooks], new ReferenceCheck(order, input, WindowReader.IsThere(map), context.TaskTypes, problems), pools, context.TaskTypes, problems);
        if (context.Connections is { } known)
            CheckConnections([.. tasks, .. hooks], known, problems);
        return new WorkflowDefinition
        {
            Id = id,
            Name = map.Text("name") ?? id.Value,
            Version = version,
            Description = map.Text("description"),
            Tags = map.Texts("tags"),
            Owner = map.Text("owner"),
            Engine = map.Text("engine") ?? "embedded",
            Input = input,
            Schedules = schedules,
            Tests = new ScheduleTestReader(schedules, problems).Read(map),
            Pools = pools,
            MaxConcurrentRuns = map.Int("max_concurrent_runs"),
            RunsOn = map.Text("runs_on"),
            Timeout = map.Duration("timeout"),
            Cost = map.Map("cost") is { } cost ? new DeclaredCost(cost.Micros("per_run") ?? 0, cost.Micros("per_row") ?? 0) : null,
            Notify = [.. NotifyEntry.From(YamlScalars.ToJson(map["notify"])), .. reader.Notify],
            Tasks = [.. order.Sorted.Concat(hooks).Select(t => t.Definition)],
            Secrets = [.. tasks.Concat(hooks).SelectMany(t => t.Definition.Secrets).Select(s => s.Name).Distinct(StringComparer.Ordinal)],
            Connections = [.. tasks.Concat(hooks).Select(t => t.Definition.Connection).OfType<string>().Distinct(StringComparer.Ordinal)],
        };
    }

    private static IReadOnlyList<ScheduleDefinition> ReadSchedules(YamlMapping map, ScheduleReader reader, string? fallback, ProblemSink problems)
    {
        var declared = reader.Read(map);
        if (fallback is null || map["schedule"] is not null || map["schedules"] is not null)
            return declared;
        var yaml = new YamlMapping(map.Line, map.Column);
        yaml.Entries.Add(new YamlEntry(new YamlScalar("cron", quoted: true, verbatim: false, map.Line, map.Column), new YamlScalar(fallback, quoted: true, verbatim: false, map.Line, map.Column)));
        problems.Add(
            ProblemCodes.FallbackSchedule, map, $"The file has no schedule and takes '{fallback}' from WORKFLOW_SCHEDULE, which is deprecated.", "Write it into the file under 'schedule'.", ProblemSeverity.Warning);
        return reader.ReadOne(yaml, "") is { } schedule ? [schedule] : [];
    }

    private static void CheckTasks(
        List<TaskDraft> all, ReferenceCheck references, Dictionary<string, int> pools, TaskTypeList types, ProblemSink problems)
    {
        var ids = new HashSet<string>(all.Count, StringComparer.Ordinal);
        foreach (var task in all)
        {
            if (!ids.Add(task.Name))
                problems.Add(ProblemCodes.Duplicate, task.Id, $"There are two tasks '{task.Name}'.");
            if (task.Pool is { } pool && !pools.ContainsKey(pool.Text))
                problems.Add(ProblemCodes.UnknownReference, pool, $"The file declares no pool '{pool.Text}'.", problems.Suggest(pool.Text, pools.Keys) ?? $"Add it under 'pools', with its limit: '{pool.Text}: 4'.");
            WithCheck.Check(task, types, problems);
            references.Check(task);
        }

        references.Finish();
    }

    private static void CheckConnections(List<TaskDraft> all, IReadOnlySet<string> known, ProblemSink problems)
    {
        foreach (var task in all)
        {
            if (task.Definition.Connection is { } name && !known.Contains(name))
                problems.Add(ProblemCodes.ConnectionMissing, task.With!["connection"]!, $"There is no connection '{name}' yet; until there is, this task fails.", problems.Suggest(name, known), ProblemSeverity.Warning);
        }
    }

    private static Dictionary<string, int> ReadPools(YamlMapping map)
    {
        var pools = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var name in map.Map("pools")?.Entries.Select(e => e.Name) ?? [])
            pools[name] = map.Map("pools")!.Int(name) ?? map.Map("pools")!.Map(name)?.Int("limit") ?? 1;
        return pools;
    }
}
