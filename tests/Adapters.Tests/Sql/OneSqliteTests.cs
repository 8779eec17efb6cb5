using Carillon.Adapters.Sql;
using Carillon.Adapters.Tasks;
using Carillon.Adapters.Tests.Tasks;
using Carillon.Engine.Storage;

namespace Carillon.Adapters.Tests.Sql;

public sealed class OneSqliteTests
{
    [Fact]
    public async Task A_task_and_the_engine_use_the_same_SQLite_library()
    {
        using var bench = new TaskBench();
        await bench.SucceedAsync(new SqlTask(new TaskOptions()), """{ "connection": "sqlite:d.db", "execute": ["create table t (n integer)"] }""");
        using (var connection = SqliteLibrary.Connection("Data Source=:memory:"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "select typeof(1)";
            command.ExecuteScalar().ShouldBe("integer");
        }

        // Functions of two libraries on one handle end in a segmentation fault.
        if (OperatingSystem.IsLinux())
            File.ReadLines("/proc/self/maps").Where(line => line.Contains("sqlite3.so", StringComparison.Ordinal)).Select(line => line.Split(' ')[^1]).Distinct().ShouldHaveSingleItem();
    }
}
