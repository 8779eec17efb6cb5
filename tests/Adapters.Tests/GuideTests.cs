using System.Text.RegularExpressions;
using Carillon.Adapters.Tasks;
using Carillon.Adapters.Tests.Market;
using Carillon.Core.Definitions;
using Carillon.Engine;

namespace Carillon.Adapters.Tests;

/// <summary>What the documents show as a whole workflow is one that the parser takes.</summary>
public sealed partial class GuideTests
{
    private static readonly DefinitionContext Context =
        new(new TaskTypeList([.. TaskHandlers.BuiltIn().Select(handler => handler.Type), .. EngineHost.OwnTaskTypes]));

    private static string Root => Path.GetDirectoryName(MarketBench.Examples)!;

    public static TheoryData<string, int> Workflows
    {
        get
        {
            var rows = new TheoryData<string, int>();
            foreach (var page in Pages())
            {
                for (var at = 0; at < Blocks(page).Count; at++) rows.Add(page, at);
            }

            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Workflows))]
    public void Every_whole_workflow_of_a_page_is_read_without_a_problem(string page, int block)
    {
        var text = Blocks(page)[block];
        DefinitionParser.ReadFile(text, page, Context).Workflow.Problems.Select(p => p.ToString()).ShouldBeEmpty(text);
    }

    [Theory]
    [InlineData("docs/guide/getting-started.md", 2)]
    [InlineData("docs/guide/workflows.md", 8)]
    [InlineData("docs/guide/schedules.md", 2)]
    [InlineData("docs/guide/strategies.md", 1)]
    public void A_guide_shows_whole_workflows(string page, int atLeast) => Blocks(page).Count.ShouldBeGreaterThanOrEqualTo(atLeast);

    [Fact]
    public void Links_of_the_pages_below_docs_lead_to_files_that_are_there()
    {
        var dead = from page in Pages().Where(p => p.StartsWith("docs/", StringComparison.Ordinal))
                   from Match link in Link().Matches(File.ReadAllText(Path.Join(Root, page)))
                   let target = link.Groups[1].Value
                   where !target.Contains("://", StringComparison.Ordinal) && !Path.Exists(Path.Join(Root, Path.GetDirectoryName(page), target))
                   select $"{page}: {target}";

        dead.ShouldBeEmpty();
    }

    private static IEnumerable<string> Pages() =>
        Directory.GetFiles(Path.Join(Root, "docs"), "*.md", SearchOption.AllDirectories)
            .Concat(Directory.GetFiles(Root, "*.md"))
            .Select(file => Path.GetRelativePath(Root, file).Replace('\\', '/'))
            .Order(StringComparer.Ordinal);

    private static List<string> Blocks(string page) =>
        [.. Fence().Matches(File.ReadAllText(Path.Join(Root, page)).ReplaceLineEndings("\n")).Select(m => m.Groups[1].Value).Where(text => text.StartsWith("id:", StringComparison.Ordinal))];

    [GeneratedRegex(@"^```ya?ml\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();

    [GeneratedRegex(@"\]\(([^)#\s]+)(?:#[^)]*)?\)")]
    private static partial Regex Link();
}
