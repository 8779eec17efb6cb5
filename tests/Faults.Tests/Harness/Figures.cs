using System.Globalization;
using Xunit.Abstractions;

namespace Carillon.Faults.Tests;

/// <summary>Says what was measured, as <c>fault &lt;row&gt; &lt;figure&gt; &lt;number&gt; &lt;unit&gt; pass|FAIL</c>, and fails the test with it.</summary>
/// <param name="row">The row of docs/guide/faults.md.</param>
/// <param name="said">Where the lines go; into the file of <c>CARILLON_FAULTS_FIGURES</c> as well.</param>
internal sealed class Figures(string row, ITestOutputHelper said)
{
    private static readonly Lock Gate = new();

    /// <summary>Said before the figure's name: what it was measured on, where that is not one process on SQLite.</summary>
    private string _on = "";

    /// <summary>It is measured on that database.</summary>
    public void On(DatabaseKind database) => _on = database == DatabaseKind.Sqlite ? "" : "postgres-";

    /// <summary>It is measured on so many nodes on PostgreSQL.</summary>
    public void OnNodes(int count) => _on = string.Create(CultureInfo.InvariantCulture, $"{count}-nodes-");

    /// <summary>It passes when it is no more than that.</summary>
    public void AtMost(string figure, double number, double bound, string unit, string because = "") => Say(figure, number, unit, number <= bound, $"at most {bound} {unit} {because}");

    /// <summary>It passes when it is no less than that.</summary>
    public void AtLeast(string figure, double number, double bound, string unit, string because = "") => Say(figure, number, unit, number >= bound, $"at least {bound} {unit} {because}");

    /// <summary>It passes when it is exactly that.</summary>
    public void Exactly(string figure, double number, double bound, string unit, string because = "") => Say(figure, number, unit, number.Equals(bound), $"exactly {bound} {unit} {because}");

    /// <summary>How often the oracle found something wrong: once at most, for then the test ends with what it found.</summary>
    public void Holds(string figure, Action oracle)
    {
        try
        {
            oracle();
        }
        catch (Exception e)
        {
            Write(figure, 1, "violations", passed: false);
            throw new InvalidOperationException($"row {row}, {figure}: {e.Message}", e);
        }
        Write(figure, 0, "violations", passed: true);
    }

    private void Say(string figure, double number, string unit, bool passed, string wanted) =>
        passed.ShouldBeTrue($"{Write(figure, number, unit, passed)}; wanted {wanted}");

    private string Write(string figure, double number, string unit, bool passed)
    {
        var line = string.Create(CultureInfo.InvariantCulture, $"fault {row} {_on}{figure} {number:0.###} {unit} {(passed ? "pass" : "FAIL")}");
        said.WriteLine(line);
        if (Environment.GetEnvironmentVariable("CARILLON_FAULTS_FIGURES") is { Length: > 0 } file)
        {
            lock (Gate)
                File.AppendAllText(file, line + "\n");
        }
        return line;
    }
}
