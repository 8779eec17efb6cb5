using System.IO.Compression;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Carillon.Core.History;
using Carillon.Core.Runs;
using Carillon.Engine.Storage;

namespace Carillon.Engine.History.Export;

/// <summary>
/// An archive while it is written. Only one of its files can be written at a time and the artifacts come first, so manifest and table wait in working files
/// until the end; these go away with it.
/// </summary>
internal sealed class ZipExport : IAsyncDisposable
{
    private readonly HeldStream _output;
    private readonly ZipArchive _archive;
    private readonly FileStream _table;
    private readonly FileStream _manifest;
    private readonly Utf8JsonWriter _json;
    private readonly byte[] _buffer = new byte[81920];
    private long _runs;
    private long _files;
    private long _gone;

    private ZipExport(HeldStream output, ZipArchive archive, FileStream table, FileStream manifest)
    {
        (_output, _archive, _table, _manifest) = (output, archive, table, manifest);
        _json = new Utf8JsonWriter(manifest, new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    }

    public static async Task<ZipExport> BeginAsync(EngineOptions options, ExportScope scope, Stream output, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(options.WorkFolder);
        var held = new HeldStream(output);
        var archive = await ZipArchive.CreateAsync(held, ZipArchiveMode.Create, leaveOpen: true, Encoding.UTF8, cancellationToken);
        var export = new ZipExport(held, archive, WorkFile(options), WorkFile(options));
        await export.WriteTableAsync(RunsCsv.Header, cancellationToken);
        export._json.WriteStartObject();
        export._json.WriteString("schedule_id", scope.Schedule.Id.Value);
        export._json.WriteString("workflow_id", scope.Schedule.WorkflowId.Value);
        export._json.WriteString("completed_from", RunsCsv.Text(scope.From));
        export._json.WriteString("completed_to", RunsCsv.Text(scope.To));
        export._json.WriteString("exported_at", RunsCsv.Text(options.Time.Now()));
        export._json.WriteStartArray("runs");
        return export;
    }

    /// <summary>Adds a run: its files to the archive, its row and entry to what is written at the end.</summary>
    public async Task AddAsync(ExportedRun exported, CancellationToken cancellationToken)
    {
        var run = exported.Run;
        _runs++;
        await WriteTableAsync(RunsCsv.Row(run), cancellationToken);
        _json.WriteStartObject();
        _json.WriteString("id", run.Id.Value);
        if (run.RunNumber is { } number)
            _json.WriteNumber("run_number", number);
        _json.WriteString("status", run.Status.ToWord());
        _json.WriteString("trigger", run.Trigger.ToWord());
        _json.WriteString("nominal_at", RunsCsv.Text(run.NominalAt));
        _json.WriteString("started_at", RunsCsv.Text(run.StartedAt));
        _json.WriteString("completed_at", RunsCsv.Text(run.CompletedAt));
        _json.WriteNumber("rows", run.Rows);
        _json.WriteNumber("cost", run.Cost);
        _json.WriteString("error", run.Error?.Message);
        _json.WriteStartArray("artifacts");
        var names = new ArchiveNames();
        foreach (var (artifact, path) in exported.Artifacts)
            await AddAsync(run, artifact, path, names, cancellationToken);
        _json.WriteEndArray();
        _json.WriteEndObject();
        await _json.FlushAsync(cancellationToken);
    }

    /// <summary>Writes table and manifest and ends the archive.</summary>
    public async Task EndAsync(CancellationToken cancellationToken)
    {
        _json.WriteEndArray();
        _json.WriteNumber("run_count", _runs);
        _json.WriteNumber("artifact_count", _files);
        _json.WriteNumber("gone_count", _gone);
        if (_gone > 0)
            _json.WriteString("note", "Some artifacts are not in this archive: see their own notes.");
        _json.WriteEndObject();
        await _json.FlushAsync(cancellationToken);
        await CopyAsync(_table, "runs.csv", cancellationToken);
        await CopyAsync(_manifest, "manifest.json", cancellationToken);
        await _archive.DisposeAsync();
        await _output.PassOnAsync(cancellationToken);
    }

    private async Task AddAsync(RunRecord run, ArtifactRecord artifact, string? path, ArchiveNames names, CancellationToken cancellationToken)
    {
        var task = new TaskKey(artifact.TaskId, artifact.Item ?? -1);
        var inside = $"runs/{ArchiveNames.Safe(run.Id.Value)}/{names.Take(task.ToString(), artifact.Name)}";
        await using var file = ExportFile.Open(path);
        var note = file is null ? ExportFile.Gone : await CopyAsync(file, inside, cancellationToken);
        _files += file is null ? 0 : 1;
        _gone += note is null ? 0 : 1;
        _json.WriteStartObject();
        _json.WriteString("path", file is null ? null : inside);
        _json.WriteString("name", artifact.Name);
        _json.WriteString("task_id", artifact.TaskId.Value);
        if (artifact.Item is { } item)
            _json.WriteNumber("item", item);
        _json.WriteString("media_type", artifact.MediaType);
        _json.WriteNumber("size", artifact.Size);
        _json.WriteString("sha256", artifact.Sha256);
        if (note is not null)
            _json.WriteString("note", note);
        _json.WriteEndObject();
    }

    /// <summary>Copies an open file into the archive. A file that can no longer be read ends there: the answer says so, and the archive stays whole.</summary>
    private async Task<string?> CopyAsync(FileStream file, string inside, CancellationToken cancellationToken)
    {
        file.Position = 0;
        await using var entry = await _archive.CreateEntry(inside, CompressionLevel.Fastest).OpenAsync(cancellationToken);
        while (true)
        {
            int read;
            try
            {
                read = await file.ReadAsync(_buffer, cancellationToken);
            }
            catch (IOException e)
            {
                return $"the file could not be read to its end: {e.Message}";
            }
            if (read == 0)
                return null;
            await entry.WriteAsync(_buffer.AsMemory(0, read), cancellationToken);
        }
    }

    private async Task WriteTableAsync(string row, CancellationToken cancellationToken) => await _table.WriteAsync(Encoding.UTF8.GetBytes(row), cancellationToken);

    private static FileStream WorkFile(EngineOptions options) => new(
        Path.Combine(options.WorkFolder, $"export-{Guid.NewGuid():N}"), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 81920, FileOptions.Asynchronous | FileOptions.DeleteOnClose);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        // Not the archive: what is broken off must not get an end that makes it look whole.
        await _json.DisposeAsync();
        await _table.DisposeAsync();
        await _manifest.DisposeAsync();
    }
}
