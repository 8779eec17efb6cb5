using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Carillon.Core;
using Carillon.Core.Definitions;
using Carillon.Core.Schedules;
using Carillon.Engine.Storage;
using Carillon.Server.Hosting;
using Carillon.Server.Occurrences;
using NodaTime;

namespace Carillon.Server.Cli;

/// <summary><c>carillon preview</c>: when a schedule will fire.</summary>
internal static class PreviewVerb
{
    // A schedule on its own names no task.
    private static readonly DefinitionContext Nothing = new(new TaskTypeList([]));

    public static Command Create(Terminal terminal)
    {
        var file = new Argument<string?>("workflow") { Description = "A workflow file.", HelpName = "workflow.yaml", Arity = ArgumentArity.ZeroOrOne };
        var schedule = new Option<string?>("--schedule") { Description = "Which of the file's schedules, by its id.", HelpName = "KEY" };
        var cron = new Option<string?>("--cron") { Description = "A cron of 5 or 6 fields, or a macro.", HelpName = "EXPR" };
        var every = new Option<string?>("--every") { Description = "A period such as 14d, 2h or 15m.", HelpName = "PERIOD" };
        var at = new Option<string[]>("--at") { Description = "Wall-clock times, with --every in days, --weekly or --monthly.", HelpName = "HH:MM" };
        var anchor = new Option<string?>("--anchor") { Description = "Where --every begins to count.", HelpName = "DATE" };
        var weekly = new Option<string?>("--weekly") { Description = "Weekdays: mon,wed,fri.", HelpName = "DAYS" };
        var monthly = new Option<string?>("--monthly") { Description = "Days of the month: 15, last, first_business_day, '2nd tue'.", HelpName = "DAYS" };
        var timezone = new Option<string?>("--timezone", "-z") { Description = "The IANA zone. Default UTC.", HelpName = "ZONE" };
        var calendar = new Option<string?>("--calendar") { Description = "Only business days of this calendar, for example XNYS.", HelpName = "NAME" };
        var from = new Option<string?>("--from") { Description = "Occurrences at or after this instant. Default now.", HelpName = "INSTANT" };
        var count = new Option<int>("--count", "-n") { Description = "How many.", DefaultValueFactory = _ => 10 };
        var batch = new Option<string?>("--batch") { Description = "Preview every line of a file of JSON objects ('-' for standard input); one line of JSON each.", HelpName = "FILE" };
        var json = CommonOptions.Json();
        var command = new Command("preview", "Show when a schedule fires next, in its zone and in UTC.") { file, schedule, cron, every, at, anchor, weekly, monthly, timezone, calendar, from, count, batch, json };
        command.SetAction(parsed =>
        {
            var asJson = parsed.GetValue(json);
            if (parsed.GetValue(batch) is { } lines)
                return Batch(terminal, lines);
            var request = new JsonObject { ["from"] = parsed.GetValue(from), ["count"] = parsed.GetValue(count) };
            foreach (var (key, option) in ((string, Option<string?>)[])[("cron", cron), ("every", every), ("anchor", anchor), ("timezone", timezone), ("calendar", calendar)])
                request[key] = parsed.GetValue(option);
            var times = new JsonArray([.. (parsed.GetValue(at) ?? []).SelectMany(Split).Select(text => (JsonNode)text)]);
            if (times.Count == 0 && (parsed.GetValue(weekly) ?? parsed.GetValue(monthly)) is not null)
                times.Add((JsonNode)"00:00");
            if (parsed.GetValue(weekly) is { } weekdays)
                request["weekly"] = new JsonObject { ["on"] = Array(weekdays), ["at"] = times };
            else if (parsed.GetValue(monthly) is { } days)
                request["monthly"] = new JsonObject { ["on"] = Array(days), ["at"] = times };
            else if (times.Count > 0)
                request["at"] = times;
            return parsed.GetValue(file) is { } path
                ? File(terminal, path, parsed.GetValue(schedule), request, asJson)
                : Show(terminal, asJson, Preview(request, terminal.Time.Now()));
        });
        return command;
    }

    private static Checked<PreviewAnswer> Preview(JsonObject json, Instant now)
    {
        var request = PreviewRequest.Read(json, now);
        var read = request.Schedule(workflow: null, key: null, Nothing);
        return read.IsOk ? Checked<PreviewAnswer>.Ok(PreviewAnswer.Of(read.Value, request.Range, read.Problems)) : Checked<PreviewAnswer>.Bad(read.Problems);
    }

    private static int Show(Terminal terminal, bool json, Checked<PreviewAnswer> answer)
    {
        if (!answer.IsOk)
            return ProblemPrinter.Fail(terminal, json, answer.Problems);
        if (json)
            CliJson.WriteLine(terminal.Out, answer.Value, ApiJson.Default.PreviewAnswer);
        else
            Print(terminal, answer.Value, title: null);
        return ExitCode.Ok;
    }

