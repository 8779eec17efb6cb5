using System.Runtime.InteropServices;

namespace Carillon.Faults.Tests;

/// <summary>kill(2).</summary>
internal static partial class Signals
{
    public const int Kill = 9;
    public const int Terminate = 15;
    public const int Continue = 18;
    public const int Stop = 19;

    public static void Send(int process, int signal) => SendSignal(process, signal).ShouldBe(0, $"signal {signal} to process {process}");

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int SendSignal(int process, int signal);
}
