using System.Diagnostics;
using System.Text;
using Carillon.Core.Definitions;

namespace Carillon.Core.Tests.Definitions;

public sealed class HostileFileTests
{
    // The best of up to five: what other tests do at the same time on the same cores is not what is measured.
    private static TimeSpan Time(Action action, TimeSpan limit)
    {
        var best = TimeSpan.MaxValue;
        for (var i = 0; i < 5 && best >= limit; i++)
        {
            var clock = Stopwatch.StartNew();
            action();
            best = clock.Elapsed < best ? clock.Elapsed : best;
        }

        return best;
    }

    [Fact]
    public void Fifty_megabytes_are_refused_at_once()
    {
        var text = new string('x', 50 << 20);
        var limit = TimeSpan.FromMilliseconds(100);

        Time(() => Definition.Places(text).ShouldBe("1:1 SCH009"), limit).ShouldBeLessThan(limit);
    }

    [Fact]
    public void The_size_counts_bytes()
    {
        Definition.Places("# " + new string('日', (1 << 20) / 3)).ShouldBe("1:1 SCH009");
        Definition.Places("# " + new string('x', (1 << 20) - 2)).ShouldBe("1:1 SCH008");
    }

    [Fact]
    public void An_alias_bomb_is_refused_without_writing_it_out()
    {
        var text = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (var i = 1; i < 12; i++)
            text.Append($"a{i}: &a{i} [{string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 10))}]\n");

        var before = GC.GetAllocatedBytesForCurrentThread();
        Definition.Places(text.ToString()).ShouldContain("SCH009");

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(16 << 20);
    }

    [Fact]
    public void A_merge_bomb_is_refused()
    {
        var text = new StringBuilder("m0: &m0 { ").AppendJoin(", ", Enumerable.Range(0, 2_000).Select(i => $"k{i}: 1")).Append(" }\n");
        for (var i = 1; i < 200; i++)
            text.Append($"m{i}: &m{i} {{ <<: *m{i - 1} }}\n");

        Definition.Places(text.ToString()).ShouldContain("SCH009");
    }

    [Theory]
    [InlineData("[")]
    [InlineData("{ a: ")]
    [InlineData("- ")]
    public void Deep_nesting_is_refused(string opening)
    {
        Definition.Places("x: " + (opening is "- " ? "\n" : "") + string.Concat(Enumerable.Repeat(opening, 5_000))).ShouldContain("SCH009");
    }

    [Fact]
    public void Sixty_four_levels_are_the_limit()
    {
        Definition.Places(Nested(63)).ShouldNotContain("SCH009");
        Definition.Places(Nested(64)).ShouldContain("SCH009");

        static string Nested(int levels) => "x: " + new string('[', levels - 1) + "1" + new string(']', levels - 1);
    }

    [Fact]
    public void Depth_counts_through_aliases()
    {
        var text = new StringBuilder("a0: &a0 [[[[[[[[[[x]]]]]]]]]]\n");
        for (var i = 1; i < 10; i++)
            text.Append($"a{i}: &a{i} [[[[[[[[[[*a{i - 1}]]]]]]]]]]\n");

        Definition.Places(text.ToString()).ShouldContain("SCH009");
    }

    [Fact]
    public void An_alias_cannot_hold_itself()
    {
        Definition.Places("a: &a [*a]\n").ShouldBe("1:8 SCH008");
    }

    [Fact]
    public void Two_hundred_thousand_values_are_the_limit()
    {
        Definition.Places("x: [" + string.Concat(Enumerable.Repeat("1,", 200_001)) + "]").ShouldContain("SCH009");
    }

    [Theory]
    [InlineData("needs")]
    [InlineData("cycle")]
    public void Ten_thousand_tasks_are_parsed_or_refused_within_two_seconds(string kind)
    {
        var text = new StringBuilder("id: big\ntasks:\n");
        for (var i = 0; i < 10_000; i++)
        {
            var needs = i == 0 ? (kind is "cycle" ? "t9999" : "") : i % 7 == 0 ? $"t{i - 1}, t{i / 2}" : $"t{i - 1}";
            text.Append($"- {{ id: t{i}, uses: shell, needs: [{needs}], with: {{ run: '${{{{ run.id }}}}' }} }}\n");
        }

        var limit = TimeSpan.FromSeconds(2);
        Checked<WorkflowDefinition>? parsed = null;

        Time(() => parsed = Definition.Parse(text.ToString()), limit).ShouldBeLessThan(limit);

        if (kind is "cycle")
            parsed!.Problems.ShouldHaveSingleItem().Message.ShouldStartWith("Tasks need each other in a circle: t0 → t9999 → ");
        else
            parsed!.Value.Tasks.Count.ShouldBe(10_000);
    }

    [Theory]
    [InlineData("- {{ id: t{0}, uses: shel{0}, needs: [s{0}], with: {{ run: x }} }}", 20_000)]
    [InlineData("- {{ id: t{0}, us: x{0} }}", 30_000)]
    [InlineData("- {{ id: t, uses: shell, with: {{ run: '${{{{ tasks.s{0}.output + input.x{0} }}}}' }} }}", 10_000)]
    public void Thousands_of_mistakes_are_told_within_two_seconds(string task, int count)
    {
        var text = new StringBuilder("id: big\ntasks:\n");
        for (var i = 0; i < count && text.Length < 1_000_000; i++)
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"{string.Format(task, i)}\n");
        var limit = TimeSpan.FromSeconds(2);

