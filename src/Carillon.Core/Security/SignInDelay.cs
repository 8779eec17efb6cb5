using NodaTime;

namespace Carillon.Core.Security;

/// <summary>How long a name must wait after failed sign-ins in a row. The first three cost nothing; from then on each failure doubles the wait: 1 s, 2 s, 4 s, … up to 15 minutes.</summary>
public static class SignInDelay
{
    private const int Free = 3;
    private static readonly Duration Longest = Duration.FromMinutes(15);

    /// <summary>After how long without a failure the count begins anew.</summary>
    public static readonly Duration ForgottenAfter = Duration.FromDays(1);

    /// <summary>From when on the next sign-in is looked at.</summary>
    /// <param name="failures">How many failed in a row; 0 or more.</param>
    /// <param name="last">When the last one did.</param>
    public static Instant Until(long failures, Instant last)
    {
        if (failures < Free)
            return last;
        var doublings = Math.Min(failures - Free, 20);
        return last + Duration.Min(Longest, Duration.FromSeconds(1L << (int)doublings));
    }
}
