using System.Text.Json;

namespace Carillon.Bench.Peers;

/// <summary>The entrants on .NET: this program once more, as a process of its own that measures one of them and prints one line of JSON.</summary>
internal static class PeerProgram
{
    /// <summary>The first argument of such a process.</summary>
    public const string Verb = "peer";

    /// <summary>How it is started.</summary>
    public static IReadOnlyList<string> Command(string entrant) => ["dotnet", typeof(PeerProgram).Assembly.Location, Verb, entrant];

    public static async Task<int> RunAsync(string entrant, string assignment)
    {
        var asked = JsonSerializer.Deserialize(assignment, PeerJson.Default.Assignment)!;
        if (entrant == "carillon-node")
        {
            await CarillonNodes.RunAsync(asked);
            return 0;
        }
        // The bench holds the other end: when it is gone, so are we.
        new Thread(() =>
        {
            while (Console.In.Read() >= 0)
                continue;
            Environment.Exit(1);
        })
        { IsBackground = true }.Start();
        var measured = entrant switch
        {
            "quartz" => await QuartzEntrant.MeasureAsync(asked),
            "carillon" => await CarillonEntrant.MeasureAsync(asked),
            _ => throw new ArgumentOutOfRangeException(nameof(entrant), entrant, "no such entrant"),
        };
        Console.WriteLine(JsonSerializer.Serialize(measured, PeerJson.Default.Measurement));
        return 0;
    }
}
