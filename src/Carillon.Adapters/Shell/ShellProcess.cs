using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using Carillon.Adapters.Tasks;
using Carillon.Engine.Runs;

namespace Carillon.Adapters.Shell;

/// <summary>One started command with everything that comes of it. It ends with its tree: nothing it started outlives it.</summary>
internal sealed class ShellProcess : IDisposable
{
    private static readonly TimeSpan DrainFor = TimeSpan.FromMilliseconds(250);
    private static readonly bool OnLinux = OperatingSystem.IsLinux() && File.Exists("/usr/bin/setsid");

    private readonly Process _process;
    private readonly ProcessTree? _tree;
    private readonly TaskContext _context;
    private readonly TimeSpan _grace;
    private readonly int _id;

    private ShellProcess(Process process, string mark, TaskContext context, TimeSpan grace)
    {
        (_process, _context, _grace, _id) = (process, context, grace, process.Id);
        Output = new(process.StandardOutput.BaseStream, context.Log, keep: 1024 * 1024);
        Errors = new(process.StandardError.BaseStream, context.Log, keep: 0);
        if (!OnLinux) return;
        _tree = new(_id, mark);
        Warden.Guard(_id);
    }

    /// <summary>Standard output.</summary>
    public LinePump Output { get; }

    /// <summary>Standard error.</summary>
    public LinePump Errors { get; }

    /// <summary>Starts the command in a session of its own.</summary>
    public static ShellProcess Start(ShellCommand command, string folder, ShellEnvironment environment, TaskContext context, TimeSpan grace)
    {
        var program = command.Find(folder, environment.SearchPath)
            ?? throw TaskFailures.Input($"program '{command.Program}' was not found or cannot be executed");
        var start = OnLinux
            ? new ProcessStartInfo("/usr/bin/setsid", [program, .. command.Arguments])
            : new ProcessStartInfo(program, command.Arguments);
        start.WorkingDirectory = folder;
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        start.UseShellExecute = false;
        environment.ApplyTo(start.Environment);
        if (OnLinux) Warden.Ensure();
        try
        {
            return new(Process.Start(start)!, environment.Mark, context, grace);
        }
        catch (Win32Exception bad)
        {
            throw TaskFailures.Input($"program '{command.Program}' could not be started: {bad.Message}");
        }
    }

    /// <summary>Feeds, reads and waits. Returns the exit code; a signal's number plus 128.</summary>
    /// <exception cref="OperationCanceledException">Canceled; the whole tree has ended.</exception>
    public async Task<int> RunAsync(string? input, CancellationToken cancellationToken)
    {
        using var drained = new CancellationTokenSource();
        var pumps = Task.WhenAll(
            Output.RunAsync(_context.Heartbeat, drained.Token),
            Errors.RunAsync(_context.Heartbeat, drained.Token));
        var feed = FeedAsync(input, drained.Token);
        try
        {
            await _process.WaitForExitAsync(cancellationToken);
            await EndLeftoversAsync(pumps, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            await EndTreeAsync();
            throw;
        }
        finally
        {
            await Task.WhenAny(pumps, Task.Delay(DrainFor, CancellationToken.None));
            await drained.CancelAsync();
            await pumps;
            await feed;
            if (_tree is not null) Warden.Release(_id);
        }

        return _process.ExitCode;
    }

    /// <inheritdoc/>
    public void Dispose() => _process.Dispose();

    private async Task FeedAsync(string? input, CancellationToken stop)
    {
        try
        {
            var pipe = _process.StandardInput.BaseStream;
            if (input is not null) await pipe.WriteAsync(Encoding.UTF8.GetBytes(input), stop);
            _process.StandardInput.Close();
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException)
        {
            // It did not want all of it, which is its right.
        }
    }

    // The command itself has ended. What it left in its group, or still holding its output, is not worth waiting for.
    private async Task EndLeftoversAsync(Task pumps, CancellationToken cancellationToken)
    {
        if (_tree is null) return;
        if (!_tree.GroupLives)
        {
            await Task.WhenAny(pumps, Task.Delay(DrainFor, cancellationToken));
            if (pumps.IsCompleted) return;
        }

        var count = _tree.Find().Count;
        if (count == 0) return;
        _context.Log.Line($"[{count} background process(es) left running are ended]");
        await EndTreeAsync();
    }

    private async Task EndTreeAsync()
    {
        if (_tree is null)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync(CancellationToken.None);
            return;
        }

        var waited = Stopwatch.StartNew();
        _tree.Signal(ProcessTree.Terminate);
        while (waited.Elapsed < _grace && _tree.Find().Count > 0) await PauseAsync();
        // Again and again, for what is started between the look and the blow; not for ever, for what the kernel holds.
        for (var round = 0; round < 250 && _tree.Signal(ProcessTree.Kill) > 0; round++) await PauseAsync();
        if (_tree.Find().Count > 0)
            _context.Log.Line("[processes remain that even SIGKILL does not end]");
        else
            await _process.WaitForExitAsync(CancellationToken.None);
    }

    private static Task PauseAsync() => Task.Delay(TimeSpan.FromMilliseconds(20), CancellationToken.None);
}
