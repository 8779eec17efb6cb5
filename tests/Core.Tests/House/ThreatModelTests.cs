using System.Text.RegularExpressions;

namespace Carillon.Core.Tests.House;

/// <summary>The threat model claims nothing that no test shows.</summary>
public sealed partial class ThreatModelTests
{
    private const string Page = "docs/guide/threat-model.md";

    [Fact]
    public void Every_test_that_the_threat_model_names_exists()
    {
        var tests = Repository.Files("tests", ".cs").GroupBy(file => Path.GetFileNameWithoutExtension(file), StringComparer.Ordinal).ToDictionary(group => group.Key, group => string.Concat(group.Select(Repository.Read)), StringComparer.Ordinal);

        var named = Named().Matches(Repository.Read(Page)).Select(match => (Class: match.Groups[1].Value, Test: match.Groups[2].Value)).ToList();

        named.Count.ShouldBeGreaterThan(20);
        named.Where(name => !tests.TryGetValue(name.Class, out var text) || (name.Test.Length > 0 && !text.Contains($" {name.Test}(", StringComparison.Ordinal))).ShouldBeEmpty();
    }

    [Fact]
    public void Every_row_of_what_holds_names_its_test()
    {
        var rows = Repository.Read(Page).Split('\n').Where(line => line.StartsWith("| ", StringComparison.Ordinal) && line.Split('|').Length == 5).Where(line => !line.StartsWith("| threat |", StringComparison.Ordinal)).ToList();

        rows.Count.ShouldBeGreaterThan(20);
        rows.Where(row => !Named().IsMatch(row.Split('|')[3]) && !row.Split('|')[2].Contains("**No.**", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [GeneratedRegex(@"`([A-Z]\w+Tests)(?:\.(\w+))?`")]
    private static partial Regex Named();
}