        Time(() => Definition.Parse(text.ToString()).Problems.Count.ShouldBeGreaterThan(9_000), limit).ShouldBeLessThan(limit);
    }

    [Theory]
    [InlineData("t0")]
    [InlineData("t{0}")]
    public void Far_references_are_checked_in_time(string target)
    {
        var text = new StringBuilder("id: big\ntasks:\n");
        for (var i = 0; i < 8_000; i++)
            text.Append($"- {{ id: t{i}, uses: shell, needs: [{(i == 0 ? "" : $"t{i - 1}")}], with: {{ run: '{(i < 2 ? "x" : $"${{{{ tasks.{string.Format(target, i / 2)}.output }}}}")}' }} }}\n");
        var limit = TimeSpan.FromSeconds(2);

        Time(() => Definition.Parse(text.ToString()).IsOk.ShouldBeTrue(), limit).ShouldBeLessThan(limit);
    }

    [Fact]
    public void Fields_and_patterns_of_an_input_are_limited()
    {
        static string Fields(int count, string field) => Definition.With("input:\n" + string.Concat(Enumerable.Range(0, count).Select(i => $"  k{i}: {{ {field} }}\n")));

        Definition.Parse(Fields(500, "type: string")).IsOk.ShouldBeTrue();
        Definition.Places(Fields(501, "type: string")).ShouldBe("503:3 SCH009");
        Definition.Parse(Fields(50, "type: string, pattern: 'a+'")).IsOk.ShouldBeTrue();
        Definition.Places(Fields(51, "type: string, pattern: 'a+'")).ShouldBe("53:3 SCH009");
        Definition.Places(Fields(1, $"type: string, pattern: '{new string('a', 501)}'")).ShouldContain("SCH009");
    }

    [Fact]
    public void Text_that_is_matched_against_dear_patterns_is_limited()
    {
        var fields = string.Concat(Enumerable.Range(0, 50).Select(i => $"  k{i}: {{ type: string, pattern: '(a{{1,99}}){{1,99}}b', default: {new string('a', 10_000)} }}\n"));
        var limit = TimeSpan.FromSeconds(2);

        Time(() => Definition.Parse(Definition.With("input:\n" + fields)).IsOk.ShouldBeFalse(), limit).ShouldBeLessThan(limit);
    }

    [Fact]
    public void The_name_of_a_zone_may_be_a_megabyte_long()
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        Definition.Places(Definition.With($"schedule: {{ cron: '0 9 * * *', timezone: {new string('x', 1_000_000)} }}")).ShouldContain("SCH");

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(64 << 20);
    }

    [Fact]
    public void Thousands_of_schedules_are_compared_in_time()
    {
        var schedules = Definition.Parse("id: w\nschedules:\n" + string.Concat(Enumerable.Range(0, 2_000).Select(i => $"- {{ id: s{i}, every: 1s }}\n")) + "tasks: [{ id: a, uses: shell, with: { run: 'true' } }]\n").Value.Schedules;
        var limit = TimeSpan.FromSeconds(1);

        Time(() => Carillon.Core.Schedules.ScheduleConflicts.Among(schedules, NodaTime.Instant.FromUtc(2026, 1, 1, 0, 0)).Count.ShouldBe(Carillon.Core.Schedules.ScheduleConflicts.MostPairs), limit).ShouldBeLessThan(limit);
    }

    // Short, so that a mutation hits something, with most of the language in it.
    private const string Short = """
        id: w
        input: { x: { type: integer, default: 5 } }
        tasks:
          - &a { id: a, uses: shell, with: { run: "echo ${{ input.x + 1 }}" } }
          - { <<: *a, id: b, needs: [a], if: "tasks.a.output.n > 0", retry: 3 }
        on_failure:
          - shell: { run: 'echo bye' }
        """;

    [Theory]
    [InlineData(nameof(Short), 100_000)]
    [InlineData(nameof(Definition.Apple), 2_000)]
    public void Mutations_of_a_good_file_never_throw(string file, int count)
    {
        const string alphabet = "{}[]:,-&*!|>'\"%@`#?~<=$.\t\n \\\0éx0\uD83D\uDE80";
        var random = new Random(20260105);
        for (var i = 0; i < count; i++)
        {
            var text = new StringBuilder(file is nameof(Short) ? Short : Definition.Apple);
            for (var n = random.Next(1, 5); n > 0; n--)
            {
                var at = random.Next(text.Length);
                switch (random.Next(4))
                {
                    case 0:
                        text.Remove(at, Math.Min(random.Next(1, 20), text.Length - at));
                        break;
                    case 1:
                        text.Insert(at, text.ToString(at, Math.Min(random.Next(1, 40), text.Length - at)));
                        break;
                    default:
                        text.Insert(at, alphabet[random.Next(alphabet.Length)]);
                        break;
                }
            }

            try
            {
                var parsed = Definition.Parse(text.ToString());
                (parsed.IsOk || parsed.Problems.Any(p => p.Severity == ProblemSeverity.Error)).ShouldBeTrue();
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"case {i}:\n{text}", e);
            }
        }
    }
}
