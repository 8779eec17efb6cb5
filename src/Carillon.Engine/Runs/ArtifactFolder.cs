using System.Security.Cryptography;
using System.Text;
using Carillon.Core;
using Carillon.Core.Runs;
using Carillon.Core.Security;
using Carillon.Engine.Storage;

namespace Carillon.Engine.Runs;

/// <summary>Artifacts in a local folder: a file is complete and has its final name before its row says that it exists.</summary>
internal sealed class ArtifactFolder(EngineOptions options, Database database)
{
    private const int LongestName = 120;

    /// <summary>What file systems take, less some; in bytes of UTF-8.</summary>
    private const int MostBytes = 240;

    public ArtifactKeeper For(AttemptRow attempt) => new(this, attempt);

    internal async Task<Artifact> KeepAsync(AttemptRow attempt, string name, string mediaType, Stream content, CancellationToken cancellationToken)
    {
        if (name.Length is 0 or > LongestName || name is "." or ".." || name.AsSpan().IndexOfAny("/\\\0\r\n") >= 0 || IsNoText(name) || Encoding.UTF8.GetByteCount(name) > MostBytes)
            throw Refused($"'{name}' cannot be an artifact's name: use 1 to {LongestName} characters without '/' and '\\'.", retryable: false);
        var folder = Path.Combine(options.ArtifactFolder, attempt.Run.Value, attempt.Key.ToString());
        var path = Path.Combine(folder, name);
        var partial = Path.Combine(folder, $".{attempt.Id}-{attempt.Fence}-{Guid.NewGuid():N}.part");
        try
        {
            Directory.CreateDirectory(folder);
            if (!LinkedPath.LeadsInto(Path.GetFullPath(folder), Path.GetFullPath(options.ArtifactFolder)))
                throw Refused($"The artifact '{name}' is not stored: a link leads out of the artifact folder.", retryable: false);
            var (size, hash) = await CopyAsync(content, partial, cancellationToken);
            File.Move(partial, path, overwrite: true);
            var id = Guid.CreateVersion7(options.Time.GetUtcNow()).ToString();
            id = await Outage.OutlastAsync(
                () => database.WriteAsync(sql => Record(sql, attempt, id, name, mediaType, size, hash, path)), database, options.Time, cancellationToken);
            return new Artifact(id, name, mediaType, size, hash, path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Refused($"The artifact '{name}' could not be stored: {e.Message}", retryable: true);
        }
        finally
        {
            Remove(partial);
        }
    }

    /// <summary>Half characters become something else on the disk and in the database.</summary>
    private static bool IsNoText(string name)
    {
        foreach (var letter in name.EnumerateRunes())
        {
            if (letter == Rune.ReplacementChar)
                return true;
        }

        return false;
    }

    private static async Task<(long Size, string Sha256)> CopyAsync(Stream content, string path, CancellationToken cancellationToken)
    {
        await using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.Asynchronous);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[81920];
        int read;
        while ((read = await content.ReadAsync(buffer, cancellationToken)) > 0)
        {
            hash.AppendData(buffer, 0, read);
            await file.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
        }
        file.Flush(flushToDisk: true);
        return (file.Length, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    private string Record(Sql sql, AttemptRow attempt, string id, string name, string mediaType, long size, string hash, string path)
    {
        if (!AttemptStore.IsHeld(sql, attempt.Id, attempt.Fence))
            throw Refused("The attempt no longer holds its claim.", retryable: false);
        return sql.First(
            """
            insert into artifacts (id, run_id, task_id, item, number, name, media_type, size, sha256, location, created_at)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
            on conflict (run_id, task_id, item, name) do update set
              number = excluded.number, media_type = excluded.media_type, size = excluded.size, sha256 = excluded.sha256, created_at = excluded.created_at
            returning id
            """,
            row => row.GetString(0),
            id, attempt.Run.Value, attempt.Key.Task.Value, attempt.Key.Item, attempt.Number, name, mediaType, size, hash,
            Path.GetRelativePath(options.ArtifactFolder, path).Replace('\\', '/'), options.Time.Now().ToStored())!;
    }

    private static void Remove(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Only the partial copy is left behind; the pruner removes the run's folder in time.
        }
    }

    private static TaskFailedException Refused(string message, bool retryable) =>
        new(new TaskError(ProblemCodes.ArtifactFailed, ErrorClasses.Unexpected, message, retryable));
}

/// <summary>Keeps the files of one attempt.</summary>
internal sealed class ArtifactKeeper(ArtifactFolder folder, AttemptRow attempt) : IArtifactKeeper
{
    /// <summary>Takes secrets out of names; what a file holds is its maker's own.</summary>
    public SecretMask Mask { get; set; } = SecretMask.None;

    public Task<Artifact> KeepAsync(string name, string mediaType, Stream content, CancellationToken cancellationToken) =>
        folder.KeepAsync(attempt, Mask.Apply(name), Mask.Apply(mediaType), content, cancellationToken);
}
