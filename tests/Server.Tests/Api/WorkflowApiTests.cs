using System.Net;

namespace Carillon.Server.Tests.Api;

public sealed class WorkflowApiTests : IAsyncLifetime
{
    private readonly ServerFixture _server = new ServerFixture().File("greet.yaml", Samples.Greet).File("broken.yaml", "id: broken\ntaks: []\n");

    [Fact]
    public async Task A_workflow_is_added_as_a_file_and_live_at_once()
    {
        var made = await _server.PostAsync("/api/workflows", "id: fresh\nschedule: { cron: \"0 9 1 1 *\" }\ntasks:\n  - { id: a, uses: test.gate }\n", HttpStatusCode.Created, "application/yaml");

        made["summary"]!["id"]!.ToString().ShouldBe("fresh");
        System.IO.File.ReadAllText(Path.Combine(_server.Workflows, "fresh.yaml")).ShouldStartWith("id: fresh\n");
        (await _server.GetAsync("/api/schedules/schedule-default-fresh"))["kind"]!.ToString().ShouldBe("declared");
        (await _server.PostAsync("/api/workflows", "id: fresh\ntasks:\n  - { id: b, uses: test.gate }\n", HttpStatusCode.Conflict, "application/yaml"))["code"]!.ToString().ShouldBe("SCH013");
        var refused = await _server.PostAsync("/api/workflows", "id: ../evil\ntasks:\n  - { id: a, uses: none }\n", HttpStatusCode.UnprocessableEntity, "application/yaml");
        refused["problems"]!.AsArray().Count.ShouldBe(2);
        Directory.GetFiles(_server.Workflows, "*", SearchOption.AllDirectories).ShouldNotContain(file => Path.GetFileName(file).StartsWith('.'));
    }

    public Task InitializeAsync() => _server.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task A_broken_file_is_listed_with_its_problems_beside_the_good_ones()
    {
        var found = (await _server.GetAsync("/api/workflows"))["items"]!.AsArray();

        found.Select(w => w!["path"]!.ToString()).ShouldBe(["broken.yaml", "greet.yaml"]);
        found[0]!["valid"]!.GetValue<bool>().ShouldBeFalse();
        found[0]!["id"].ShouldBeNull();
        found[0]!["problems"]!.AsArray().ShouldContain(p => p!["code"]!.ToString() == "SCH010" && p["line"]!.GetValue<int>() == 2);
        found[1]!["valid"]!.GetValue<bool>().ShouldBeTrue();
        found[1]!["id"]!.ToString().ShouldBe("greet");
    }

    [Fact]
    public async Task A_workflow_shows_input_tasks_and_text()
    {
        var workflow = await _server.GetAsync("/api/workflows/greet");

        workflow["input"]!.AsArray().Select(f => $"{f!["name"]} {f["type"]}").ShouldBe(["who string", "times integer"]);
        workflow["tasks"]!.AsArray().Select(t => t!["id"]!.ToString()).ShouldBe(["say", "again"]);
        workflow["yaml"]!.ToString().ShouldBe(Samples.Greet);
    }

    [Fact]
    public async Task The_graph_has_an_edge_for_every_need()
    {
        var graph = await _server.GetAsync("/api/workflows/greet/graph");

        graph["nodes"]!.AsArray().Select(n => $"{n!["id"]} {n["level"]}").ShouldBe(["say 0", "again 1"]);
        graph["edges"]!.ToJsonString().ShouldBe("""[{"from":"say","to":"again"}]""");
    }

    [Fact]
    public async Task The_graph_marks_what_tasks_are_and_is_kept_for_every_version()
    {
        var first = (await _server.GetAsync("/api/workflows/greet/graph"))["version"]!.ToString();
        _server.File("greet.yaml", """
            id: greet
            input:
              list: { type: array, default: [1, 2] }
            pools: { door: 1 }
            tasks:
              - { id: open, uses: wait, with: { for: 1s } }
              - { id: each, uses: test.gate, needs: [open], for_each: "${{ input.list }}", pool: door, retry: { max_attempts: 3 }, if: "${{ true }}" }
              - { id: child, uses: workflow, needs: [open], with: { workflow: other } }
            on_failure:
              - { id: tell, uses: test.gate }
            """);
        await _server.PostAsync("/api/reconcile");

        var graph = await _server.GetAsync("/api/workflows/greet/graph");
        var nodes = graph["nodes"]!.AsArray().ToDictionary(n => n!["id"]!.ToString(), n => n!);
        nodes.Select(n => $"{n.Key} {n.Value["level"]} {n.Value["role"]}").ShouldBe(["open 0 task", "each 1 task", "child 1 task", "tell 2 on_failure"]);
        nodes["open"]["words"]!.ToString().ShouldNotBeEmpty();
        (nodes["each"]["fans_out"]!.GetValue<bool>(), nodes["each"]["pool"]!.ToString(), nodes["each"]["max_attempts"]!.GetValue<int>()).ShouldBe((true, "door", 3));
        nodes["each"]["for_each"]!.ToString().ShouldContain("input.list");
        nodes["each"]["if"]!.ToString().ShouldContain("true");
        (nodes["child"]["runs"]!.ToString(), nodes["each"]["runs"]).ShouldBe(("other", null));

        var before = await _server.GetAsync("/api/workflows/greet/graph?version=" + first);
        before["nodes"]!.AsArray().Select(n => n!["id"]!.ToString()).ShouldBe(["say", "again"]);
        (await _server.GetAsync("/api/workflows/greet/graph?version=" + new string('0', 64), HttpStatusCode.NotFound))["code"]!.ToString().ShouldBe("SCH006");
    }

