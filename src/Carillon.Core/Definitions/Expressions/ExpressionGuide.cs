using System.Text;

namespace Carillon.Core.Definitions.Expressions;

/// <summary>The guide to expressions, generated so that it cannot differ from the code. Pure.</summary>
public static class ExpressionGuide
{
    /// <summary>Every function with an example and its result as JSON, for those that have one.</summary>
    public static IReadOnlyList<(string Name, string Example, string Result)> Examples { get; } =
        [.. ExpressionFunctions.All.Where(f => f.Example is not null).Select(f => (f.Name, f.Example!, f.Result!))];

    /// <summary>The page <c>docs/guide/expressions.md</c>.</summary>
    public static string ToMarkdown()
    {
        var page = new StringBuilder(Head);
        page.Append("## Names\n\n| name | what it is |\n|---|---|\n");
        foreach (var (name, meaning) in ExpressionRoots.All)
            page.Append($"| `{name}` | {meaning} |\n");
        page.Append("\n## Functions\n\n| function | gives | example |\n|---|---|---|\n");
        foreach (var function in ExpressionFunctions.All)
        {
            var example = function.Example is null ? "" : $"`{Escape(function.Example)}` → `{Escape(function.Result!)}`";
            page.Append($"| `{function.Signature}` | {function.Meaning} | {example} |\n");
        }

        return page.Append(Tail).ToString();
    }

    private static string Escape(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);

    private const string Head = """
        # Expressions

        This page is generated from the code.

        In `with`, `if`, `for_each` and `outputs`, text between `${{` and `}}` is an expression. No code is executed: there are
        paths, literals, signs and the functions below.

        ```yaml
        with:
          days: "${{ input.lookback }}"                  # alone: keeps its type, here a whole number
          title: "Bars of ${{ input.symbol }}"           # within text: written as text
          shown: "$${{ not an expression }}"             # $${{ writes ${{ itself
        if: tasks.check.output.rows > 0 && success()     # if, for_each and outputs need no ${{ }}
        ```

        - **Paths**: `input.symbol`, `tasks.bars.output.rows[0].close`, `tasks['my.task'].output`. A hyphen belongs to a name
          when a letter or digit follows at once (`tasks.fetch-bars`); a minus sign wants a space behind it.
        - **Literals**: `42`, `1.5`, `'text'` or `"text"` (a doubled quote stands for itself), `true`, `false`, `null`.
        - **Signs**, from tight to loose: `!` and `-` before a value; `* / %`; `+ -`; `< <= > >=`; `== !=`; `&&`; `||`; `a ? b : c`.
          `+` joins when either side is text. `==` never converts: `'1' == 1` is false. `< <= > >=` compare two numbers or two texts (by code unit).
          `&&` and `||` give the side that decides, so `input.name || 'nobody'` works.
        - **True and false**: `false`, `null`, `0` and empty text count as false; everything else counts as true.
        - **Numbers** are decimal and exact to 28 digits: `0.1 + 0.2 == 0.3`.
        - An `if` that does not call `success()`, `failure()` or `always()` itself is joined with `success()`.
        - A path that leads nowhere, a division by zero or a wrong kind of value fails the task with SCH021; the message names the
          part that is missing and the names that exist. `default(x, y)` forgives a missing path.


        """;

    private const string Tail = """

        ## Limits

        An expression is at most 10,000 characters long, nested at most 64 deep, and has at most 1,000 values. A text that it makes is at most 1 MiB,
        and the work of one evaluation is bounded.

        """;
}
