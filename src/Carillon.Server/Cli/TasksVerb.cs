using System.CommandLine;
using System.Text.Json.Nodes;
using Carillon.Core;
using Carillon.Core.Definitions;
using Carillon.Server.Definitions;
using Carillon.Server.Hosting;

namespace Carillon.Server.Cli;

/// <summary><c>carillon tasks</c>: the task types, or one with what it takes.</summary>
internal static class TasksVerb
{
    public static Command Create(Terminal terminal)
    {
        var name = new Argument<string?>("name") { Description = "One task type; all when left out.", Arity = ArgumentArity.ZeroOrOne };
        var json = CommonOptions.Json();
        var command = new Command("tasks", "List the task types, or show what one takes and gives.") { name, json };
        command.SetAction(parsed => Run(terminal, parsed.GetValue(name), parsed.GetValue(json)));
        return command;
    }

    private static int Run(Terminal terminal, string? name, bool json)
    {
        var types = Handlers.Types();
        if (name is null)
        {
            List(terminal, types, json);
            return ExitCode.Ok;
        }

        if (types.Find(name) is not { } type)
        {
            var near = Nearest.Suggest(name, types.Names);
            return ProblemPrinter.Fail(terminal, json, [new Problem(ProblemCodes.UnknownTaskType, $"There is no task type '{name}'.", Suggestion: near is null ? "'carillon tasks' lists them." : near)]);
        }

        if (json)
            CliJson.WriteLine(terminal.Out, TaskTypeView.From(type), ApiJson.Default.TaskTypeView);
        else
            Show(terminal, type);
        return ExitCode.Ok;
    }

    private static void List(Terminal terminal, TaskTypeList types, bool json)
    {
        if (json)
        {
            CliJson.WriteLine(terminal.Out, new ItemList<TaskTypeView>([.. types.All.Select(TaskTypeView.From)]), ApiJson.Default.ItemListTaskTypeView);
            return;
        }

        foreach (var group in types.All.GroupBy(type => type.Group, StringComparer.Ordinal))
        {
            terminal.Out.WriteLine(terminal.Paint(group.Key, Ink.Dim));
            var table = group.Max(type => type.Name.Length);
            foreach (var type in group)
                terminal.Out.WriteLine($"  {terminal.Paint(type.Name.PadRight(table), Ink.Bold)}  {type.Summary}");
        }
    }

    private static void Show(Terminal terminal, TaskType type)
    {
        terminal.Out.WriteLine($"{terminal.Paint(type.Name, Ink.Bold)}{(type.IsSensor ? " (sensor)" : "")}  {type.Summary}");
        Fields(terminal, "with (* is required)", type.InputSchema, marked: true);
        Fields(terminal, "output", type.OutputSchema, marked: false);
    }

    private static void Fields(Terminal terminal, string title, JsonObject schema, bool marked)
    {
        if (schema["properties"] is not JsonObject { Count: > 0 } properties)
            return;
        var required = marked && schema["required"] is JsonArray names ? names.Select(name => name!.GetValue<string>()).ToHashSet(StringComparer.Ordinal) : [];
        terminal.Out.WriteLine();
        terminal.Out.WriteLine(terminal.Paint(title, Ink.Dim));
        var width = properties.Max(field => field.Key.Length);
        foreach (var (field, value) in properties)
        {
            var mark = required.Contains(field) ? terminal.Paint("*", Ink.Warn) : " ";
            var preset = value?["default"] is { } given ? $" Default {CliJson.Text(given)}." : "";
            terminal.Out.WriteLine($" {mark}{terminal.Paint(field.PadRight(width), Ink.Bold)}  {terminal.Paint(Kind(value).PadRight(8), Ink.Live)}  {value?["description"]}{preset}");
        }
    }

    private static string Kind(JsonNode? field) => field?["type"] switch
    {
        JsonArray kinds => string.Join('|', kinds.Select(kind => kind!.ToString())),
        { } kind => kind.ToString(),
        null => "any",
    };
}
