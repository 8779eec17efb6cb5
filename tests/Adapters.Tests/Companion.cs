namespace Carillon.Adapters.Tests;

/// <summary>Where the companion program is built to: beside these tests, in the same configuration.</summary>
internal static class Companion
{
    public static string Assembly { get; } = Find();

    private static string Find()
    {
        var own = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd('/'));
        var project = own.Parent!.Parent!.Parent!.FullName;
        return Path.Join(project, "Companion", "bin", own.Parent.Name, own.Name, "Companion.dll");
    }
}
