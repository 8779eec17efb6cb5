using System.Diagnostics;
using System.Globalization;

namespace Carillon.Adapters.Shell;

/// <summary>
/// A small shell process that outlives us for a moment: when our end of its pipe closes, however we died, it kills the groups
/// it was told of and everything that carries our mark. One for the whole process, started with the first shell task; thread safe.
/// </summary>
internal static class Warden
{
    private const string Script = """
        trap '' TERM INT HUP
        groups=
        while read -r op group; do
          case $op in
            +) groups="$groups $group" ;;
            -) kept=; for g in $groups; do [ "$g" = "$group" ] || kept="$kept $g"; done; groups=$kept ;;
          esac
        done
        for round in 1 2 3 4 5 6 7 8 9 10; do
          for g in $groups; do kill -s KILL -- "-$g" 2>/dev/null; done
          found=$(grep -lasF "$1" /proc/[0-9]*/environ 2>/dev/null)
          [ -n "$found" ] || exit 0
          for f in $found; do p=${f#/proc/}; kill -s KILL "${p%/environ}" 2>/dev/null; done
        done
        """;

    private static readonly Lock Gate = new();
    private static Process? s_process;

    /// <summary>The entry of the environment that marks all processes of this Carillon process.</summary>
    public static (string Name, string Value) Mark { get; } = ("CARILLON_HOST", Guid.NewGuid().ToString("N"));

    /// <summary>Starts it, unless it lives. Call it before a start, so that no moment is unguarded: the mark finds what was not yet told.</summary>
    public static void Ensure()
    {
        lock (Gate)
        {
            if (s_process is { HasExited: false }) return;
            s_process?.Dispose();
            s_process = Start();
        }
    }

    /// <summary>Guards the group from now on.</summary>
    public static void Guard(int group) => Tell('+', group);

    /// <summary>The group has ended; its number may be given to others.</summary>
    public static void Release(int group) => Tell('-', group);

    private static void Tell(char op, int group)
    {
        lock (Gate)
        {
            try
            {
                s_process?.StandardInput.Write(string.Create(CultureInfo.InvariantCulture, $"{op} {group}\n"));
                s_process?.StandardInput.Flush();
            }
            catch (IOException)
            {
                // It was killed by somebody; the next start makes a new one.
            }
        }
    }

    private static Process? Start()
    {
        var start = new ProcessStartInfo("setsid", ["/bin/sh", "-c", Script, "carillon-warden", $"{Mark.Name}={Mark.Value}"])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        };
        var process = Process.Start(start);
        // Nobody reads these; closed, they cannot block it.
        process?.StandardOutput.Close();
        process?.StandardError.Close();
        return process;
    }
}
