using System.ComponentModel;
using System.Text.Json.Nodes;
using Carillon.Adapters.Tasks;
using NodaTime;

namespace Carillon.Adapters.Shell;

/// <summary>What reads the script.</summary>
public enum ShellKind
{
    /// <summary><c>/bin/sh -e</c>; on Windows <c>cmd</c>.</summary>
    Sh,

    /// <summary><c>bash -eo pipefail</c>, without profile files.</summary>
    Bash,

    /// <summary>PowerShell 7.</summary>
    Pwsh,

    /// <summary>The command prompt of Windows.</summary>
    Cmd,
}

/// <summary>What becomes of the standard output.</summary>
public enum ShellOutputKind
{
    /// <summary>It is the output's <c>stdout</c>.</summary>
    Text,

    /// <summary>It is read as JSON.</summary>
    Json,

    /// <summary>It is a list of lines.</summary>
    Lines,

    /// <summary>It is in the log only.</summary>
    None,
}

/// <summary>The input of <c>shell</c>.</summary>
public sealed record ShellInput
{
    /// <summary>The script.</summary>
    [Description("The script. It ends at the first command that fails.")]
    public string? Run { get; init; }

    /// <summary>What reads the script.</summary>
    [Description("What reads the script: sh (on Windows cmd), bash, pwsh or cmd.")]
    public ShellKind Shell { get; init; } = ShellKind.Sh;

    /// <summary>Arguments of the script.</summary>
    [Description("Arguments of the script: $1, $2 and so on.")]
    public IReadOnlyList<Scalar> Args { get; init; } = [];

    /// <summary>A program and its arguments.</summary>
    [Description("A program and its arguments, started without a shell: nothing is expanded. Instead of run.")]
    public IReadOnlyList<Scalar> Command { get; init; } = [];

    /// <summary>Environment variables.</summary>
    [Description("Environment variables, added to the server's own. CARILLON_RUN_ID, CARILLON_TASK, CARILLON_ATTEMPT, CARILLON_IDEMPOTENCY_KEY, CARILLON_WORK_FOLDER and CARILLON_OUTPUT are always set.")]
    public IReadOnlyDictionary<string, Scalar> Env { get; init; } = new Dictionary<string, Scalar>();

    /// <summary>The folder to run in.</summary>
    [Description("The folder to run in, relative to the workflow files, or work: for the attempt's own, which is removed afterwards. Default: the folder of the workflow files.")]
    public string? WorkingFolder { get; init; }

    /// <summary>Standard input.</summary>
    [Description("Text for the standard input. Default: none, it is at its end at once.")]
    public string? Stdin { get; init; }

    /// <summary>What becomes of the standard output.</summary>
    [Description("What becomes of the standard output, of which the first 1 MiB is kept: text, json, lines or none.")]
    public ShellOutputKind Output { get; init; } = ShellOutputKind.Text;

    /// <summary>Exit codes that mean success.</summary>
    [Description("The exit codes that mean success.")]
    public IReadOnlyList<int> OkExitCodes { get; init; } = [0];

    /// <summary>From SIGTERM to SIGKILL.</summary>
    [Description("How long the processes may take to end after SIGTERM on cancel and timeout, before SIGKILL.")]
    public Duration Grace { get; init; } = Duration.FromSeconds(5);
}

/// <summary>The output of <c>shell</c>.</summary>
public sealed record ShellOutput
{
    /// <summary>The exit code.</summary>
    [Description("The exit code.")]
    public required int ExitCode { get; init; }

    /// <summary>The standard output.</summary>
    [Description("The standard output without its last line end (output: text), else null.")]
    public string? Stdout { get; init; }

    /// <summary>Its lines.</summary>
    [Description("The lines of the standard output (output: lines), else null.")]
    public IReadOnlyList<string>? Lines { get; init; }

    /// <summary>JSON.</summary>
    [Description("The JSON written to the file named in CARILLON_OUTPUT; else the standard output read as JSON (output: json); else null.")]
    public JsonNode? Json { get; init; }

    /// <summary>True when the rest was cut.</summary>
    [Description("True when the standard output was longer than what is kept.")]
    public required bool Truncated { get; init; }
}
