using System.Text.RegularExpressions;

namespace Carillon.Core.Tests.House;

/// <summary>Documents do not rot: what they link to exists.</summary>
public sealed partial class DocumentTests
{
    [Fact]
    public void Every_relative_link_leads_to_a_file()
    {
        var broken = from page in Repository.Files(".", ".md")
                     from Match link in Link().Matches(Repository.Read(page))
                     let target = link.Groups[1].Value.Split('#')[0]
                     where target.Length > 0 && !target.Contains("://", StringComparison.Ordinal) && !target.StartsWith("mailto:", StringComparison.Ordinal)
                     let path = Path.Combine(Repository.Root, Path.GetDirectoryName(page)!, target)
                     where !File.Exists(path) && !Directory.Exists(path)
                     select $"{page}: {target}";

        broken.ShouldBeEmpty();
    }

    [Fact]
    public void Decisions_are_numbered_without_holes()
    {
        var numbers = Repository.Files("docs/decisions", ".md").Select(f => int.Parse(Path.GetFileName(f)[..4])).Order().ToList();

        numbers.ShouldBe(Enumerable.Range(1, numbers.Count));
    }

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();
}
