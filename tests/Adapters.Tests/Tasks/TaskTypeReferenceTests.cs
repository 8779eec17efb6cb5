using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Carillon.Adapters.Tasks;

namespace Carillon.Adapters.Tests.Tasks;

public sealed class TaskTypeReferenceTests
{
    [Fact]
    public async Task The_reference_page_says_what_the_code_takes()
    {
        var written = TaskTypeReference.ToMarkdown(TaskHandlers.BuiltIn().Select(h => h.Type));
        var file = Path.Join(Root(), "docs", "reference", "tasks.md");
        if (Environment.GetEnvironmentVariable("CARILLON_UPDATE") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            await File.WriteAllTextAsync(file, written);
        }

        (await File.ReadAllTextAsync(file)).ShouldBe(written, "run the tests with CARILLON_UPDATE=1 and commit docs/reference/tasks.md");
    }

    [Fact]
    public async Task The_shipped_schemas_are_those_of_the_records()
    {
        var written = ShippedSchemas.Write(TaskHandlers.BuiltIn());
        var file = Path.Join(Root(), "src", "Carillon.Adapters", "Tasks", "schemas.json");
        if (Environment.GetEnvironmentVariable("CARILLON_UPDATE") == "1")
            await File.WriteAllTextAsync(file, written);

        (await File.ReadAllTextAsync(file)).ShouldBe(written, "run the tests with CARILLON_UPDATE=1 and commit schemas.json");
    }

    [Fact]
    public void Every_input_and_output_of_every_task_type_is_described()
    {
        foreach (var type in TaskHandlers.BuiltIn().Select(h => h.Type))
        {
            type.Summary.ShouldEndWith(".");
            Undescribed(type.InputSchema, type.Name).ShouldBeEmpty();
            Undescribed(type.OutputSchema, type.Name).ShouldBeEmpty();
            type.InputSchema["additionalProperties"]!.GetValue<bool>().ShouldBeFalse(type.Name);
            type.InputSchema.ToJsonString().ShouldNotContain("$ref");
        }
    }

    private static IEnumerable<string> Undescribed(JsonObject schema, string path)
    {
        foreach (var (name, node) in schema["properties"] as JsonObject ?? [])
        {
            var property = node.ShouldBeOfType<JsonObject>($"{path}.{name}");
            if (property["description"] is null) yield return $"{path}.{name}";
            foreach (var below in Undescribed(property, $"{path}.{name}")) yield return below;
        }
    }

    private static string Root([CallerFilePath] string here = "") => Path.GetFullPath("../../..", Path.GetDirectoryName(here)!);
}
