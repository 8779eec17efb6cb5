using System.Diagnostics;
using System.Globalization;
using Carillon.Core;
using Carillon.Engine.Storage;

namespace Carillon.Engine;

/// <summary>
/// Labelled points of the engine at which a test lets this process die, or lets the database refuse. <c>CARILLON_FAILPOINT=claim:3</c> dies when the point is
/// reached for the third time, <c>claim:3:refuse</c> throws there once, <c>claim:3:refuse-on</c> from then on, <c>claim:3:freeze</c> stands still until SIGCONT. Read once at the start; unset, a point costs nothing.
/// </summary>
internal static class FailPoint
{
    private static readonly string[]? Asked = Environment.GetEnvironmentVariable("CARILLON_FAILPOINT") is { Length: > 0 } text ? text.Split(':') : null;
    private static readonly int Count = Asked is [_, var count, ..] ? int.Parse(count, CultureInfo.InvariantCulture) : 1;
    private static int s_hits;

    /// <summary>True when a test has asked for one.</summary>
    public static bool IsSet => Asked is not null;

    /// <summary>The process is at the point.</summary>
    public static void Hit(string point)
    {
        if (Asked is not null && Asked[0] == point)
            Strike(point);
    }

    private static void Strike(string point)
    {
        var hit = Interlocked.Increment(ref s_hits);
        var act = Asked is [_, _, var named] ? named : "die";
        if (hit < Count || (hit > Count && act != "refuse-on"))
            return;
        if (act == "die")
            Environment.FailFast($"CARILLON_FAILPOINT: {point} was reached for the {hit}th time.");
        if (act == "freeze")
        {
            using var stop = Process.Start("kill", ["-STOP", Environment.ProcessId.ToString(CultureInfo.InvariantCulture)]);
            stop.WaitForExit();
            return;
        }
        throw new StorageException(ProblemCodes.StorageUnavailable, $"CARILLON_FAILPOINT: refused at {point}.");
    }
}
