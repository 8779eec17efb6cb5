using System.Text.RegularExpressions;
using Carillon.Core.Schedules;

namespace Carillon.Core.Tests.Schedules.Lint;

/// <summary>Every rule keeps what its page promises.</summary>
public sealed partial class LintRuleTests
{
    public static TheoryData<string> Rules => [.. LintRules.All.Select(r => r.Id)];

    [Fact]
    public void Ids_are_kebab_case_and_unique()
    {
        var ids = LintRules.All.Select(r => r.Id).ToList();

        ids.ShouldAllBe(id => KebabCase().IsMatch(id));
        ids.ShouldBeUnique();
    }

    [Theory, MemberData(nameof(Rules))]
    public void Its_example_breaks_it_once(string id)
    {
        var rule = Rule(id);

        var found = LintGuide.Findings(rule, Snippet.Now).ShouldHaveSingleItem();

        found.Severity.ShouldBe(rule.Severity);
        found.Location!.Line.ShouldBeGreaterThan(1);
    }

    [Theory, MemberData(nameof(Rules))]
    public void Its_fix_parses_and_breaks_it_no_more(string id)
    {
        var rule = Rule(id);
        var fix = LintGuide.Findings(rule, Snippet.Now)[0].Fix;
        if (rule.LeavesTheFixToYou)
        {
            fix.ShouldBeNull();
            return;
        }

        var read = Snippet.Read(fix.ShouldNotBeNull());

        read.IsOk.ShouldBeTrue($"{fix}\n{string.Join('\n', read.Problems)}");
        read.Problems.ShouldNotContain(p => p.Rule == id);
    }

    [Fact]
    public void Every_fix_of_any_cron_parses()
    {
        var random = new Random(11);
        string[] minutes = ["0", "30", "*", "*/7", "*/60", "*/90", "60", "5/25", "0,30"];
        string[] hours = ["2", "9", "*", "*/5", "*/36", "24", "9-17", "0/7"];
        string[] days = ["*", "*/14", "*/60", "1-3", "L", "31", "29", "1/14", "13", "0", "?"];
        string[] months = ["*", "2", "*/5", "13", "*/13", "jan-jun"];
        string[] weekdays = ["*", "1-5", "5", "*/2", "*/14", "mon", "8"];
        var fixes = 0;
        for (var i = 0; i < 20_000; i++)
        {
            var cron = $"{Any(minutes)} {Any(hours)} {Any(days)} {Any(months)} {Any(weekdays)}";
            if (random.Next(5) == 0)
                cron = $"{Any(minutes)} {cron}";
            foreach (var found in Snippet.OfCron(cron).Where(f => f.Fix is not null))
            {
                fixes++;
                Snippet.Read(found.Fix!).IsOk.ShouldBeTrue($"{cron}: {found.Fix}");
            }
        }

        fixes.ShouldBeGreaterThan(1000);

        string Any(string[] values) => values[random.Next(values.Length)];
    }

    [Theory]
    [InlineData("0 9 * * 1-5", null)]
    [InlineData("30 16 * * 1-5", "America/New_York")]
    [InlineData("0 * * * *", "America/New_York")]
    [InlineData("*/15 * * * *", null)]
    [InlineData("0 */6 * * *", "America/New_York")]
    [InlineData("0 8 L * *", "Europe/London")]
    [InlineData("@daily", "UTC")]
    [InlineData("0 8 * * 1#1", null)]
    [InlineData("5/15 8 * * *", null)]
    [InlineData("0 8 1 */3 *", null)]
    [InlineData("H H * * *", null)]
    [InlineData("0 9/5 * * *", null)]
    [InlineData("0 9 * * 1/2", null)]
    public void A_clean_cron_has_no_finding(string cron, string? zone) => Snippet.OfCron(cron, zone).ShouldBeEmpty();

    private static LintRule Rule(string id) => LintRules.All.Single(r => r.Id == id);

    [GeneratedRegex("^[a-z]+(-[a-z]+)*$")]
    private static partial Regex KebabCase();
}
