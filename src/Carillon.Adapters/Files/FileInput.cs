using System.ComponentModel;
using Carillon.Adapters.Tasks;

namespace Carillon.Adapters.Files;

/// <summary>What to do with a file.</summary>
public enum FileAction
{
    /// <summary>Its text becomes the output.</summary>
    Read,

    /// <summary>Replaced by the given text, all at once.</summary>
    Write,

    /// <summary>The given text is added.</summary>
    Append,

    /// <summary>Copied.</summary>
    Copy,

    /// <summary>Moved.</summary>
    Move,

    /// <summary>Deleted; a missing one is no failure.</summary>
    Delete,

    /// <summary>Asked for.</summary>
    Exists,

    /// <summary>The files of a folder are listed.</summary>
    List,

    /// <summary>Digested.</summary>
    Hash,

    /// <summary>Kept as an artifact.</summary>
    Keep,
}

/// <summary>The input of <c>file</c>.</summary>
public sealed record FileInput
{
    /// <summary>What to do.</summary>
    [Description("What to do: read, write, append, copy, move, delete, exists, list, hash, or keep (as an artifact).")]
    public required FileAction Action { get; init; }

    /// <summary>The file.</summary>
    [Description("The file, or the folder for list: relative to the workflow files, or work: for the attempt's own folder. Files of earlier tasks may be read by their absolute path. Nothing outside is touched.")]
    public required string Path { get; init; }

    /// <summary>Where to.</summary>
    [Description("Where copy and move go to.")]
    public string? To { get; init; }

    /// <summary>The text.</summary>
    [Description("The text of write and append.")]
    public string? Content { get; init; }

    /// <summary>Whether an existing target is replaced.</summary>
    [Description("True: write, copy and move replace a file that is there. Default true.")]
    public bool Overwrite { get; init; } = true;

    /// <summary>A pattern.</summary>
    [Description("Which files list shows: * and ? stand for any text and any letter.")]
    public string Pattern { get; init; } = "*";

    /// <summary>Whether folders below count.</summary>
    [Description("True: list goes into the folders below. Default false.")]
    public bool Recursive { get; init; }

    /// <summary>The artifact's name.</summary>
    [Description("The artifact's name for keep. Default: the file's.")]
    public string? Name { get; init; }

    /// <summary>The artifact's media type.</summary>
    [Description("The artifact's media type for keep. Default: by the file's ending.")]
    public string? MediaType { get; init; }
}

/// <summary>One file of a list.</summary>
public sealed record ListedFile
{
    /// <summary>The name.</summary>
    [Description("The name, relative to the folder listed.")]
    public required string Name { get; init; }

    /// <summary>The path.</summary>
    [Description("The absolute path.")]
    public required string Path { get; init; }

    /// <summary>The size.</summary>
    [Description("Bytes.")]
    public required long Size { get; init; }

    /// <summary>When it was written last.</summary>
    [Description("When it was written last, UTC.")]
    public required string ModifiedAt { get; init; }
}

/// <summary>The output of <c>file</c>.</summary>
public sealed record FileOutput
{
    /// <summary>The path.</summary>
    [Description("The absolute path of the file: of the new one for copy and move.")]
    public required string Path { get; init; }

    /// <summary>Whether it is there.</summary>
    [Description("Whether the file is there once the task has ended.")]
    public required bool Exists { get; init; }

    /// <summary>The size.</summary>
    [Description("Bytes; null when there is no file.")]
    public long? Size { get; init; }

    /// <summary>The text.</summary>
    [Description("The text (read), else null.")]
    public string? Content { get; init; }

    /// <summary>The digest.</summary>
    [Description("SHA-256 in lower-case hex (hash, keep), else null.")]
    public string? Sha256 { get; init; }

    /// <summary>The files.</summary>
    [Description("The files, sorted by name (list), else null.")]
    public IReadOnlyList<ListedFile>? Files { get; init; }

    /// <summary>The artifact.</summary>
    [Description("The kept file (keep), else null.")]
    public ArtifactOutput? Artifact { get; init; }
}
