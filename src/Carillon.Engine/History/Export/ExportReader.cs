using Carillon.Core;
using Carillon.Engine.Storage;
using NodaTime;

namespace Carillon.Engine.History.Export;

/// <summary>What an export holds.</summary>
/// <param name="Schedule">Whose runs.</param>
/// <param name="From">Those that ended at or after this; null for all.</param>
/// <param name="To">Those that ended before this; null for all.</param>
public sealed record ExportScope(ScheduleRecord Schedule, Instant? From = null, Instant? To = null);

/// <summary>A run with the files it kept.</summary>
internal sealed record ExportedRun(RunRecord Run, IReadOnlyList<(ArtifactRecord Artifact, string? Path)> Artifacts);

/// <summary>Reads the ended runs of an export page by page, the oldest first: never more than a page is held.</summary>
internal sealed class ExportReader(Database database, RunReader runs, ArtifactReader artifacts)
{
    private const int PageSize = 100;

    public IEnumerable<ExportedRun> Runs(ExportScope scope)
    {
        string? after = null;
        while (true)
        {
            var page = database.Read(sql => runs
                .Ended(sql, scope.Schedule.Id, scope.From, scope.To, after, PageSize)
                .ConvertAll(run => new ExportedRun(run, artifacts.Files(sql, run.Id))));
            foreach (var run in page)
                yield return run;
            if (page.Count < PageSize)
                yield break;
            after = page[^1].Run.Id.Value;
        }
    }
}
