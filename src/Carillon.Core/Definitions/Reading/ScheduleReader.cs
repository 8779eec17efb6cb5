using System.Text.Json.Nodes;
using Carillon.Core.Definitions.Expressions;
using Carillon.Core.Definitions.Schema;
using Carillon.Core.Definitions.Yaml;
using Carillon.Core.History.Notifications;
using Carillon.Core.Schedules;
using NodaTime;

namespace Carillon.Core.Definitions.Reading;

/// <summary>Reads <c>schedule</c> and <c>schedules</c>.</summary>
internal sealed class ScheduleReader(DefinitionContext context, WorkflowId workflow, IReadOnlyList<InputField> fields, IReadOnlyCollection<string> taskTypes, ProblemSink problems)
{
    public IReadOnlyList<ScheduleDefinition> Read(YamlMapping map)
    {
        var single = map.Map("schedule");
        var many = map["schedules"] as YamlSequence;
        if (single is not null && many is not null)
            problems.Add(ProblemCodes.Duplicate, many, "A workflow has either 'schedule' or 'schedules'.", "Move the one into the list, with an 'id'.");
        var found = new List<ScheduleDefinition>();
        if (single is not null && ReadOne(single, single.Text("id") ?? "") is { } one)
            found.Add(one);
        var keys = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in many?.Items ?? [])
        {
            if (item is not YamlMapping schedule)
                continue;
            var key = schedule.Text("id");
            if (key is null && many!.Items.Count > 1)
                problems.Add(ProblemCodes.MissingKey, schedule, "The schedule has no 'id', which tells several schedules apart.");
            else if (key is not null && !keys.Add(key))
                problems.Add(ProblemCodes.Duplicate, schedule["id"]!, $"There are two schedules '{key}'.");
            if (ReadOne(schedule, key ?? "") is { } definition)
                found.Add(definition);
        }

