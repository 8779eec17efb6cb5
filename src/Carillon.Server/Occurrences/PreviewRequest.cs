using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Carillon.Core;
using Carillon.Core.Definitions;
using Carillon.Core.Schedules;
using NodaTime;

namespace Carillon.Server.Occurrences;

/// <summary>A schedule's document to preview, and what stands beside it.</summary>
/// <param name="Document">The keys of a schedule as in YAML, as for making one.</param>
/// <param name="Range">How much of it.</param>
internal sealed record PreviewRequest(JsonObject Document, PreviewRange Range)
{
    private const string Nameless = "preview";

    // For the record of a change; a preview changes nothing.
    private static readonly string[] Unread = ["by", "reason", "until"];

    /// <summary>The workflow it is for, which knows its input and what a run costs; null for none.</summary>
    public string? Workflow { get; init; }

    /// <summary>What a run costs, in micros, in place of what the workflow's runs do; null when that is not said.</summary>
    public long? RunMicros { get; init; }

    /// <summary>What is wrong beside the document, each with its field.</summary>
    public IReadOnlyList<Problem> Problems { get; init; } = [];

    /// <summary>The document's <c>id</c>: its key among the schedules of <see cref="Workflow"/>; null for none.</summary>
    public string? Key => Document["id"] is JsonValue id && id.TryGetValue<string>(out var text) ? text : null;

    /// <summary>Takes a body apart: <c>from</c>, <c>count</c>, <c>workflow</c>, <c>cost_per_run</c>, and the schedule's document. The body is changed. Members that are null are as if they were not there.</summary>
    public static PreviewRequest Read(JsonObject body, Instant now)
    {
        var problems = new List<Problem>();
        foreach (var name in body.Where(member => member.Value is null).Select(member => member.Key).Concat(Unread).ToList())
            body.Remove(name);
        var workflow = Take(body, "workflow", problems);
        var micros = Micros(Take(body, "cost_per_run", problems), problems);
        var range = PreviewRange.Read(Take(body, "from", problems), Take(body, "count", problems), now);
        return new PreviewRequest(body, range.IsOk ? range.Value : new PreviewRange(now, 1)) { Workflow = workflow, RunMicros = micros, Problems = [.. problems, .. range.Problems] };
    }

    /// <summary>What the document means, with all that lint says, or every problem of the request. Without an <c>input</c> nothing is said of what a run must be given.</summary>
    /// <param name="workflow">The workflow; null for none.</param>
    /// <param name="key">The key of a document without <c>id</c>; null where there is no workflow.</param>
    /// <param name="context">What is read against.</param>
    public Checked<ScheduleDefinition> Schedule(WorkflowDefinition? workflow, string? key, DefinitionContext context)
    {
        var id = Key ?? key ?? Nameless;
        var document = (JsonObject)Document.DeepClone();
        // Lint asks files for their zone; who asks here sees it in the answer.
        document["timezone"] ??= context.DefaultTimezone;
        if (workflow is null && document["input"] is JsonObject)
            document.Remove("input");
        var owner = workflow ?? new WorkflowDefinition { Id = new WorkflowId(Nameless), Name = Nameless, Version = "", Tasks = [] };
        var read = ScheduleParser.Parse(
            document,
            document.ContainsKey("input") ? owner : owner with { Input = [] },
            id,
            context with { LintAt = Range.From, Now = Range.From, HashSeed = workflow is null ? id : null });
        return Problems.Count == 0 ? read : Checked<ScheduleDefinition>.Bad([.. Problems, .. read.Problems]);
    }

    // A number is as good as its text.
    private static string? Take(JsonObject body, string name, List<Problem> problems)
    {
        body.Remove(name, out var value);
        if (value is null)
            return null;
        if (value.GetValueKind() is JsonValueKind.String or JsonValueKind.Number)
            return value.ToString();
        problems.Add(new Problem(ProblemCodes.InvalidRequest, $"'{name}' must be text or a number.") { Field = name });
        return null;
    }

    private static long? Micros(string? text, List<Problem> problems)
    {
        if (text is null)
            return null;
        if (decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var amount) && Money.IsExact(amount))
            return Money.Micros(amount);
        problems.Add(new Problem(ProblemCodes.InvalidRequest, $"'cost_per_run' is '{text}'; an amount from 0 to 1000000000 with six decimals at most is expected.") { Field = "cost_per_run" });
        return null;
    }
}
