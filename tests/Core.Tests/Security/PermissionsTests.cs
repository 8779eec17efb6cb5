using Carillon.Core.Security;

namespace Carillon.Core.Tests.Security;

public sealed class PermissionsTests
{
    [Theory]
    [InlineData("a,b", "b,c", "b")]
    [InlineData("admin", "b,c", "b,c")]
    [InlineData("a", "admin", "a")]
    [InlineData("admin", "admin", "admin")]
    [InlineData("a", "b", "")]
    public void Two_lists_allow_what_both_do_and_admin_is_everything(string one, string other, string both) =>
        string.Join(',', Permissions.Both(one.Split(','), other.Split(','))).ShouldBe(both);

    [Theory]
    [InlineData("workflow:read", null, true)]
    [InlineData("admin", null, false)]
    [InlineData("admin", "workflow:read", false)]
    [InlineData("admin", "workflow:read,admin", true)]
    public void Nobody_becomes_an_administrator_by_their_name(string scopes, string? said, bool may) =>
        Permissions.MayClaim(scopes.Split(','), said?.Split(',')).ShouldBe(may);

    [Theory]
    [InlineData("ann", "x", "", true)]
    [InlineData("ann", "x", "Ann", true)]
    [InlineData("ann", "x", "bob,ann", true)]
    [InlineData("ann", "x", "bob", false)]
    [InlineData("ann", "admin", "bob", true)]
    [InlineData(null, "x", "bob", false)]
    public void Owners_change_what_is_theirs(string? account, string scopes, string owners, bool may) =>
        Permissions.MayChange(account, scopes.Split(','), owners.Split(',', StringSplitOptions.RemoveEmptyEntries)).ShouldBe(may);
}