        return found;
    }

    /// <summary>One schedule; null when it has no readable times.</summary>
    public ScheduleDefinition? ReadOne(YamlMapping map, string key)
    {
        var input = CheckInput(map);
        var spec = ScheduleSpecReader.Read(map, context.HashSeed ?? ScheduleId.For(context.Project, workflow, key).Value, context.DefaultTimezone, context.Calendars);
        var build = spec.Build();
        var definition = build.Schedule is { } built ? Make(map, key, spec, built, input) : null;
        Tell(map, context.LintAt is { } now ? Lint(spec, definition, now) : build.Problems);
        if (context.Now is { } today && build.Schedule is { } times && CalendarHorizon.Warning(times.Times, today) is { } ends)
            Tell(map, [new FieldProblem("calendar", null, null, ends)]);
        return definition;
    }

    private IReadOnlyList<FieldProblem> Lint(ScheduleSpec spec, ScheduleDefinition? definition, Instant now) =>
        ScheduleLint.Of((definition is null ? new LintSubject(spec, now) : LintSubject.Of(definition, now)) with { TaskTypes = taskTypes });

    private ScheduleDefinition Make(YamlMapping map, string key, ScheduleSpec spec, BuiltSchedule built, JsonObject input)
    {
        var rules = new ScheduleRuleReader(problems);
        return new ScheduleDefinition
        {
            Key = key,
            Spec = spec,
            Times = built.Times,
            Words = built.Words,
            Zone = built.Zone,
            ContentText = YamlScalars.ToCanonicalText(map),
            CalendarVersion = built.Times.Calendar?.Version,
            Enabled = map.Bool("enabled") ?? true,
            Jitter = map.Duration("jitter") ?? Duration.Zero,
            OverlapPolicy = Policy(map.Text("overlap_policy")),
            CatchUp = ReadCatchUp(map),
            RunWindow = rules.RunWindow(map, built.Zone),
            MaxRuns = map.Int("max_runs"),
            Concurrency = rules.Concurrency(map),
            DependsOn = rules.DependsOn(map),
            MaxStaleness = map.Duration("max_staleness"),
            AutoPauseAfter = ScheduleRuleReader.AutoPauseAfter(map),
            Input = input,
            Calendar = map.Text("calendar") ?? map.Map("calendar")?.Text("name"),
            Windows = new WindowReader(map, context.Now, problems).Read(built.Times),
            Priority = map.Int("priority") ?? 0,
            Budget = ReadBudget(map),
            Notify = NotifyEntry.From(YamlScalars.ToJson(map["notify"])),
            Expect = RunExpectation.From(YamlScalars.ToJson(map["expect"])),
            CostLimitMicros = map.Micros("cost_limit"),
            Description = map.Text("description"),
            Tags = map.Texts("tags"),
            Owner = map.Text("owner"),
        };
    }

    private static ScheduleBudget? ReadBudget(YamlMapping map) => map.Map("budget") is { } rule
        ? rule.Micros("month") is { } month ? new ScheduleBudget(month, Skips: rule.Text("on_exceed") is not "run") : null
        : map.Micros("budget") is { } amount ? new ScheduleBudget(amount) : null;

    private static OverlapPolicy Policy(string? text) => text switch
    {
        "allow" => OverlapPolicy.Allow,
        "buffer_one" => OverlapPolicy.BufferOne,
        "cancel_other" => OverlapPolicy.CancelOther,
        _ => OverlapPolicy.Skip,
    };

    private CatchUp ReadCatchUp(YamlMapping map)
    {
        if (map.Duration("catch_up") is { } window)
            return new CatchUp(CatchUpMode.Last, window);
        if (map.Map("catch_up") is not { } rule)
            return CatchUp.Default;
        var mode = rule.Text("mode") switch { "none" => CatchUpMode.None, "all" => CatchUpMode.All, _ => CatchUpMode.Last };
        if (mode != CatchUpMode.All && rule["max_runs"] is { } limit)
            problems.Add(ProblemCodes.InvalidValue, limit, "'max_runs' belongs to 'mode: all'.");
        return new CatchUp(mode, rule.Duration("window"), rule.Int("max_runs"));
    }

    // Every run of the schedule is given this input and no other, so what a run requires must be here.
    private JsonObject CheckInput(YamlMapping map)
    {
        var given = map.Map("input");
        foreach (var (key, value) in given?.Entries ?? [])
        {
            if (fields.FirstOrDefault(f => string.Equals(f.Name, key.Text, StringComparison.Ordinal)) is not { } field)
                problems.Add(ProblemCodes.InvalidInput, key, $"The workflow has no input '{key.Text}'.", problems.Suggest(key.Text, fields.Select(f => f.Name)) ?? (fields.Count == 0 ? "It takes no input." : null));
            else if (value is YamlScalar secret && TemplateText.ReadsSecret(secret.Text))
                problems.Add(ProblemCodes.SecretMisplaced, value, "A schedule's input is stored with every run of it and shown, so it may hold no secret.", "Put the secret into the 'with' of the task that needs it.");
            else if (value is YamlScalar scalar && TemplateText.MayHold(scalar.Text))
                problems.Add(ProblemCodes.InvalidInput, value, "Expressions are not evaluated in a schedule's input.");
            else if (YamlScalars.ToJson(value) is { } json && InputSchema.Fault(field, json, problems.Patterns) is { } fault)
                problems.Add(ProblemCodes.InvalidInput, value, $"Input '{key.Text}' {fault}.", InputFieldReader.Quote(field, value));
        }

        foreach (var field in fields.TakeWhile(_ => !problems.IsFull))
        {
            if (field is { Required: true, Default: null } && given?[field.Name] is null or YamlScalar { IsNull: true })
                problems.Add(ProblemCodes.InvalidInput, given ?? map, $"The schedule gives no input '{field.Name}', which a run must have.");
        }

        return YamlScalars.ToJson(given) as JsonObject ?? [];
    }

    private void Tell(YamlMapping map, IReadOnlyList<FieldProblem> found)
    {
        // The table may have refused a value already; what is found together stands together.
        List<(FieldProblem Found, YamlValue At)> placed = [.. found
            .Select(one => (Found: one, At: Place(map, one)))
            .Where(one => one.Found.Problem.Severity != ProblemSeverity.Error || !problems.Has(one.Found.Problem.Code, one.At))];
        foreach (var (one, at) in placed)
            problems.Add(one.Problem with { Field = one.Place }, at, one.Offset);
    }

    private static YamlValue Place(YamlMapping map, FieldProblem found)
    {
        YamlValue at = map;
        foreach (var part in found.Field.Split('.', StringSplitOptions.RemoveEmptyEntries))
        {
            if (at is YamlMapping inner && inner[part] is { } value)
                at = value;
        }

        return found.Item is { } index && at is YamlSequence list && index < list.Items.Count ? list.Items[index] : at;
    }
}
