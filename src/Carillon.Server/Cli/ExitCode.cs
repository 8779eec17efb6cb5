namespace Carillon.Server.Cli;

/// <summary>What the process answers with; documented in <c>docs/guide/cli.md</c>.</summary>
internal static class ExitCode
{
    /// <summary>Done; for <c>run</c>, the run completed.</summary>
    public const int Ok = 0;

    /// <summary>The files, the expression or the request have problems; they were printed.</summary>
    public const int Problems = 1;

    /// <summary>The command line itself cannot be read.</summary>
    public const int Usage = 2;

    /// <summary>The run failed.</summary>
    public const int RunFailed = 3;

    /// <summary>The run was canceled.</summary>
    public const int Canceled = 4;

    /// <summary><c>plan --exit-code</c>: there is something to apply.</summary>
    public const int Changes = 6;

    /// <summary>The server or the engine cannot start, or the server cannot be reached.</summary>
    public const int CannotStart = 5;
}
