using System.Globalization;
using Carillon.Engine.Storage;
using Carillon.Tests.Shared;

namespace Carillon.Engine.Tests.Storage;

/// <summary>What became of a commit that nobody answered.</summary>
public sealed class PostgresLinkTests : IDisposable
{
    private const string Register = "insert into nodes (id, name, version, slots, started_at, seen_at) values ('a~1', 'a', '1', 1, 1, 1)";
    private readonly string _folder = Directory.CreateTempSubdirectory("carillon-link-").FullName;

    [PostgresFact]
    public void A_nodes_row_says_which_turn_of_it_was_committed_last()
    {
        using var link = Link("a~1");
        using var writer = link.OpenWriter();
        Turn(link, writer, Register);
        var committed = Turn(link, writer, "select 1");

        link.WasCommitted(committed).ShouldBeTrue();
        var undone = link.Begin(writer);
        link.Rollback(writer);
        link.WasCommitted(undone).ShouldBeFalse();
        link.WasCommitted(committed).ShouldBeTrue();
    }

    [PostgresFact]
    public void A_transaction_whose_number_a_crashed_server_has_given_to_another_was_not_committed()
    {
        using var link = Link("a~1");
        using var writer = link.OpenWriter();
        Turn(link, writer, Register);
        var lost = link.Begin(writer);
        link.Rollback(writer);

        var others = Turn(link, writer, "select 1");

        link.WasCommitted(lost with { Transaction = others.Transaction }).ShouldBeFalse("that one is committed, but it is another turn");
    }

    [PostgresFact]
    public void The_turn_in_which_a_node_comes_or_goes_is_known_by_its_transaction()
    {
        using var link = Link("a~1");
        using var writer = link.OpenWriter();

        var goes = Turn(link, writer, "delete from nodes");
        link.WasCommitted(goes).ShouldBeTrue();

        var undone = link.Begin(writer);
        writer.Run(Register);
        link.Rollback(writer);
        link.WasCommitted(undone).ShouldBeFalse();
    }

    [PostgresFact]
    public void A_transaction_that_a_crashed_server_never_heard_of_was_not_committed()
    {
        using var link = Link(node: null);
        using var writer = link.OpenWriter();
        var turn = Turn(link, writer, "select 1");

        link.WasCommitted(turn).ShouldBeTrue();
        var later = long.Parse(turn.Transaction!, CultureInfo.InvariantCulture) + 1_000_000;
        link.WasCommitted(turn with { Transaction = later.ToString(CultureInfo.InvariantCulture) }).ShouldBeFalse("its number lies in the future after the restart");
    }

    private static Turn Turn(PostgresLink link, Sql writer, string statement)
    {
        var turn = link.Begin(writer);
        writer.Run(statement);
        link.Commit(writer, turn);
        return turn;
    }

    private PostgresLink Link(string? node) => new(TestDatabase.EmptyPostgres(_folder), clock: null, node);

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
