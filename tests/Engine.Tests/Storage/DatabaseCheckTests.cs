using Carillon.Engine.Storage;

namespace Carillon.Engine.Tests.Storage;

/// <summary>How a pooler that lends connections for one transaction each gives itself away. (The tests have no pooler: two sessions are played.)</summary>
public sealed class DatabaseCheckTests
{
    [Fact]
    public void Two_sessions_with_processes_of_their_own_are_as_they_should_be() =>
        DatabaseCheck.Sessions(() => 1, () => 2, () => { }, () => { }).Level.ShouldBe(FindingLevel.Ok);

    [Fact]
    public void One_process_that_serves_both_is_a_pooler() =>
        DatabaseCheck.Sessions(() => 1, () => 1, () => { }, () => { }).Level.ShouldBe(FindingLevel.Error);

    [Fact]
    public void A_session_that_moves_to_another_process_is_a_pooler()
    {
        var process = 0;

        DatabaseCheck.Sessions(() => ++process, () => 9, () => { }, () => { }).Level.ShouldBe(FindingLevel.Error);
    }
}
