using Carillon.Engine.Storage;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Carillon.Simulation.Tests.World;

/// <summary>The disk fails under a statement of one connection: after so many steps of the library's machine it stops, once.</summary>
internal sealed class StatementFault
{
    private const int StepsEach = 5;
    private readonly sqlite3 _connection;
    private int _left;

    private StatementFault(sqlite3 connection, int left) => (_connection, _left) = (connection, left);

    public static StatementFault Arm(Sql sql, int steps)
    {
        var fault = new StatementFault(((SqliteConnection)sql.Connection).Handle!, steps);
        raw.sqlite3_progress_handler(fault._connection, StepsEach, fault.Step, fault);
        return fault;
    }

    public void Disarm()
    {
        if (!_connection.IsClosed)
            raw.sqlite3_progress_handler(_connection, 0, null, null);
    }

    private int Step(object state) => --_left == 0 ? 1 : 0;
}
