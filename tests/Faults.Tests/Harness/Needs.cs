using System.Diagnostics;
using Carillon.Tests.Shared;
using Xunit.Abstractions;

namespace Carillon.Faults.Tests;

/// <summary>What of the machine some tests need: programs to start the server through.</summary>
internal static class Needs
{
    private static readonly bool IsRoot = string.Equals(Environment.UserName, "root", StringComparison.Ordinal);
    private static readonly Lazy<bool> Mounts = new(() => Runs([.. Namespace, "sh", "-c", "mount -t tmpfs -o size=1m tmpfs /mnt"]));

    /// <summary>The library that stands between a process and the wall clock.</summary>
    public const string FakeTime = "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1";

    /// <summary>Rights as files give them, for root too.</summary>
    public static string[] OrdinaryRights { get; } =
        IsRoot ? ["setpriv", "--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-dac_override,-dac_read_search"] : [];

    private static string[] Namespace => IsRoot ? ["unshare", "-m"] : ["unshare", "-rm"];

    /// <summary>
    /// A small disk of its own at <paramref name="place"/>, which nobody else sees; null, and said, where that is not permitted.
    /// xunit 2 cannot skip a test that has begun; under <c>CARILLON_REQUIRE_ALL=1</c> it fails.
    /// </summary>
    public static string[]? SmallDisk(string size, string place, ITestOutputHelper said)
    {
        if (Mounts.Value)
            return [.. Namespace, "sh", "-c", "mount -t tmpfs -o size=\"$1\" tmpfs \"$2\" && shift 2 && exec \"$@\"", "sh", size, place];
        Missing("a tmpfs cannot be mounted in a namespace of its own here", said);
        return null;
    }

    /// <summary>True when everything must be there: what is missing fails its test.</summary>
    public static bool All { get; } = Environment.GetEnvironmentVariable("CARILLON_REQUIRE_ALL") == "1";

    /// <summary>True when there is a PostgreSQL to run on; else false, and said.</summary>
    public static bool Postgres(ITestOutputHelper said)
    {
        if (!Databases.IsAsked(DatabaseKind.Postgres))
            return false;
        if (PostgresServer.IsMissing)
            Missing("PostgreSQL 15 is not installed", said);
        return !PostgresServer.IsMissing;
    }

    /// <summary>True when the file of a program or library is there; else false, and said.</summary>
    public static bool IsThere(string path, string name, ITestOutputHelper said)
    {
        if (!File.Exists(path))
            Missing($"{name} is not here", said);
        return File.Exists(path);
    }

    private static void Missing(string what, ITestOutputHelper said)
    {
        All.ShouldBeFalse($"{what}, and CARILLON_REQUIRE_ALL=1 demands it");
        said.WriteLine($"SKIPPED: {what}; nothing was tested. CARILLON_REQUIRE_ALL=1 makes this a failure.");
    }

    private static bool Runs(string[] command)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(command[0], command[1..]) { UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
