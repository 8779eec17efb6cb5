using System.IO.Enumeration;
using System.Text;
using Carillon.Core;
using Carillon.Core.History;
using Carillon.Engine.Storage;

namespace Carillon.Engine.History.Export;

/// <summary>
/// Writes the results of a schedule: as one archive, as one row for each run, or all CSV files of one name as one. Answers are written as they are read,
/// so memory does not grow with them. Thread safe.
/// </summary>
public sealed class ExportService
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);
    private readonly EngineOptions _options;
    private readonly ExportReader _reader;

    /// <summary>An export over a database.</summary>
    /// <param name="options">Says where working files go, and gives the time.</param>
    /// <param name="database">Where the runs are.</param>
    /// <param name="runs">Reads them.</param>
    /// <param name="artifacts">Reads what they kept.</param>
    public ExportService(EngineOptions options, Database database, RunReader runs, ArtifactReader artifacts) =>
        (_options, _reader) = (options, new ExportReader(database, runs, artifacts));

    /// <summary>A ZIP file: the artifacts by run, <c>runs.csv</c>, and <c>manifest.json</c> with each run and each file. A file that is gone is noted there.</summary>
    public async Task WriteZipAsync(ExportScope scope, Stream output, CancellationToken cancellationToken)
    {
        await using var archive = await ZipExport.BeginAsync(_options, scope, output, cancellationToken);
        foreach (var run in _reader.Runs(scope))
            await archive.AddAsync(run, cancellationToken);
        await archive.EndAsync(cancellationToken);
    }

    /// <summary>A CSV file with one row for each run.</summary>
    public async Task WriteRunsAsync(ExportScope scope, Stream output, CancellationToken cancellationToken)
    {
        await using var text = new StreamWriter(output, Utf8, leaveOpen: true);
        await text.WriteAsync(RunsCsv.Header.AsMemory(), cancellationToken);
        foreach (var run in _reader.Runs(scope))
            await text.WriteAsync(RunsCsv.Row(run.Run).AsMemory(), cancellationToken);
    }

    /// <summary>
    /// The header that the CSV artifacts of a name have in common; null when there are none. Problem: SCH033, two of them differ, with the runs they are of.
    /// </summary>
    /// <param name="scope">Of which runs.</param>
    /// <param name="name">The artifacts' name; <c>*</c> stands for any letters, <c>?</c> for one.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<Checked<IReadOnlyList<string>?>> HeaderAsync(ExportScope scope, string name, CancellationToken cancellationToken)
    {
        (IReadOnlyList<string> Cells, ExportedRun Run)? header = null;
        foreach (var (run, artifact, path) in Files(scope, name))
        {
            if (await JoinedCsv.HeaderAsync(path, cancellationToken) is not { } cells)
                continue;
            if (header is { } known && !known.Cells.SequenceEqual(cells, StringComparer.Ordinal))
            {
                return Checked<IReadOnlyList<string>?>.Bad(new Problem(
                    ProblemCodes.StateConflict,
                    $"The columns of '{artifact.Name}' differ: run {known.Run.Run.Id} has {Short(known.Cells)}, run {run.Run.Id} has {Short(cells)}.",
                    Suggestion: "Narrow the period to runs whose files have the same columns, or export them as a ZIP."));
            }
            header ??= (cells, run);
        }
        return Checked<IReadOnlyList<string>?>.Ok(header?.Cells);
    }

    /// <summary>All CSV artifacts of a name as one file: columns about the run, then those of the files.</summary>
    /// <param name="scope">Of which runs.</param>
    /// <param name="name">The artifacts' name; <c>*</c> stands for any letters, <c>?</c> for one.</param>
    /// <param name="header">What <see cref="HeaderAsync"/> answered.</param>
    /// <param name="output">Where it goes.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task WriteJoinedAsync(ExportScope scope, string name, IReadOnlyList<string>? header, Stream output, CancellationToken cancellationToken)
    {
        await using var text = new StreamWriter(output, Utf8, leaveOpen: true);
        await text.WriteAsync(JoinedCsv.Header(header ?? []).AsMemory(), cancellationToken);
        foreach (var (run, artifact, path) in Files(scope, name))
            await JoinedCsv.WriteAsync(run.Run, artifact, path, header ?? [], text, cancellationToken);
    }

    private IEnumerable<(ExportedRun Run, ArtifactRecord Artifact, string? Path)> Files(ExportScope scope, string name) =>
        from run in _reader.Runs(scope)
        from file in run.Artifacts
        where FileSystemName.MatchesSimpleExpression(name, file.Artifact.Name, ignoreCase: false)
        select (run, file.Artifact, file.Path);

    private static string Short(IReadOnlyList<string> cells) => string.Join(',', cells) is { Length: > 200 } text ? string.Concat(text.AsSpan(0, 200), "…") : string.Join(',', cells);
}
