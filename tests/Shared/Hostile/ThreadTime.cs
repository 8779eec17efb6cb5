using System.Globalization;

namespace Carillon.Tests.Hostile;

/// <summary>Processor time of the calling thread: what the machine, the collector or other tests take meanwhile is not in it.</summary>
internal static class ThreadTime
{
    // Nanoseconds on the processor, nanoseconds waiting for one, and how often (the kernel's Documentation/scheduler/sched-stats).
    private const string OfThisThread = "/proc/thread-self/schedstat";
    private static readonly bool IsKnown = File.Exists(OfThisThread);

    /// <summary>Spent so far; of the whole process where the system does not tell it of a thread.</summary>
    public static TimeSpan Spent =>
        IsKnown ? TimeSpan.FromMicroseconds(long.Parse(File.ReadAllText(OfThisThread).Split(' ')[0], CultureInfo.InvariantCulture) / 1000.0) : Environment.CpuUsage.TotalTime;
}
