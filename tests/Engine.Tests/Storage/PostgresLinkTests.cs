using System.Globalization;
using Carillon.Engine.Storage;
using Carillon.Tests.Shared;

namespace Carillon.Engine.Tests.Storage;

/// <summary>What became of a commit that nobody answered.</summary>
public sealed class PostgresLinkTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("carillon-link-").FullName;

    [PostgresFact]
    public void A_transaction_that_a_crashed_server_never_heard_of_was_not_committed()
    {
        var address = TestDatabase.EmptyPostgres(_folder);
        using var link = new PostgresLink(address, clock: null);
        using var writer = link.OpenWriter();
        var turn = link.Begin(writer);
        link.Commit(writer);

        link.WasCommitted(turn).ShouldBeTrue();
        var later = long.Parse(turn.Transaction!, CultureInfo.InvariantCulture) + 1_000_000;
        link.WasCommitted(turn with { Transaction = later.ToString(CultureInfo.InvariantCulture) }).ShouldBeFalse("its number lies in the future after the restart");
    }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
