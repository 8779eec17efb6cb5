using Carillon.Tests.Shared;

namespace Carillon.Server.Tests.Security.OpenId;

/// <summary>A test that needs the packages of <c>tests/issuer</c>, which the build installs where there is Node: skipped, and said, where they are not; failed under <c>CARILLON_REQUIRE_ALL=1</c>.</summary>
public sealed class IssuerFactAttribute : FactAttribute
{
    public IssuerFactAttribute() => Skip = Issuer.WhyNot;
}

/// <summary>The same for a test with a table.</summary>
public sealed class IssuerTheoryAttribute : TheoryAttribute
{
    public IssuerTheoryAttribute() => Skip = Issuer.WhyNot;
}