    private static int File(Terminal terminal, string path, string? key, JsonObject options, bool json)
    {
        var limits = PreviewRange.Read(options["from"]?.ToString(), options["count"]?.ToString(), terminal.Time.Now());
        var text = WorkflowFiles.Read(path);
        if (!limits.IsOk || !text.IsOk)
            return ProblemPrinter.Fail(terminal, json, [.. limits.Problems, .. text.Problems]);
        var zone = options["timezone"]?.ToString() ?? "UTC";
        var parsed = DefinitionParser.Parse(text.Value, path, WorkflowFolder.Context(WorkflowFolder.Calendars([path]), zone, limits.Value.From) with { LintAt = limits.Value.From });
        if (!parsed.IsOk)
            return ProblemPrinter.Fail(terminal, json, parsed.Problems);
        var schedules = parsed.Value.Schedules.Where(schedule => key is null || string.Equals(schedule.Key, key, StringComparison.Ordinal)).ToList();
        if (schedules.Count == 0 || (json && schedules.Count > 1))
            return ProblemPrinter.Fail(terminal, json, [Unclear(parsed.Value, key)]);
        var answers = schedules.ConvertAll(schedule =>
            (schedule.Key, Answer: PreviewAnswer.Of(schedule, limits.Value, Known(parsed.Problems, schedule, limits.Value.From))));
        if (json)
            CliJson.WriteLine(terminal.Out, answers[0].Answer, ApiJson.Default.PreviewAnswer);
        else
            answers.ForEach(found => Print(terminal, found.Answer, answers.Count > 1 ? found.Key : null));
        return ExitCode.Ok;
    }

    /// <summary>What was found in the file; of clock changes only those of this schedule, which the preview tells with their dates.</summary>
    private static IEnumerable<Problem> Known(IReadOnlyList<Problem> found, ScheduleDefinition schedule, Instant from) =>
        found.Where(problem => problem.Code != ProblemCodes.ClockChange)
            .Concat(ScheduleLint.Of(LintSubject.Of(schedule, from)).Select(finding => finding.Problem).Where(problem => problem.Code == ProblemCodes.ClockChange));

    /// <summary>Why no one schedule is meant.</summary>
    public static Problem Unclear(WorkflowDefinition workflow, string? key)
    {
        var keys = workflow.Schedules.Select(schedule => schedule.Key).ToList();
        if (keys.Count == 0)
            return new Problem(ProblemCodes.ScheduleNotFound, $"The workflow '{workflow.Id}' has no schedule.");
        var list = string.Join(", ", keys);
        return key is null
            ? new Problem(ProblemCodes.InvalidRequest, $"The workflow '{workflow.Id}' has several schedules: {list}.", Suggestion: "Choose one with --schedule.")
            : new Problem(ProblemCodes.ScheduleNotFound, $"The workflow '{workflow.Id}' has no schedule '{key}'; it has: {list}.", Suggestion: Nearest.Suggest(key, keys));
    }

    private static int Batch(Terminal terminal, string path)
    {
        if (path != "-" && !System.IO.File.Exists(path))
            return ProblemPrinter.Fail(terminal, json: true, [new Problem(ProblemCodes.FileUnreadable, $"The file '{path}' does not exist.")]);
        using var reader = path == "-" ? new StreamReader(Console.OpenStandardInput()) : new StreamReader(path);
        var now = terminal.Time.Now();
        var code = ExitCode.Ok;
        while (reader.ReadLine() is { } line)
        {
            if (string.IsNullOrWhiteSpace(line))
                continue;
            var answer = Line(line, now);
            if (answer.IsOk)
            {
                CliJson.WriteLine(terminal.Out, answer.Value, ApiJson.Default.PreviewAnswer);
                continue;
            }

            CliJson.WriteLine(terminal.Out, new ProblemList([.. answer.Problems.Select(ProblemView.From)]), CliJson.Default.ProblemList);
            code = ExitCode.Problems;
        }

        return code;
    }

    private static Checked<PreviewAnswer> Line(string line, Instant now)
    {
        try
        {
            return JsonNode.Parse(line) is JsonObject json
                ? Preview(json, now)
                : Checked<PreviewAnswer>.Bad(new Problem(ProblemCodes.InvalidRequest, "The line is not a JSON object."));
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            return Checked<PreviewAnswer>.Bad(new Problem(ProblemCodes.InvalidRequest, "The line is not JSON: " + e.Message));
        }
    }

    private static void Print(Terminal terminal, PreviewAnswer answer, string? title)
    {
        if (title is not null)
            terminal.Out.WriteLine(terminal.Paint(title, Ink.Live));
        terminal.Out.WriteLine($"{terminal.Paint(answer.Words, Ink.Bold)}  {terminal.Paint(answer.Timezone, Ink.Dim)}");
        OccurrenceTable.Write(terminal, answer.Occurrences);
        ProblemPrinter.Write(terminal.Error, terminal.PaintError, answer.Warnings.Select(warning => warning.ToProblem()));
    }

    private static JsonArray Array(string list) => new([.. Split(list).Select(text => (JsonNode)text)]);

    private static string[] Split(string list) => list.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
