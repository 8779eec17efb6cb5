using System.CommandLine;
using System.Text.Json.Nodes;
using Carillon.Core;
using Carillon.Core.Definitions;
using Carillon.Server.Schedules;

namespace Carillon.Server.Cli;

/// <summary><c>carillon schedules create · edit</c>: a definition from a file of YAML or JSON, from options, or from both.</summary>
internal static class ScheduleEditVerbs
{
    // Options that are keys of a schedule as they stand.
    private static readonly (string Key, string Words)[] Keys =
    [
        ("cron", "A cron expression."), ("every", "An interval, as 14d or 15m."), ("at", "The time of day of an interval in days."), ("anchor", "Where an interval counts from."), ("once", "One time."),
        ("timezone", "The IANA zone."), ("calendar", "An exchange calendar."), ("start_at", "Not before."), ("end_at", "Not from then on."), ("jitter", "A random delay, as 30s."),
        ("overlap_policy", "skip, allow, buffer_one or cancel_other."), ("catch_up", "How old a missed occurrence may be and still run, as 1h."), ("description", "In your words."), ("owner", "Who answers for it."),
    ];

    public static void AddTo(Command schedules, Terminal terminal)
    {
        schedules.Add(Create(terminal));
        schedules.Add(Edit(terminal));
    }

    private static Command Create(Terminal terminal)
    {
        var workflow = new Argument<string>("workflow") { Description = "The workflow's id." };
        var id = new Option<string?>("--id") { Description = "Its key among the workflow's schedules." };
        var parts = new DocumentOptions();
        var command = new Command("create", "Make a managed schedule from --file, options, or both.") { workflow, id };
        return Set(terminal, command, parts, async (client, parsed, record, stop) =>
        {
            var document = await parts.ReadAsync(terminal, parsed, [], stop);
            if (!document.IsOk)
                return Checked<string>.Bad(document.Problems);
            if (parsed.GetValue(id) is { } key)
                document.Value["id"] = key;
            record(document.Value);
            var path = $"/api/workflows/{Uri.EscapeDataString(parsed.GetValue(workflow)!)}/schedules";
            return Checked<string>.Ok(await client.SendAsync(HttpMethod.Post, path, document.Value.ToJsonString(), tag: null, stop));
        });
    }

    private static Command Edit(Terminal terminal)
    {
        var id = new Argument<string>("schedule") { Description = "The schedule's id." };
        var until = CommonOptions.Until();
        var parts = new DocumentOptions();
        var command = new Command("edit", "Change a schedule: --file gives its whole definition, options change single keys of it. Of a declared schedule it is an override.") { id, until };
        return Set(terminal, command, parts, async (client, parsed, record, stop) =>
        {
            var path = "/api/schedules/" + Uri.EscapeDataString(parsed.GetValue(id)!);
            var (text, tag) = await client.GetTaggedAsync(path, stop);
            var document = await parts.ReadAsync(terminal, parsed, (JsonObject)(ServerClient.Read<ScheduleView>(text).Definition?.DeepClone() ?? new JsonObject()), stop);
            if (!document.IsOk)
                return Checked<string>.Bad(document.Problems);
            record(document.Value);
            if (parsed.GetValue(until) is { } end)
                document.Value["until"] = end;
            return Checked<string>.Ok(await client.SendAsync(HttpMethod.Put, path, document.Value.ToJsonString(), tag, stop));
        });
    }

    private static Command Set(Terminal terminal, Command command, DocumentOptions parts, Func<ServerClient, ParseResult, Action<JsonObject>, CancellationToken, Task<Checked<string>>> send)
    {
        var reason = CommonOptions.Reason();
        var server = CommonOptions.Server(terminal);
        var json = CommonOptions.Json();
        parts.AddTo(command);
        command.Add(reason);
        command.Add(server);
        command.Add(json);
        command.SetAction((parsed, stop) => ServerClient.UseAsync(terminal, parsed.GetValue(json), parsed.GetValue(server)!, async client =>
        {
            var answer = await send(client, parsed, document => Record(document, parsed.GetValue(reason)), stop);
            if (!answer.IsOk)
                return ProblemPrinter.Fail(terminal, parsed.GetValue(json), answer.Problems);
            if (parsed.GetValue(json))
                terminal.Out.WriteLine(answer.Value);
            else
                ScheduleActVerbs.PrintStand(terminal, ServerClient.Read<ScheduleView>(answer.Value));
            return ExitCode.Ok;
        }));
        return command;
    }

    private static void Record(JsonObject document, string? reason)
    {
        document["by"] = ServerClient.Actor;
        if (reason is not null)
            document["reason"] = reason;
    }

    /// <summary>Where the keys of a schedule come from.</summary>
    private sealed class DocumentOptions
    {
        private readonly Option<string?> _file = new("--file", "-f") { Description = "The definition as YAML or JSON; - reads the standard input.", HelpName = "FILE" };
        private readonly Option<string[]> _input = InputOption.Create();
        private readonly Option<string[]> _tags = new("--tag") { Description = "A tag, several times.", AllowMultipleArgumentsPerToken = true };
        private readonly List<(string Key, Option<string?> Option)> _keys =
            [.. Keys.Select(key => (key.Key, new Option<string?>("--" + key.Key.Replace('_', '-')) { Description = key.Words }))];

        public void AddTo(Command command)
        {
            command.Add(_file);
            foreach (var (_, option) in _keys)
                command.Add(option);
            command.Add(_input);
            command.Add(_tags);
        }

        /// <summary>The file, or else what there is, with the options over it.</summary>
        public async Task<Checked<JsonObject>> ReadAsync(Terminal terminal, ParseResult parsed, JsonObject known, CancellationToken stop)
        {
            var read = parsed.GetValue(_file) is { } path ? await FromFileAsync(path, stop) : Checked<JsonObject>.Ok(known);
            var input = InputOption.Read(parsed.GetValue(_input) ?? [], _ => null);
            List<Problem> problems = [.. read.Problems, .. input.Problems];
            if (problems.Count > 0)
                return Checked<JsonObject>.Bad(problems);
            var document = read.Value;
            foreach (var (key, option) in _keys)
            {
                if (parsed.GetValue(option) is { } text)
                    document[key] = text;
            }

            if (input.Value.Count > 0)
                document["input"] = input.Value;
            if (parsed.GetValue(_tags) is { Length: > 0 } tags)
                document["tags"] = new JsonArray([.. tags.Select(tag => JsonValue.Create(tag))]);
            return Checked<JsonObject>.Ok(document);
        }

        private static async Task<Checked<JsonObject>> FromFileAsync(string path, CancellationToken stop)
        {
            try
            {
                return ScheduleYaml.Read(path == "-" ? await Console.In.ReadToEndAsync(stop) : await File.ReadAllTextAsync(path, stop), path);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return Checked<JsonObject>.Bad(new Problem(ProblemCodes.FileUnreadable, $"'{path}' cannot be read: {e.Message}"));
            }
        }
    }
}
