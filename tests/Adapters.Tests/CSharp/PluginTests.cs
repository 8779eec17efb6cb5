using Carillon.Adapters.CSharp;
using Carillon.Adapters.Tasks;
using Carillon.Adapters.Tests.Tasks;
using Carillon.Core.Runs;
using Carillon.Engine.Runs;
using Microsoft.Extensions.DependencyInjection;
using System.Text.Json.Nodes;

namespace Carillon.Adapters.Tests.CSharp;

public sealed class PluginTests : IDisposable
{
    private readonly TaskBench _bench = new();

    public PluginTests()
    {
        File.Copy(Companion.Assembly, Path.Join(_bench.BaseFolder, "Companion.dll"));
        File.WriteAllText(Path.Join(_bench.BaseFolder, "broken.dll"), "no assembly at all");
    }

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void A_broken_assembly_is_a_problem_and_stops_no_other()
    {
        var plugins = PluginLoader.Load(_bench.BaseFolder);

        plugins.Classes.Keys.ShouldBe(["MyCompany.BadlyNamed", "MyCompany.NeedsClock", "MyCompany.Plain", "MyCompany.Rebalance", "MyCompany.Usurper"]);
        plugins.Handlers.Select(h => h.Type.Name).ShouldBe(["mycompany.rebalance", "shell"]);
        plugins.Problems.Select(p => p.ToString()).ShouldBe(
            [
                "Companion.dll:1:1 SCH044 Class 'MyCompany.BadlyNamed' has the task name 'Not A Name'; names are lower-case words joined by dots.",
                plugins.Problems.Single(p => p.Location!.File == "broken.dll").ToString(),
            ],
            ignoreOrder: true);
    }

    [Fact]
    public void A_missing_folder_is_an_empty_one()
    {
        PluginLoader.Load(Path.Join(_bench.Root, "nowhere")).Problems.ShouldBeEmpty();
    }

    [Fact]
    public void A_built_in_task_type_cannot_be_usurped()
    {
        var all = TaskHandlers.All(new TaskOptions { PluginFolder = _bench.BaseFolder });

        all.Handlers.Single(h => h.Type.Name == "shell").Type.Group.ShouldBe("built in");
        all.Problems.ShouldContain(p => p.Message.Contains("'shell' has the name of a built-in one"));
    }

    [Fact]
    public async Task A_class_with_a_name_is_a_task_type_with_its_own_schema()
    {
        var task = PluginLoader.Load(_bench.BaseFolder).Handlers[0];

        task.Type.Group.ShouldBe("Companion");
        task.Type.InputSchema["properties"]!["symbol"]!["description"]!.GetValue<string>().ShouldBe("What to weigh.");
        (await _bench.SucceedAsync(task, """{ "symbol": "AAPL" }"""))["weighed"]!.GetValue<string>().ShouldBe("AAPL");
        _bench.Log.Lines.ShouldBe(["weighing", "let go"]);
        (await Should.ThrowAsync<TaskFailedException>(() => _bench.RunAsync(task, """{ "days": "x" }"""))).Error.Message
            .ShouldBe("'days' must be a whole number; 'symbol' is required");
    }

    [Fact]
    public async Task Any_task_class_runs_by_its_full_name()
    {
        var task = TaskHandlers.All(new TaskOptions { PluginFolder = _bench.BaseFolder }).Handlers.Single(h => h.Type.Name == "csharp");

        (await _bench.SucceedAsync(task, """{ "class": "MyCompany.Plain" }"""))["result"]!.GetValue<int>().ShouldBe(42);
        (await _bench.SucceedAsync(task, """{ "class": "MyCompany.Rebalance", "input": { "symbol": "X" } }"""))["result"]!["weighed"]!.GetValue<string>().ShouldBe("X");
        (await _bench.FailAsync(task, """{ "class": "MyCompany.None" }""")).Message.ShouldStartWith("no task class 'MyCompany.None'; there are MyCompany.BadlyNamed");
        (await _bench.FailAsync(task, """{ "class": "MyCompany.NeedsClock" }""")).Class.ShouldBe(ErrorClasses.Input);
    }

    [Fact]
    public async Task Services_give_classes_and_what_their_constructors_need()
    {
        await using var services = new ServiceCollection()
            .AddSingleton<TimeProvider>(_bench.Time)
            .AddCarillonTasks(new TaskOptions { PluginFolder = _bench.BaseFolder })
            .AddCarillonTask<Registered>()
            .BuildServiceProvider();
        var task = services.GetRequiredService<IReadOnlyList<ITaskHandler>>().Single(h => h.Type.Name == "csharp");

        (await _bench.SucceedAsync(task, """{ "class": "MyCompany.NeedsClock" }"""))["result"]!.GetValue<int>().ShouldBe(2026);
        (await _bench.SucceedAsync(task, $$"""{ "class": "{{typeof(Registered).FullName}}" }"""))["result"]!.GetValue<string>().ShouldBe("registered");
        services.GetRequiredService<TaskHandlers>().Problems.ShouldNotBeEmpty();
    }

    public sealed class Registered : ICarillonTask
    {
        public Task<JsonNode?> RunAsync(TaskContext context, CancellationToken cancellationToken) => Task.FromResult<JsonNode?>("registered");
    }
}
