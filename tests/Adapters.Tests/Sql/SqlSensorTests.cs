using Carillon.Adapters.Sql;
using Carillon.Adapters.Tasks;
using Carillon.Adapters.Tests.Tasks;
using Carillon.Core.Runs;
using Carillon.Engine.Runs;

namespace Carillon.Adapters.Tests.Sql;

public sealed class SqlSensorTests : IDisposable
{
    private readonly TaskBench _bench = new();
    private readonly TaskOptions _options = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("select 1 where 0", false)]
    [InlineData("select null", false)]
    [InlineData("select 0", false)]
    [InlineData("select ''", false)]
    [InlineData("select 'false'", false)]
    [InlineData("select 3", true)]
    [InlineData("select 'ready'", true)]
    [InlineData("select count(*) from t", true)]
    public async Task The_first_value_of_a_query_tells(string query, bool holds)
    {
        await _bench.SucceedAsync(new SqlTask(_options), """{ "connection": "sqlite:d.db", "execute": ["create table t (i)", "insert into t values (1)"] }""");
        var result = await _bench.RunAsync(new SqlSensor(_options), $$"""{ "connection": "sqlite:d.db", "query": "{{query}}" }""");
        (result is TaskResult.Succeeded).ShouldBe(holds, result.ToString());
    }

    [Fact]
    public async Task A_query_that_is_wrong_fails_rather_than_waits()
    {
        await File.WriteAllTextAsync(Path.Join(_bench.BaseFolder, "d.db"), "");
        (await _bench.FailAsync(new SqlSensor(_options), """{ "connection": "sqlite:d.db", "query": "selekt" }""")).Class.ShouldBe(ErrorClasses.Client);
    }
}
