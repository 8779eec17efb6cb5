using System.Globalization;

namespace Carillon.Tests.Hostile;

/// <summary>How many hostile inputs there are, and what they follow from: a short form for every change, any number by <c>./build.sh hostile</c>.</summary>
internal static class HostileScale
{
    private const int ShortForm = 23_000;

    /// <summary>Inputs to all targets together.</summary>
    public static int Total { get; } = Number("CARILLON_HOSTILE_COUNT", ShortForm);

    /// <summary>The same seed makes the same inputs. In the short form always the same, so that a change is what makes a test fail.</summary>
    public static int Seed { get; } = Number("CARILLON_HOSTILE_SEED", 1);

    /// <summary>The only input that is made: <c>target:number</c>; null for all.</summary>
    public static string? Only { get; } = Text("CARILLON_HOSTILE_CASE");

    /// <summary>Where the figures go as well; null for nowhere.</summary>
    public static string? Figures { get; } = Text("CARILLON_HOSTILE_FIGURES");

    /// <summary>A target's part of all inputs.</summary>
    public static int Share(int perThousand) => Math.Max(1, (int)((long)Total * perThousand / 1000));

    private static int Number(string variable, int otherwise) => Text(variable) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;

    private static string? Text(string variable) => Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text ? text : null;
}
