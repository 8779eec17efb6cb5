using System.CommandLine;
using Carillon.Engine.History;
using Carillon.Server.Hosting;

namespace Carillon.Server.Cli;

/// <summary><c>carillon nodes</c>: the processes that share the work.</summary>
internal static class NodesVerb
{
    public static Command Create(Terminal terminal)
    {
        var server = CommonOptions.Server(terminal);
        var json = CommonOptions.Json();
        var command = new Command("nodes", "List the nodes of a running server's database with their load, tags and state.") { server, json };
        command.SetAction((parsed, stop) => ServerClient.UseAsync(terminal, parsed.GetValue(json), parsed.GetValue(server)!, async client =>
        {
            var answer = await client.GetTextAsync("/api/nodes", stop);
            if (parsed.GetValue(json))
                terminal.Out.WriteLine(answer);
            else
                Print(terminal, ServerClient.Read<ItemList<NodeRecord>>(answer).Items);
            return ExitCode.Ok;
        }));
        return command;
    }

    private static void Print(Terminal terminal, IReadOnlyList<NodeRecord> nodes)
    {
        var table = new TextTable("NODE", "STATE", "LOAD", "TAGS", "VERSION", "UP SINCE", "SEEN");
        foreach (var node in nodes)
        {
            var state = node.State switch
            {
                NodeState.Live => new TextTable.Cell("live", Ink.Good),
                NodeState.Draining => new("draining", Ink.Warn),
                _ => new("lost", Ink.Bad),
            };
            table.Add(
                new(node.Name, Ink.Bold), state, $"{node.Running} of {node.Slots}", node.Tags.Count == 0 ? "–" : string.Join(", ", node.Tags), node.Version,
                Words.Time(node.StartedAt), Words.Time(node.SeenAt));
        }

        table.Write(terminal);
    }
}
