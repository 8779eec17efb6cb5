using System.CommandLine;
using System.Text.Json.Nodes;
using Carillon.Core;
using Carillon.Core.Definitions;
using Carillon.Server.Definitions;
using Carillon.Server.Hosting;

namespace Carillon.Server.Cli;

/// <summary><c>carillon strategies create</c> and <c>edit</c>.</summary>
internal static class StrategyWriteVerb
{
    /// <summary>The members that an edit sends back as they were.</summary>
    private static readonly string[] Members = ["template", "parameters", "overlay", "enabled", "owner", "tags", "description"];

    public static Command Create(Terminal terminal)
    {
        var options = new WriteOptions(terminal);
        var disabled = new Option<bool>("--disabled") { Description = "Make it with its schedules switched off." };
        var command = options.AddTo(new Command("create", "Make a strategy of a template.") { disabled });
        options.Template.Required = true;
        command.SetAction((parsed, stop) => options.UseAsync(terminal, parsed, async client =>
        {
            var document = new JsonObject { ["id"] = parsed.GetValue(options.Id) };
            if (parsed.GetValue(disabled))
                document["enabled"] = false;
            await options.FillAsync(client, parsed, document, stop);
            return await SendAsync(terminal, options, parsed, client, HttpMethod.Post, "/api/strategies", document, ifMatch: null, stop);
        }));
        return command;
    }

    public static Command Edit(Terminal terminal)
    {
        var options = new WriteOptions(terminal);
        var unset = new Option<string[]>("--unset") { Description = "Parameters to go back to the template's default.", HelpName = "NAME", AllowMultipleArgumentsPerToken = true };
        var command = options.AddTo(new Command("edit", "Change a strategy: what is not named stays. Refused when somebody else changed it meanwhile.") { unset });
        command.SetAction((parsed, stop) => options.UseAsync(terminal, parsed, async client =>
        {
            var path = $"/api/strategies/{Uri.EscapeDataString(parsed.GetValue(options.Id)!)}";
            var answer = await client.GetTextAsync(path, stop);
            var stored = (JsonObject)JsonNode.Parse(answer)!;
            var document = new JsonObject(Members.Where(member => stored[member] is not null).Select(member => KeyValuePair.Create(member, stored[member]?.DeepClone())));
            foreach (var name in parsed.GetValue(unset) ?? [])
                (document["parameters"] as JsonObject)?.Remove(name);
            await options.FillAsync(client, parsed, document, stop);
            return await SendAsync(terminal, options, parsed, client, HttpMethod.Put, path, document, $"\"{ServerClient.Read<StrategyView>(answer).Revision}\"", stop);
        }));
        return command;
    }

    private static async Task<int> SendAsync(
        Terminal terminal, WriteOptions options, ParseResult parsed, ServerClient client, HttpMethod method, string path, JsonObject document, string? ifMatch, CancellationToken stop)
    {
        var json = parsed.GetValue(options.Json);
        if (parsed.GetValue(options.Preview))
        {
            document["id"] = parsed.GetValue(options.Id);
            var answer = await client.SendAsync(HttpMethod.Post, "/api/strategies/preview", document, ApiJson.Default.JsonObject, ifMatch: null, stop);
            var preview = ServerClient.Read<StrategyPreview>(answer);
            if (json)
                terminal.Out.WriteLine(answer);
            else
                Print(terminal, preview);
            return preview.Valid ? ExitCode.Ok : ExitCode.Problems;
        }

        document["by"] = ServerClient.Actor;
        document["reason"] = parsed.GetValue(options.Reason);
        StrategiesVerb.Say(terminal, await client.SendAsync(method, path, document, ApiJson.Default.JsonObject, ifMatch, stop), json);
        return ExitCode.Ok;
    }

    private static void Print(Terminal terminal, StrategyPreview preview)
    {
        ProblemPrinter.Write(terminal.Error, terminal.PaintError, preview.Problems.Select(problem => problem.ToProblem()));
        if (!preview.Valid)
            return;
        terminal.Out.Write(preview.Yaml);
        foreach (var (key, next) in preview.Schedules)
        {
            terminal.Out.WriteLine($"# {(key.Length == 0 ? "" : key + ": ")}{next.Words} ({next.Timezone}); next:");
            foreach (var occurrence in next.Occurrences.Take(5))
                terminal.Out.WriteLine($"#   {occurrence.Local}");
        }
    }

