using Carillon.Core.Definitions;

namespace Carillon.Core.Tests.Definitions.Templates;

/// <summary>Templates as files: they are checked like workflows, with what is known of their parameters.</summary>
public sealed class TemplateTests
{
    private const string Tail = "\ntasks: [{ id: a, uses: shell, with: { run: 'true' } }]\n";

    [Fact]
    public void A_template_has_its_parameters_as_a_schema_and_is_no_workflow()
    {
        var file = Templated.Read(Templated.Momentum);

        file.Workflow.Problems.ShouldBeEmpty();
        file.Template!.Id.ShouldBe("momentum");
        file.Template.ParametersSchema["required"]!.ToJsonString().ShouldBe("""["symbol"]""");
        file.Template.ParametersSchema["properties"]!["lookback"]!.ToJsonString().ShouldBe("""{"type":"integer","default":200,"minimum":20,"maximum":500}""");
        DefinitionParser.Parse(Templated.Momentum, "t.yaml", Definition.Context).Problems.ShouldHaveSingleItem().Message.ShouldStartWith("This is a template");
    }

    [Fact]
    public void Every_mistake_is_told_at_once_with_its_place_and_none_of_what_only_a_strategy_knows()
    {
        var problems = Templated.Read("""
            id: t
            kind: template
            parameters:
              cron: { type: string, required: true }
              zone: { type: string, default: Europe/Berlim }
              many: { type: integer, default: 5, maximum: 3 }
              every: { type: string, default: "${{ parameters.cron }}" }
            schedule: { cron: "${{ parameters.cron }}", timezone: "${{ parameters.zone }}", jitter: "${{ parameters.jiter }}" }
            timeout: "${{ parameters.cron }}"
            tasks:
              - { id: a, uses: shel, with: { run: "${{ parameters }}" } }
              - { id: b, uses: shell, needs: c, with: { run: "x ${{ parameters.nmay }} ${{ input.x }}" }, retry: "${{ parameters.many }}" }
            """).Workflow.Problems;

        problems.Select(p => $"{p.Location!.Line} {p.Code}").ShouldBe(["6 SCH020", "7 SCH020", "8 SCH017", "8 SCH019", "11 SCH015", "11 SCH019", "12 SCH019", "12 SCH012"], ignoreOrder: true);
        problems.First(p => p.Code == "SCH017").Field.ShouldBe("parameters.zone");
        problems.First(p => p.Message.Contains("nmay", StringComparison.Ordinal)).Location!.Column.ShouldBe(57);
    }

    [Theory]
    [InlineData("kind: template\nparameters: { x: { type: integr } }\nname: a", "SCH016")]
    [InlineData("kind: template\nparameters: { x: { tipe: integer } }\nname: a", "SCH010")]
    [InlineData("kind: template\nparameters: [x]\nname: a", "SCH016")]
    [InlineData("parameters: { x: { type: integer } }\nname: a", "SCH016")]
    [InlineData("kind: templat\nname: a", "SCH016")]
    [InlineData("kind: template\nparameters: { x: { type: array, default: [1] } }\nname: \"${{ parameters.x }}\"", "SCH016")]
    [InlineData("kind: template\nparameters: { x: { type: object, default: {} } }\nname: \"${{ parameters.x.y }}\"", "SCH019")]
    [InlineData("kind: template\nparameters: { x: { type: array, default: [1] } }\ntimeout: \"${{ length(parameters.x) }}\"", "SCH018")]
    [InlineData("kind: template\nparameters: { x: { default: a } }\nname: \"${{ parameters . x }}\"", "SCH018")]
    [InlineData("kind: template\nparameters: { x: { type: array, default: [1] } }\nname: \"${{ parameters.x[0] }}\"", "SCH018")]
    public void Bad_templates_are_refused(string lines, string code) =>
        Templated.Read($"id: w\n{lines}{Tail}").Workflow.Problems.Select(p => p.Code).ShouldContain(code);

    [Fact]
    public void A_parameter_that_fills_a_place_of_the_wrong_kind_is_told_at_that_place() =>
        Templated.Read($"id: w\nkind: template\nparameters: {{ n: {{ type: string, default: many }} }}\nmax_concurrent_runs: \"${{{{ parameters.n }}}}\"{Tail}")
            .Workflow.Problems.ShouldHaveSingleItem().ToString().ShouldBe("t.yaml:4:22 parameters.n: SCH016 Here must be a whole number from 1 to 100000, not 'many'.");

    [Fact]
    public void A_template_cannot_be_blown_up_by_its_parameters()
    {
        var text = $"id: w\nkind: template\nparameters: {{ x: {{ type: array, default: [{string.Join(',', Enumerable.Repeat("1", 3000))}] }} }}\ntasks:\n"
            + string.Concat(Enumerable.Range(0, 200).Select(i => $"  - {{ id: t{i}, uses: shell, with: {{ run: x, env: \"${{{{ parameters.x }}}}\" }} }}\n"));

        Templated.Read(text).Workflow.Problems.Select(p => p.Code).ShouldContain("SCH009");
    }
}