    [Fact]
    public async Task Editors_get_the_schema_with_every_task_type_and_only_once()
    {
        using var first = await _server.Http.GetAsync("/api/schemas/workflow");
        var schema = await ServerFixture.ReadAsync(first, HttpStatusCode.OK);
        var types = (await _server.GetAsync("/api/task-types"))["items"]!.AsArray().Select(type => type!["name"]!.ToString()).ToList();

        types.ShouldContain("test.gate");
        types.ShouldAllBe(type => schema["$defs"]!["with." + type] != null);
        schema["$defs"]!["task"]!["properties"]!["uses"]!["enum"]!.AsArray().Select(name => name!.ToString()).ShouldBe(types, ignoreOrder: true);

        using var again = new HttpRequestMessage(HttpMethod.Get, "/api/schemas/workflow");
        again.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        (await _server.Http.SendAsync(again)).StatusCode.ShouldBe(HttpStatusCode.NotModified);
        (await _server.GetAsync("/api/schemas/calendar"))["title"]!.ToString().ShouldBe("Carillon calendar");
    }

    [Fact]
    public async Task A_check_without_storing_says_line_and_column_of_everything_wrong()
    {
        var answer = await _server.PostAsync("/api/workflows/validate", "id: new\ntasks:\n  - id: a\n    uses: test.gat\n  - { id: b, uses: test.gate, needs: [c] }\n", type: "application/yaml");

        answer["valid"]!.GetValue<bool>().ShouldBeFalse();
        answer["problems"]!.AsArray().Select(p => $"{p!["line"]}:{p["column"]}").ShouldBe(["4:11", "5:39"]);
        (await _server.GetAsync("/api/workflows"))["items"]!.AsArray().Select(w => w!["id"]?.ToString()).ShouldNotContain("new");
    }

    [Fact]
    public async Task Every_version_stays_with_its_text()
    {
        _server.File("greet.yaml", Samples.Greet + "\ndescription: changed\n");
        await _server.PostAsync("/api/reconcile");

        var versions = (await _server.GetAsync("/api/workflows/greet/versions"))["items"]!.AsArray();

        versions.Count.ShouldBe(2);
        var texts = new List<string>();
        foreach (var version in versions)
            texts.Add((await _server.GetAsync($"/api/workflows/greet/versions/{version!["version"]}"))["yaml"]!.ToString());
        texts.ShouldContain(Samples.Greet);
    }

    [Fact]
    public async Task A_definition_is_checked_without_being_stored()
    {
        var answer = await _server.PostAsync("/api/workflows/validate", "id: x\ntasks:\n  - id: a\n    uses: shel\n", type: "application/yaml");

        answer["valid"]!.GetValue<bool>().ShouldBeFalse();
        answer["problems"]!.AsArray().ShouldContain(p => p!["code"]!.ToString() == "SCH015" && p["line"]!.GetValue<int>() == 4);
        (await _server.PostAsync("/api/workflows/validate", Samples.Greet, type: "text/yaml"))["workflow_id"]!.ToString().ShouldBe("greet");
        await _server.GetAsync("/api/workflows/x", HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Readiness_names_its_checks_and_a_broken_file_does_not_stop_it()
    {
        var ready = await _server.GetAsync("/readyz");

        ready["ready"]!.GetValue<bool>().ShouldBeTrue();
        ready["checks"]!.AsArray().Select(c => c!["name"]!.ToString()).ShouldBe(["database", "reconcile", "calendars", "keys", "workflows"]);
        ready["checks"]!.AsArray().Last()!["detail"]!.ToString().ShouldBe("1 of 2 broken: broken.yaml (nothing of it runs)");
    }

    [Fact]
    public async Task Task_types_come_with_their_schemas()
    {
        var types = (await _server.GetAsync("/api/task-types"))["items"]!.AsArray();

        types.Select(t => t!["name"]!.ToString()).ShouldContain("shell");
        types.Select(t => t!["name"]!.ToString()).ShouldContain("workflow");
        types.ShouldAllBe(t => t!["input_schema"]!["type"]!.ToString() == "object");
    }
}
