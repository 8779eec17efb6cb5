using System.Globalization;

namespace Carillon.Faults.Tests;

/// <summary>How long the tests go on: a short form for every change, a long one by <c>./build.sh faults --long</c>.</summary>
internal static class Scale
{
    /// <summary>True in the long form.</summary>
    public static bool IsLong { get; } = Environment.GetEnvironmentVariable("CARILLON_FAULTS_LONG") == "1";

    /// <summary>The number of the form that runs.</summary>
    public static int Of(int shortForm, int longForm) => IsLong ? longForm : shortForm;

    /// <summary>A number from the environment, else that of the form that runs.</summary>
    public static int Asked(string variable, int shortForm, int longForm) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : Of(shortForm, longForm);

    /// <summary>What random choices follow from; said with each failure, and given again by <c>CARILLON_FAULTS_SEED</c>.</summary>
    public static int Seed() => Asked("CARILLON_FAULTS_SEED", Random.Shared.Next(), Random.Shared.Next());
}
