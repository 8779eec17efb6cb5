using Carillon.Adapters.Sql;
using Carillon.Adapters.Tasks;
using Carillon.Adapters.Tests.Tasks;
using Carillon.Core;
using Carillon.Core.Runs;

namespace Carillon.Adapters.Tests.Sql;

public sealed class SqlTaskTests : IDisposable
{
    private readonly TaskBench _bench = new();
    private readonly SqlTask _sql = new(new TaskOptions());

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Statements_change_and_a_query_gives_typed_rows()
    {
        var changed = await Execute("create table t (id integer primary key, name text, price real, raw blob, gone text)", "insert into t values (1, 'one', 1.5, x'00ff', null), (2, 'two', 2, null, 'x')");
        changed["affected"]!.GetValue<long>().ShouldBe(2);

        var rows = await _bench.SucceedAsync(_sql, """{ "connection": "sqlite:d.db", "query": "select * from t order by id" }""");
        rows["rows"]!.ToJsonString().ShouldBe("""[{"id":1,"name":"one","price":1.5,"raw":"AP8=","gone":null},{"id":2,"name":"two","price":2,"raw":null,"gone":"x"}]""");
        rows["columns"]!.ToJsonString().ShouldBe("""["id","name","price","raw","gone"]""");
        rows["count"]!.GetValue<long>().ShouldBe(2);
    }

    [Fact]
    public async Task Parameters_are_values_and_never_statements()
    {
        await Execute("create table t (name text, n integer, day text, doc text)");
        await _bench.SucceedAsync(_sql, """
            { "connection": "sqlite:d.db", "execute": ["insert into t values (@name, @n, @day, @doc)"],
              "parameters": { "name": "x'); drop table t; --", "n": { "type": "integer", "value": "7" }, "day": { "type": "date", "value": "2026-03-02" }, "doc": { "a": [1] } } }
            """);
        var rows = await _bench.SucceedAsync(_sql, """{ "connection": "sqlite:d.db", "query": "select * from t where n = @n", "parameters": { "n": 7 } }""");
        rows["rows"]!.ToJsonString(TaskJson.Options).ShouldBe("""[{"name":"x'); drop table t; --","n":7,"day":"2026-03-02","doc":"{\"a\":[1]}"}]""");

        var error = await _bench.FailAsync(_sql, """{ "connection": "sqlite:d.db", "query": "select 1", "parameters": { "a": { "type": "date", "value": "soon" }, "b": { "type": "money", "value": 1 } } }""");
        error.Message.ShouldBe("parameter 'a' is no date; parameter 'b' has the type 'money'; known are text, integer, number, boolean, date, timestamp, json");
    }

    [Fact]
    public async Task All_statements_happen_or_none()
    {
        await Execute("create table t (id integer primary key)");
        var error = await _bench.FailAsync(_sql, """{ "connection": "sqlite:d.db", "execute": ["insert into t values (1)", "insert into t values (1)"] }""");

        (error.Class, error.Retryable).ShouldBe((ErrorClasses.Client, false));
        (await _bench.SucceedAsync(_sql, """{ "connection": "sqlite:d.db", "query": "select count(*) as n from t" }"""))["rows"]![0]!["n"]!.GetValue<long>().ShouldBe(0);
    }

    [Fact]
    public async Task Foreign_keys_are_enforced()
    {
        await Execute("create table a (id integer primary key)", "create table b (a integer references a (id))");
        (await _bench.FailAsync(_sql, """{ "connection": "sqlite:d.db", "execute": ["insert into b values (1)"] }""")).Message.ShouldContain("FOREIGN KEY");
    }

    [Fact]
    public async Task Rows_go_to_a_file_of_any_size()
    {
        const string many = "with recursive n (i) as (select 1 union all select i + 1 from n where i < 50000) select i, 'a \\\"b\\\", c' as t from n";
        await Execute("create table t (id integer)");
        var csv = await _bench.SucceedAsync(_sql, $$"""{ "connection": "sqlite:d.db", "query": "{{many}}", "rows": "csv", "name": "n.csv" }""");
        var json = await _bench.SucceedAsync(_sql, $$"""{ "connection": "sqlite:d.db", "query": "{{many}}", "rows": "json" }""");

        var lines = await File.ReadAllLinesAsync(csv["artifact"]!["path"]!.GetValue<string>());
        (lines.Length, lines[0], lines[50000]).ShouldBe((50001, "i,t", "50000,\"a \"\"b\"\", c\""));
        csv["count"]!.GetValue<long>().ShouldBe(50000);
        csv["rows"].ShouldBeNull();
        using var document = System.Text.Json.JsonDocument.Parse(await File.ReadAllTextAsync(json["artifact"]!["path"]!.GetValue<string>()));
        document.RootElement.GetArrayLength().ShouldBe(50000);

        (await _bench.FailAsync(_sql, $$"""{ "connection": "sqlite:d.db", "query": "{{many}}" }""")).Code.ShouldBe(ProblemCodes.OutputTooLarge);
        (await _bench.FailAsync(_sql, $$"""{ "connection": "sqlite:d.db", "query": "{{many}}", "max_rows": 10 }""")).Message.ShouldContain("more than 10 rows");
    }

    [Fact]
    public async Task An_endless_query_ends_on_cancel_and_on_its_timeout()
    {
        await Execute("create table t (id integer)");
        const string endless = "with recursive n (i) as (select 1 union all select i + 1 from n) select count(*) from n";
        var error = await _bench.FailAsync(_sql, $$"""{ "connection": "sqlite:d.db", "query": "{{endless}}", "timeout": "100ms" }""");
        error.Class.ShouldBe(ErrorClasses.Timeout);

        using var cancel = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        await Should.ThrowAsync<OperationCanceledException>(() =>
            _bench.RunAsync(_sql, $$"""{ "connection": "sqlite:d.db", "query": "{{endless}}" }""", cancel.Token).WaitAsync(TimeSpan.FromSeconds(20)));
    }

    [Theory]
    [InlineData("""{ "connection": "sqlite:none.db", "query": "select 1" }""", "database 'none.db' does not exist")]
    [InlineData("""{ "connection": "sqlite:../out.db", "execute": ["create table t (i)"] }""", "leads out of the folders")]
    [InlineData("""{ "connection": "sqlite:d.db", "execute": ["attach '/tmp/other.db' as o"] }""", "")]
    [InlineData("""{ "connection": "oracle://user:hidden@x/y", "query": "select 1" }""", "'connection' must be sqlite:path")]
    [InlineData("""{ "connection": "sqlite:d.db" }""", "give either 'query' or 'execute'")]
    [InlineData("""{ "connection": "sqlite:d.db", "execute": ["selekt"] }""", "syntax error")]
    public async Task What_cannot_work_fails_once_and_for_all(string input, string message)
    {
        var error = await _bench.FailAsync(_sql, input);
        error.Message.ShouldContain(message);
        error.Message.ShouldNotContain("hidden");
        error.Retryable.ShouldBeFalse();
        File.Exists("/tmp/other.db").ShouldBeFalse();
    }

    private Task<System.Text.Json.Nodes.JsonNode> Execute(params string[] statements) =>
        _bench.SucceedAsync(_sql, new System.Text.Json.Nodes.JsonObject
        {
            ["connection"] = "sqlite:d.db",
            ["execute"] = new System.Text.Json.Nodes.JsonArray([.. statements.Select(s => (System.Text.Json.Nodes.JsonNode)s)]),
        }.ToJsonString());
}