    /// <summary>What both verbs take.</summary>
    private sealed class WriteOptions(Terminal terminal)
    {
        public Argument<string> Id { get; } = new("strategy") { Description = "The strategy's id, and that of its workflow." };

        public Option<string?> Template { get; } = new("--template", "-t") { Description = "The template's id." };

        public Option<bool> Preview { get; } = new("--preview") { Description = "Print the workflow it would make and its next times; store nothing." };

        public Option<string?> Reason { get; } = new("--reason") { Description = "Why, for the record." };

        public Option<bool> Json { get; } = CommonOptions.Json();

        private Option<string> Server { get; } = CommonOptions.Server(terminal);

        private Option<string[]> Set { get; } = new("--set") { Description = "Parameters as name=value, several times. Text parameters are taken as they stand; others as JSON (5, true, [1,2]).", HelpName = "NAME=VALUE", AllowMultipleArgumentsPerToken = true };

        private Option<string?> File { get; } = new("--file", "-f") { Description = "A YAML file of parameters; --set wins over it.", HelpName = "FILE" };

        private Option<string?> Overlay { get; } = new("--overlay") { Description = "A YAML file of what is laid over the template.", HelpName = "FILE" };

        private Option<string?> Owner { get; } = new("--owner") { Description = "Whose it is." };

        private Option<string[]> Tags { get; } = new("--tag") { Description = "Labels, several times; they take the place of those before.", AllowMultipleArgumentsPerToken = true };

        private Option<string?> Description { get; } = new("--description") { Description = "What it is for." };

        public Command AddTo(Command command)
        {
            foreach (var symbol in new Symbol[] { Id, Template, Set, File, Overlay, Owner, Tags, Description, Preview, Reason, Server, Json })
            {
                if (symbol is Argument argument)
                    command.Add(argument);
                else
                    command.Add((Option)symbol);
            }

            return command;
        }

        public Task<int> UseAsync(Terminal output, ParseResult parsed, Func<ServerClient, Task<int>> verb) =>
            ServerClient.UseAsync(output, parsed.GetValue(Json), parsed.GetValue(Server)!, verb);

        /// <summary>Puts what the options say into the document.</summary>
        /// <exception cref="ServerProblemException">What they say cannot be read.</exception>
        public async Task FillAsync(ServerClient client, ParseResult parsed, JsonObject document, CancellationToken stop)
        {
            if (parsed.GetValue(Template) is { } template)
                document["template"] = template;
            var parameters = document["parameters"] as JsonObject ?? [];
            Lay(parameters, Read(parsed.GetValue(File)));
            var types = parsed.GetValue(Set) is { Length: > 0 } ? await TypesAsync(client, document["template"]?.ToString() ?? "", stop) : null;
            Lay(parameters, OrThrow(InputOption.Read(parsed.GetValue(Set) ?? [], name => Type(types, name))));
            document["parameters"] = parameters.DeepClone();
            if (parsed.GetValue(Overlay) is { } overlay)
                document["overlay"] = Read(overlay);
            if (parsed.GetValue(Owner) is { } owner)
                document["owner"] = owner;
            if (parsed.GetValue(Tags) is { Length: > 0 } tags)
                document["tags"] = new JsonArray([.. tags.Select(tag => (JsonNode)tag)]);
            if (parsed.GetValue(Description) is { } description)
                document["description"] = description;
        }

        private static async Task<JsonObject?> TypesAsync(ServerClient client, string template, CancellationToken stop) =>
            ServerClient.Read<TemplateView>(await client.GetTextAsync($"/api/templates/{Uri.EscapeDataString(template)}", stop)).Parameters?["properties"] as JsonObject;

        private static InputType? Type(JsonObject? types, string name) =>
            types?[name]?["type"]?.ToString() is { } word && Enum.TryParse<InputType>(word, ignoreCase: true, out var type) ? type : null;

        private static JsonObject Read(string? path)
        {
            if (path is null)
                return [];
            var text = OrThrow(WorkflowFiles.Read(path));
            return OrThrow(YamlDocument.Parse(text, path));
        }

        private static T OrThrow<T>(Checked<T> read) => read.IsOk ? read.Value : throw new ServerProblemException(read.Problems);

        private static void Lay(JsonObject parameters, JsonObject given)
        {
            foreach (var (name, value) in given)
                parameters[name] = value?.DeepClone();
        }
    }
}
