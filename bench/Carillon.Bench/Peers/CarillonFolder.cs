namespace Carillon.Bench.Peers;

/// <summary>The workflows that Carillon runs against its peers, and where its data is.</summary>
internal static class CarillonFolder
{
    /// <summary>One no-op task.</summary>
    public const string Lone = "lone";

    /// <summary>40 no-op tasks, each after the one before it.</summary>
    public const string Chain = "chain";

    private const int ChainTasks = 40;

    public static string Workflows(string folder) => Path.Join(folder, "workflows");

    public static string Data(string folder) => Path.Join(folder, "data");

    public static void Write(string folder, Backlog backlog)
    {
        Directory.CreateDirectory(Workflows(folder));
        var chain = Enumerable.Range(0, ChainTasks).Select(i => $"  - {{ id: t{i}, uses: {LoggedTask.Name}{(i == 0 ? "" : $", needs: [t{i - 1}]")} }}\n");
        File.WriteAllText(Path.Join(Workflows(folder), "lone.yaml"), $"id: {Lone}\ntasks:\n  - {{ id: a, uses: {LoggedTask.Name} }}\n");
        File.WriteAllText(Path.Join(Workflows(folder), "chain.yaml"), $"id: {Chain}\ntasks:\n{string.Concat(chain)}");
        foreach (var (name, text) in backlog.Files())
            File.WriteAllText(Path.Join(Workflows(folder), name), text);
    }
}
