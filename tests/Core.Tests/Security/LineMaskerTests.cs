using Carillon.Core.Security;

namespace Carillon.Core.Tests.Security;

/// <summary>Lines are masked as they come; one waits only while it may hold the begin of a secret.</summary>
public sealed class LineMaskerTests
{
    private readonly List<string> _told = [];

    private LineMasker<int> Masker(params string[] secrets) => new(SecretMask.Of(secrets), (_, line) => _told.Add(line));

    [Fact]
    public void A_line_that_cannot_be_the_begin_is_told_at_once()
    {
        var masker = Masker("SECRET-VALUE");

        masker.Take(1, "one");
        masker.Take(2, "with SECRET-VALUE in it, and more!");

        _told.ShouldBe(["one", "with *** in it, and more!"]);
        masker.Undecided.ShouldBe(0);
    }

    [Fact]
    public void One_that_may_be_waits_for_what_follows()
    {
        var masker = Masker("SECRET-VALUE");

        masker.Take(1, "it is SECRET-");
        _told.ShouldBeEmpty();
        masker.Undecided.ShouldBe(7);
        masker.Take(2, "VALUE!");

        _told.ShouldBe(["it is ***", "***!"]);
    }

    [Fact]
    public void It_is_told_as_it_was_when_something_else_follows()
    {
        var masker = Masker("SECRET-VALUE");

        masker.Take(1, "it is SECRET-");
        masker.Take(2, "no, nothing!");

        _told.ShouldBe(["it is SECRET-", "no, nothing!"]);
    }

    [Fact]
    public void A_secret_of_one_character_a_line_with_empty_lines_between_is_masked()
    {
        var masker = Masker("SECRET-VALUE");
        foreach (var c in "x SECRET-VALUE y")
        {
            masker.Take(0, c.ToString());
            masker.Take(0, "");
        }
        masker.End(mayBeCut: true);

        string.Concat(_told).ShouldBe("x ************************************ y");
        _told.Count.ShouldBe(32);
    }

    [Fact]
    public void What_waits_at_the_end_is_masked_when_it_is_the_begin_of_a_secret()
    {
        var masker = Masker("SECRET-VALUE");

        masker.Take(1, "killed at SECRET-VAL");
        masker.End(mayBeCut: true);

        _told.ShouldBe(["killed at ***"]);
    }

    [Fact]
    public void What_was_let_go_while_it_was_little_does_not_help_the_rest()
    {
        var masker = Masker("SECRET-VALUE");

        masker.Take(1, "SE");
        masker.Release(mayBeCut: false);
        masker.Take(2, "CRET-VALUE.");

        _told.ShouldBe(["SE", "***."]);
    }

    [Fact]
    public void No_more_than_a_bound_of_lines_waits()
    {
        var masker = Masker("SECRET-VALUE");
        masker.Take(0, "SECRET");
        for (var i = 0; i < LineMasker<int>.MostLines; i++)
            masker.Take(i, "");

        _told.Count.ShouldBe(LineMasker<int>.MostLines + 1);
        _told[0].ShouldBe("***");
    }

    [Fact]
    public void Text_with_breaks_of_its_own_is_one_line()
    {
        var masker = Masker("SECRET-VALUE");

        masker.Take(1, "System.Exception: SECRET\n-VALUE\n   at X");

        _told.ShouldBe(["System.Exception: ***\n***\n   at X"]);
    }

    [Fact]
    public void Any_way_of_breaking_lines_comes_to_what_masking_the_whole_does()
    {
        const string Text = "aabaabaaab-SECRET-SECRET-VALUE-SEC-VALUESECRET-VALUESECRET-VALUE-end";
        var mask = SecretMask.Of(["SECRET-VALUE", "aabaaa"]);
        var whole = mask.Apply(Text);
        for (var seed = 0; seed < 300; seed++)
        {
            var (random, lines) = (new Random(seed), new List<string>());
            for (var at = 0; at < Text.Length;)
            {
                var length = Math.Min(random.Next(0, 9), Text.Length - at);
                lines.Add(Text.Substring(at, length));
                at += length;
            }
            var told = new List<string>();
            var masker = new LineMasker<int>(mask, (_, line) => told.Add(line));
            lines.ForEach(line => masker.Take(0, line));
            masker.End(mayBeCut: false);

            told.Count.ShouldBe(lines.Count);
            // A mark on each line it spans: the same letters are left.
            string.Concat(told).Replace("*", "", StringComparison.Ordinal).ShouldBe(whole.Replace("*", "", StringComparison.Ordinal), $"seed {seed}");
        }
    }
}
