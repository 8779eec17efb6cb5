using System.Text.Json.Nodes;
using Carillon.Core.Definitions.Expressions;

namespace Carillon.Core.Tests.Definitions.Expressions;

public sealed class ExpressionTests
{
    private static readonly Scope Roots = new("""
        {
          "input": { "symbol": "AAPL", "days": 200, "rate": 0.1, "live": false, "none": null, "my key": 1, "list": [3, 1, 2], "empty": [] },
          "tasks": { "fetch-bars": { "status": "succeeded", "output": { "path": "/tmp/a", "rows": [{ "n": 7 }, { "n": 9 }] } }, "a.b": { "output": 5 } },
          "run": { "id": "r1", "nominal": "2026-01-05T21:30:00Z" },
          "index": 1
        }
        """);

    [Theory]
    [InlineData("1", "1")]
    [InlineData("1.50", "1.5")]
    [InlineData("1e3", "1000")]
    [InlineData("-2", "-2")]
    [InlineData("'it''s'", "\"it's\"")]
    [InlineData("\"say \"\"hi\"\"\"", "\"say \\\"hi\\\"\"")]
    [InlineData("true", "true")]
    [InlineData("null", "null")]
    [InlineData("input.symbol", "\"AAPL\"")]
    [InlineData("input['my key']", "1")]
    [InlineData("input.list[2]", "2")]
    [InlineData("tasks.fetch-bars.output.rows[index].n", "9")]
    [InlineData("tasks['a.b'].output", "5")]
    [InlineData("tasks.fetch-bars.output.rows", "[{\"n\":7},{\"n\":9}]")]
    [InlineData("0.1 + 0.2 == 0.3", "true")]
    [InlineData("7 / 2", "3.5")]
    [InlineData("7 % 4", "3")]
    [InlineData("1 + 2 * 3", "7")]
    [InlineData("(1 + 2) * 3", "9")]
    [InlineData("10 - 3 - 2", "5")]
    [InlineData("input.days - 1", "199")]
    [InlineData("'n' + 1", "\"n1\"")]
    [InlineData("1 + 'n'", "\"1n\"")]
    [InlineData("1 == 1.0", "true")]
    [InlineData("'1' == 1", "false")]
    [InlineData("null == input.none", "true")]
    [InlineData("input.list == parse_json('[3,1,2]')", "true")]
    [InlineData("input.list != parse_json('[3,1]')", "true")]
    [InlineData("2 < 10", "true")]
    [InlineData("'2' < '10'", "false")]
    [InlineData("2 >= 2 && 2 <= 2 && !(2 > 2)", "true")]
    [InlineData("input.live || 'off'", "\"off\"")]
    [InlineData("input.symbol && 5", "5")]
    [InlineData("false && input.nothing", "false")]
    [InlineData("true || input.nothing", "true")]
    [InlineData("true || false && false", "true")]
    [InlineData("input.live ? 'live' : 'paper'", "\"paper\"")]
    [InlineData("true ? false ? 1 : 2 : 3", "2")]
    [InlineData("default(input.nothing.at.all, 'x')", "\"x\"")]
    [InlineData("default(input.none, 'x')", "\"x\"")]
    [InlineData("default(input.live, true)", "false")]
    [InlineData("length(input.symbol) + length(input.list) + length(input)", "15")]
    [InlineData("contains(input.list, 3) && contains(input, 'days') && !contains('abc', 'd')", "true")]
    [InlineData("join(input.list)", "\"3, 1, 2\"")]
    [InlineData("first(input.empty)", "null")]
    [InlineData("max(input.list) - min(input.list)", "2")]
    [InlineData("round(-2.5)", "-3")]
    [InlineData("format('{{{0}}} {1}', 'a', input.list)", "\"{a} [3,1,2]\"")]
    [InlineData("date(run.nominal, 'yyyyMMdd')", "\"20260105\"")]
    [InlineData("date('2026-01-05T23:00:00-05:00', 'yyyy-MM-dd HH:mm')", "\"2026-01-06 04:00\"")]
    [InlineData("add_days('2026-03-01T10:00:00Z', -1)", "\"2026-02-28T10:00:00Z\"")]
    [InlineData("success() && !failure() && always()", "true")]
    public void An_expression_has_its_value(string text, string expected)
    {
        var value = ExpressionParser.Parse(text).Value.Evaluate(Roots);

        (value.Value?.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }) ?? "null").ShouldBe(expected);
    }

    [Theory]
    [InlineData("", 1, "The expression is empty.")]
    [InlineData("  ", 3, "The expression is empty.")]
    [InlineData("1 +", 4, "Expected a value here, not the end.")]
    [InlineData("1 2", 3, "Expected a sign such as '==' or the end here, not '2'.")]
    [InlineData("(1", 3, "Expected ')' here, not the end.")]
    [InlineData("'abc", 1, "The text that begins here has no closing '.")]
    [InlineData("a = b", 3, "A single '=' does not compare; write '=='.")]
    [InlineData("input.", 7, "Expected a name after '.', not the end.")]
    [InlineData("input.x ? 1", 12, "Expected ':' here, not the end.")]
    [InlineData("1 + lenght(x)", 5, "There is no function 'lenght'.")]
    [InlineData("length()", 1, "'length' does not take 0 arguments.")]
    [InlineData("a # b", 3, "'#' does not belong in an expression.")]
    [InlineData("${{ a }}", 1, "'$' does not belong inside an expression; '${{ }}' goes around the whole of it.")]
    public void A_bad_expression_says_where_and_what(string text, int column, string message)
    {
        var problem = ExpressionParser.Parse(text).Problems.ShouldHaveSingleItem();

        problem.Code.ShouldBe(ProblemCodes.InvalidExpression);
        problem.Message.ShouldBe(message);
        problem.Location.ShouldBe(new SourceLocation("expression", 1, column));
    }

    [Fact]
    public void The_place_of_an_error_counts_lines()
    {
        ExpressionParser.Parse("1 ==\n  )").Problems[0].Location.ShouldBe(new SourceLocation("expression", 2, 3));
    }

    [Fact]
    public void A_misspelt_function_gets_a_suggestion()
    {
        ExpressionParser.Parse("lenght(x)").Problems[0].Suggestion.ShouldBe("Did you mean 'length'?");
    }

    [Theory]
    [InlineData("input.symbl", "'input' has no 'symbl'; it has 'symbol', 'days', 'rate', 'live', 'none', 'my key', 'list', 'empty'.")]
    [InlineData("tasks.fetch-bars.output.pth", "'tasks.fetch-bars.output' has no 'pth'; it has 'path', 'rows'.")]
    [InlineData("input.none.x", "'input.none' is null, so it has no 'x'.")]
    [InlineData("input.symbol.x", "'input.symbol' is text, so it has no 'x'.")]
    [InlineData("input.list[3]", "'input.list' has 3 items, counted from 0, so it has no item 3.")]
    [InlineData("input.list[-1]", "'input.list' has 3 items, counted from 0, so it has no item -1.")]
    [InlineData("item", "There is no 'item' here.")]
    [InlineData("1 / 0", "Division by zero.")]
    [InlineData("1 % (1 - 1)", "Division by zero.")]
    [InlineData("1 - 'a'", "'-' wants two numbers, not a number and text.")]
    [InlineData("1 < 'a'", "'<' compares two numbers or two texts, not a number and text.")]
    [InlineData("1e28 * 10", "The result of '*' is beyond 28 digits.")]
    [InlineData("upper(1)", "upper(): argument 1 must be text, not a number.")]
    [InlineData("parse_json('{')", "parse_json(): the text is not JSON (line 1, byte 2).")]
    [InlineData("parse_json('{\"a\":1,\"a\":2}')", "parse_json(): the text is not JSON (line 1, byte 1).")]
    [InlineData("date('x', 'yyyy')", "date(): argument 1 must be a date like 2026-01-05 or an instant like 2026-01-05T10:00:00Z.")]
    [InlineData("date('2026-01-05', 'yyyy', 'Mars')", "date(): there is no time zone 'Mars'.")]
    [InlineData("add_days('9999-12-31', 1)", "add_days(): the result is beyond the calendar.")]
    [InlineData("date('9999-12-31T23:59:59-18:00', 'yyyy')", "date(): the result is beyond the calendar.")]
    [InlineData("date('9999-12-31T23:59:59Z', 'yyyy', 'Pacific/Kiritimati')", "date(): the result is beyond the calendar.")]
    [InlineData("default(1 / 0, 2)", "Division by zero.")]
    [InlineData("number('x')", "number(): the text is not a number.")]
    [InlineData("format('{1}', 1)", "format(): the brace at character 1 names none of the 1 further arguments; double it to write a brace.")]
    public void A_failing_expression_says_why(string text, string message)
    {
        var problem = ExpressionParser.Parse(text).Value.Evaluate(Roots).Problems.ShouldHaveSingleItem();

        problem.Code.ShouldBe(ProblemCodes.ExpressionFailed);
        problem.Message.ShouldBe($"${{{{ {text} }}}}: {message}");
    }

    [Fact]
    public void Every_function_of_the_guide_does_what_the_guide_shows()
    {
        foreach (var (name, example, result) in ExpressionGuide.Examples)
        {
            var value = ExpressionParser.Parse(example).Value.Evaluate(Roots);
            JsonNode.DeepEquals(value.Value, JsonNode.Parse(result)).ShouldBeTrue($"{name}: {example} gave {value.Value?.ToJsonString()}");
        }
    }

    [Fact]
    public void Paths_are_listed_once_each_with_their_literal_parts()
    {
        var expression = ExpressionParser.Parse("tasks.a.output.x + tasks['b c'].output[0] + tasks.a.output.x + input[item.name].y").Value;

        expression.Paths.ShouldBe(["tasks.a.output.x", "tasks['b c'].output.0", "input", "item.name"], ignoreOrder: true);
    }

    [Theory]
    [InlineData("success()", true)]
    [InlineData("!failure() && input.x", true)]
    [InlineData("input.success", false)]
    public void Asking_for_the_status_is_seen(string text, bool asks)
    {
        ExpressionParser.Parse(text).Value.AsksStatus.ShouldBe(asks);
    }

    [Fact]
    public void Failure_is_the_opposite_of_success()
    {
        var failed = new Scope("{}", success: false);

        ExpressionParser.Parse("failure() && !success()").Value.Evaluate(failed).Value!.GetValue<bool>().ShouldBeTrue();
    }

    [Fact]
    public void Hostile_expressions_are_refused_or_end_in_a_problem()
    {
        ExpressionParser.Parse(new string('(', 9_000)).IsOk.ShouldBeFalse();
        ExpressionParser.Parse(new string('!', 9_000)).IsOk.ShouldBeFalse();
        ExpressionParser.Parse(new string('-', 9_000) + "1").IsOk.ShouldBeFalse();
        ExpressionParser.Parse(string.Join("+", Enumerable.Repeat("1", 4_000))).IsOk.ShouldBeFalse();
        ExpressionParser.Parse(string.Concat(Enumerable.Repeat("default(", 1_000))).IsOk.ShouldBeFalse();
        ExpressionParser.Parse("a" + string.Concat(Enumerable.Repeat(".a", 4_000))).IsOk.ShouldBeFalse();
        ExpressionParser.Parse(new string('1', 10_001)).IsOk.ShouldBeFalse();

        var bomb = "'xxxxxxxxxx'";
        for (var i = 0; i < 20; i++)
            bomb = $"replace({bomb}, 'x', 'xxxxxxxxxx')";
        ExpressionParser.Parse(bomb).Value.Evaluate(Roots).Problems[0].Message.ShouldEndWith("The expression makes a text longer than 1 MiB.");
    }

    [Fact]
    public void Half_a_character_in_JSON_is_a_problem()
    {
        foreach (var (expression, scope) in new[] { ("parse_json('\ud800')", "{}"), ("parse_json(input.text)", """{"input":{"text":"\"\\ud800\""}}""") })
            ExpressionParser.Parse(expression).Value.Evaluate(new Scope(scope)).Problems.ShouldHaveSingleItem().Message.ShouldContain("half a character");
    }

    [Fact]
    public void Random_expressions_never_throw()
    {
        string[] pieces = ["input", ".", "symbol", "[", "]", "(", ")", "1", "'a'", "+", "-", "*", "/", "%", "==", "<", "&&", "||", "!", "?", ":", ",", "length", "default", "json", "tasks", " ", "\"", "é", "0.1", "index", "list", "format"];
        var random = new Random(20260105);
        for (var i = 0; i < 50_000; i++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(1, 14)).Select(_ => pieces[random.Next(pieces.Length)]));
            try
            {
                ExpressionParser.Parse(text).ValueOrDefault?.Evaluate(Roots);
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"case {i}: {text}", e);
            }
        }
    }

    [Fact]
    public void A_long_text_beside_another_kind_is_told_apart_without_being_written_out()
    {
        var text = JsonNode.Parse($"\"{new string('x', 1_000_000)}\"");
        var other = JsonValue.Create(true);
        ExpressionValues.AreEqual(other, text);
        var before = GC.GetAllocatedBytesForCurrentThread();

        ExpressionValues.AreEqual(other, text).ShouldBeFalse();
        ExpressionValues.Weight(text).ShouldBeGreaterThan(1_000_000);

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(100_000);
    }
}
