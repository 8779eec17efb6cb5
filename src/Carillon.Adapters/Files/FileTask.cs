using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Carillon.Adapters.Tasks;
using Carillon.Core;
using Carillon.Core.Runs;
using Carillon.Engine.Runs;
using NodaTime;
using NodaTime.Text;

namespace Carillon.Adapters.Files;

/// <summary>The task type <c>file</c>.</summary>
internal sealed class FileTask(TaskOptions options) : TaskHandler<FileInput, FileOutput>("file", "Reads, writes, copies, moves, deletes, lists, digests or keeps files.")
{
    protected override IEnumerable<string> Check(FileInput input)
    {
        if (input.Action is FileAction.Copy or FileAction.Move && input.To is null) yield return "'to' is required for copy and move";
        if (input.Action is FileAction.Write or FileAction.Append && input.Content is null) yield return "'content' is required for write and append";
        if (input.Pattern.Contains('/') || input.Pattern.Contains('\\')) yield return "'pattern' is matched against names and may not contain folders";
    }

    protected override async Task<TaskResult> RunAsync(FileInput input, TaskContext context, CancellationToken cancellationToken)
    {
        var paths = new TaskPaths(context, options);
        try
        {
            return Done(await ActAsync(input, paths, context, cancellationToken));
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            throw TaskFailures.File($"'{input.Path}' does not exist");
        }
        catch (Exception bad) when (bad is IOException or UnauthorizedAccessException)
        {
            // A full disk or a locked file may be better at the next try.
            throw new TaskFailedException(new TaskError(ProblemCodes.FileUnreadable, ErrorClasses.Unexpected, $"{input.Action.ToString().ToLowerInvariant()} '{input.Path}': {bad.Message}"));
        }
    }

    private static Task<FileOutput> ActAsync(FileInput input, TaskPaths paths, TaskContext context, CancellationToken cancellationToken) => input.Action switch
    {
        FileAction.Read => ReadAsync(paths.ToRead(input.Path), cancellationToken),
        FileAction.Write => WriteAsync(paths.ToWrite(input.Path), input, cancellationToken),
        FileAction.Append => AppendAsync(paths.ToWrite(input.Path), input.Content!, cancellationToken),
        FileAction.Copy => Task.FromResult(Copy(paths.ToRead(input.Path), paths.ToWrite(input.To!), input)),
        FileAction.Move => Task.FromResult(Move(paths.ToWrite(input.Path), paths.ToWrite(input.To!), input)),
        FileAction.Delete => Task.FromResult(Delete(paths.ToWrite(input.Path))),
        FileAction.Exists => Task.FromResult(Seen(paths.ToRead(input.Path))),
        FileAction.List => Task.FromResult(List(paths.ToRead(input.Path), input, context)),
        FileAction.Hash => HashAsync(paths.ToRead(input.Path), cancellationToken),
        _ => KeepAsync(paths.ToRead(input.Path), input, context, cancellationToken),
    };

    private static async Task<FileOutput> ReadAsync(string path, CancellationToken cancellationToken)
    {
        if (new FileInfo(path).Length > OutputLimit.Bytes) throw TooLarge(path);
        var text = await File.ReadAllTextAsync(path, cancellationToken);
        return OutputLimit.Fits(JsonValue.Create(text)) ? Seen(path) with { Content = text } : throw TooLarge(path);
    }

    private static TaskFailedException TooLarge(string path) =>
        TaskFailures.TooLarge($"'{Path.GetFileName(path)}' is larger than what fits into an output; hand its path on, or keep it as an artifact");

    // Beside it first, then renamed: a reader sees the old text or the new one, never half.
    private static async Task<FileOutput> WriteAsync(string path, FileInput input, CancellationToken cancellationToken)
    {
        if (!input.Overwrite && Path.Exists(path)) throw AlreadyThere(input.Path);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var beside = $"{path}.{Guid.NewGuid():N}.part";
        try
        {
            await File.WriteAllTextAsync(beside, input.Content, cancellationToken);
            File.Move(beside, path, overwrite: true);
        }
        finally
        {
            File.Delete(beside);
        }

        return Seen(path);
    }

    private static async Task<FileOutput> AppendAsync(string path, string content, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await File.AppendAllTextAsync(path, content, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), cancellationToken);
        return Seen(path);
    }

    private static FileOutput Copy(string from, string to, FileInput input)
    {
        if (!input.Overwrite && Path.Exists(to)) throw AlreadyThere(input.To!);
        Directory.CreateDirectory(Path.GetDirectoryName(to)!);
        File.Copy(from, to, overwrite: true);
        return Seen(to);
    }

    private static FileOutput Move(string from, string to, FileInput input)
    {
        if (!input.Overwrite && Path.Exists(to)) throw AlreadyThere(input.To!);
        Directory.CreateDirectory(Path.GetDirectoryName(to)!);
        File.Move(from, to, overwrite: true);
        return Seen(to);
    }

    private static FileOutput Delete(string path)
    {
        if (Directory.Exists(path)) throw TaskFailures.Input("delete takes a file, not a folder");
        if (Directory.Exists(Path.GetDirectoryName(path))) File.Delete(path);
        return Seen(path);
    }

    private static FileOutput List(string folder, FileInput input, TaskContext context)
    {
        // Links are not followed: they may lead out of the folder.
        var how = new EnumerationOptions { RecurseSubdirectories = input.Recursive, AttributesToSkip = FileAttributes.ReparsePoint, MatchType = MatchType.Simple };
        var files = new DirectoryInfo(folder).EnumerateFiles(input.Pattern, how).Select(f => Listed(f, folder)).OrderBy(f => f.Name, StringComparer.Ordinal).ToArray();
        context.Log.Line($"{files.Length} files");
        return Seen(folder) with { Exists = true, Files = files };
    }

    private static ListedFile Listed(FileInfo file, string folder) => new()
    {
        Name = Path.GetRelativePath(folder, file.FullName),
        Path = file.FullName,
        Size = file.Length,
        ModifiedAt = InstantPattern.General.Format(Instant.FromDateTimeUtc(file.LastWriteTimeUtc)),
    };

    private static async Task<FileOutput> HashAsync(string path, CancellationToken cancellationToken)
    {
        await using var file = File.OpenRead(path);
        return Seen(path) with { Sha256 = Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellationToken)) };
    }

    private static async Task<FileOutput> KeepAsync(string path, FileInput input, TaskContext context, CancellationToken cancellationToken)
    {
        await using var file = File.OpenRead(path);
        var name = input.Name ?? Path.GetFileName(path);
        var artifact = await context.Artifacts.KeepAsync(name, input.MediaType ?? MediaTypes.Of(name), file, cancellationToken);
        return Seen(path) with { Sha256 = artifact.Sha256, Artifact = ArtifactOutput.From(artifact) };
    }

    private static FileOutput Seen(string path)
    {
        var file = new FileInfo(path);
        return new() { Path = path, Exists = Path.Exists(path), Size = file.Exists ? file.Length : null };
    }

    private static TaskFailedException AlreadyThere(string path) => TaskFailures.File($"'{path}' is there already, and 'overwrite' is false");
}
