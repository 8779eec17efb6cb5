using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Carillon.Server.Hosting;

namespace Carillon.Server.Tests.Api;

/// <summary>The contract is a file under review; CARILLON_UPDATE=1 rewrites it.</summary>
public sealed class ContractTests : IAsyncLifetime
{
    private readonly ServerFixture _server = new();

    public Task InitializeAsync() => _server.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task The_openapi_document_is_the_reviewed_one() =>
        Compare("openapi.json", await ContractFiles.OpenApiAsync(_server.Http, CancellationToken.None));

    [Fact]
    public void The_endpoints_are_the_reviewed_ones() => Compare("endpoints.txt", ContractFiles.Endpoints(_server.Services));

    [Fact]
    public async Task The_document_is_openapi_3_1_and_every_operation_says_what_it_does()
    {
        var document = await _server.GetAsync("/openapi.json");

        document["openapi"]!.ToString().ShouldStartWith("3.1");
        var operations = document["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject().Select(verb => (Name: $"{verb.Key} {path.Key}", Operation: verb.Value!))).ToList();
        operations.Count.ShouldBeGreaterThan(25);
        operations.Where(o => o.Operation["summary"] is null || o.Operation["tags"] is null).Select(o => o.Name).ShouldBeEmpty();
        operations.Where(o => o.Operation["responses"]!.AsObject().Count == 0).Select(o => o.Name).ShouldBeEmpty();
    }

    [Fact]
    public async Task Every_body_and_every_json_answer_has_an_example()
    {
        var document = await _server.GetAsync("/openapi.json");
        var without = from path in document["paths"]!.AsObject()
                      from verb in path.Value!.AsObject()
                      let bodies = verb.Value!["requestBody"]?["content"]?.AsObject().Select(content => (Where: "body", content.Value)) ?? []
                      let answers = verb.Value["responses"]!.AsObject().Where(answer => answer.Key[0] == '2').SelectMany(answer => answer.Value!["content"]?.AsObject().Where(content => content.Key == "application/json").Select(content => (Where: answer.Key, content.Value)) ?? [])
                      from content in bodies.Concat(answers)
                      where content.Value!["example"] is null
                      select $"{verb.Key} {path.Key} {content.Where}";

        without.ShouldBeEmpty("add one to Examples.cs");
    }

    [Theory]
    [InlineData("Instant")]
    [InlineData("ScheduleId")]
    [InlineData("WorkflowId")]
    [InlineData("RunId")]
    [InlineData("TaskId")]
    public async Task A_shared_type_is_plain_text_and_null_is_said_where_it_may_stand(string name)
    {
        var document = await _server.GetAsync("/openapi.json");

        document["components"]!["schemas"]![name]!["type"]!.ToString().ShouldBe("string");
        Property(document, "RunRecord", "created_at").ToJsonString().ShouldBe("""{"$ref":"#/components/schemas/Instant"}""");
        Property(document, "RunRecord", "started_at").ToJsonString().ShouldBe("""{"oneOf":[{"type":"null"},{"$ref":"#/components/schemas/Instant"}]}""");
        Property(document, "RunRecord", "schedule_id").ToJsonString().ShouldBe("""{"oneOf":[{"type":"null"},{"$ref":"#/components/schemas/ScheduleId"}]}""");
    }

    [Fact]
    public async Task What_an_answer_always_has_is_required_and_what_a_request_may_leave_out_is_not()
    {
        var document = await _server.GetAsync("/openapi.json");

        Required(document, "RunRecord").ShouldBe(document["components"]!["schemas"]!["RunRecord"]!["properties"]!.AsObject().Select(property => property.Key), ignoreOrder: true);
        Required(document, "OccurrenceView").ShouldBe(["nominal", "local", "zone", "due"], ignoreOrder: true, "note and window are left out when there is nothing to say");
        Required(document, "RunNowRequest").ShouldBeEmpty();
        Required(document, "BulkRequest").ShouldBe(["ids"]);
        var answer = await _server.GetAsync("/healthz");
        Required(document, "HealthView").ShouldBe(answer.AsObject().Select(member => member.Key), ignoreOrder: true);
    }

    [Fact]
    public async Task Nothing_is_left_open_that_has_a_type()
    {
        var document = await _server.GetAsync("/openapi.json");
        var schemas = document["components"]!["schemas"]!.AsObject();

        schemas.Where(schema => schema.Value!["enum"] is not null && schema.Value["type"]?.ToString() != "string").Select(schema => schema.Key).ShouldBeEmpty();
        var lists = from schema in schemas
                    from property in schema.Value!["properties"]?.AsObject() ?? []
                    where property.Value!["type"]?.ToJsonString().Contains("array", StringComparison.Ordinal) == true && property.Value["items"] is null
                    select $"{schema.Key}.{property.Key}";
        lists.ShouldBeEmpty();
        Property(document, "TaskView", "needs")["items"]!["type"]!.ToString().ShouldBe("string");
        Property(document, "BackfillPreviewView", "nominal_times")["items"]!["format"]!.ToString().ShouldBe("date-time");
        schemas["JsonObject"]!["additionalProperties"]!.ToJsonString().ShouldBe("{}");
    }

    private static JsonNode Property(JsonNode document, string type, string name) => document["components"]!["schemas"]![type]!["properties"]![name]!;

    private static IEnumerable<string> Required(JsonNode document, string type) =>
        document["components"]!["schemas"]![type]!["required"]?.AsArray().Select(name => name!.ToString()) ?? [];

    private static void Compare(string name, string actual, [CallerFilePath] string here = "")
    {
        var path = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../../docs/reference", name));
        if (Environment.GetEnvironmentVariable("CARILLON_UPDATE") == "1")
            System.IO.File.WriteAllText(path, actual);
        System.IO.File.ReadAllText(path).ShouldBe(actual, $"docs/reference/{name} is not what the program says; look at the difference, then CARILLON_UPDATE=1 rewrites it");
    }
}
