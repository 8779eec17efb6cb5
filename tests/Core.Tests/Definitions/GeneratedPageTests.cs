using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using Carillon.Core.Definitions;
using Carillon.Core.Definitions.Expressions;

namespace Carillon.Core.Tests.Definitions;

/// <summary>The committed pages are what the code generates. Run the tests with CARILLON_UPDATE=1 to write them.</summary>
public sealed class GeneratedPageTests
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly TaskTypeList NoTypes = new([]);

    [Fact]
    public void The_reference_page_is_current() => Compare("docs/reference/workflow.md", WorkflowReference.ToMarkdown(NoTypes));

    [Fact]
    public void The_JSON_Schema_is_current() => Compare("docs/reference/workflow.schema.json", WorkflowSchema.ToJsonSchema(NoTypes).ToJsonString(Indented) + "\n");

    [Fact]
    public void The_JSON_Schema_of_calendars_is_current() => Compare("docs/reference/calendar.schema.json", WorkflowSchema.ToCalendarSchema().ToJsonString(Indented) + "\n");

    [Fact]
    public void The_guide_to_expressions_is_current() => Compare("docs/guide/expressions.md", ExpressionGuide.ToMarkdown());

    [Fact]
    public void The_problem_codes_are_current() => Compare("docs/errors/README.md", ProblemGuide.ToMarkdown());

    [Fact]
    public void The_rules_of_lint_are_current() => Compare("docs/reference/lint.md", Carillon.Core.Schedules.LintGuide.ToMarkdown(NodaTime.Instant.FromUtc(2026, 11, 21, 12, 0)));

    [Fact]
    public void Every_problem_code_has_a_page()
    {
        var codes = typeof(ProblemCodes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(f => (string)f.GetRawConstantValue()!);

        ProblemGuide.All.Select(p => p.Code).ShouldBe(codes.Order(StringComparer.Ordinal));
    }

    private static void Compare(string path, string expected)
    {
        var file = Path.Combine(Root(), path);
        if (Environment.GetEnvironmentVariable("CARILLON_UPDATE") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, expected);
        }

        File.ReadAllText(file).ShouldBe(expected, $"{path} is not current; run the tests with CARILLON_UPDATE=1");
    }

    private static string Root([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../.."));
}
