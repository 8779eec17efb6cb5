using Carillon.Core.History;

namespace Carillon.Engine.History.Export;

/// <summary>The CSV artifacts of several runs as one file.</summary>
internal static class JoinedCsv
{
    /// <summary>The first record of a file; null when it is gone or empty.</summary>
    public static async Task<IReadOnlyList<string>?> HeaderAsync(string? path, CancellationToken cancellationToken)
    {
        using var file = ExportFile.Open(path);
        if (file is null)
            return null;
        using var text = new StreamReader(file);
        try
        {
            return await new CsvRecords(text).NextAsync(cancellationToken);
        }
        catch (InvalidDataException)
        {
            // The row that is written for it says so.
            return null;
        }
    }

    public static string Header(IReadOnlyList<string> columns) => CsvCells.Row(["run_id", "run_number", "nominal_at", "completed_at", "task_id", "artifact", "note", .. columns]);

    /// <summary>Writes the rows of one file. What keeps it from being read to its end stands in the note of a row of its own.</summary>
    public static async Task WriteAsync(RunRecord run, ArtifactRecord artifact, string? path, IReadOnlyList<string> header, TextWriter output, CancellationToken cancellationToken)
    {
        var task = artifact.Item is { } item ? $"{artifact.TaskId}[{item}]" : artifact.TaskId.Value;
        string?[] about = [run.Id.Value, RunsCsv.Text(run.RunNumber), RunsCsv.Text(run.NominalAt), RunsCsv.Text(run.CompletedAt), task, artifact.Name];
        using var file = ExportFile.Open(path);
        var note = file is null ? ExportFile.Gone : null;
        try
        {
            using var text = file is null ? TextReader.Null : new StreamReader(file);
            var records = new CsvRecords(text);
            var first = await records.NextAsync(cancellationToken);
            if (first is not null && !first.SequenceEqual(header, StringComparer.Ordinal))
                note = "its columns differ";
            while (note is null && await records.NextAsync(cancellationToken) is { } record)
                await output.WriteAsync(CsvCells.Row([.. about, null, .. record]).AsMemory(), cancellationToken);
        }
        catch (InvalidDataException e)
        {
            note = e.Message;
        }
        if (note is not null)
            await output.WriteAsync(CsvCells.Row([.. about, note]).AsMemory(), cancellationToken);
    }
}

/// <summary>Opens the files of an export.</summary>
internal static class ExportFile
{
    /// <summary>What is said of a file that cannot be opened.</summary>
    public const string Gone = "the file is gone: retention removed its run while this was written, or somebody took it away";

    /// <summary>The file, or null when it is not there or may not be read. Once open it stays readable, whatever retention removes.</summary>
    public static FileStream? Open(string? path)
    {
        try
        {
            return path is null ? null : new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1, FileOptions.Asynchronous | FileOptions.SequentialScan);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
