using Carillon.Engine.Storage;
using Microsoft.Extensions.Logging;

namespace Carillon.Engine.Security;

/// <summary>
/// Seals anew what another key than the first one holds, so that an old key can be taken away; and notes when secrets were last read. Looks at the keys and the database now and
/// then, and writes only when there is something to do.
/// </summary>
internal sealed class SealLoop(EngineOptions options, Database database, Vault vault, SecretReader secrets, ILogger log)
{
    private const int Batch = 50;
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(20);
    private string? _told;

    /// <summary>How the keys stand to the database, when it was last looked at; null before that.</summary>
    public KeyReport? Report { get; private set; }

    /// <summary>What is wrong with the keys, in words; null when nothing is.</summary>
    public string? Trouble { get; private set; }

    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await LookAsync();
            }
            catch (StorageException e)
            {
                log.LogWarning("The keys could not be compared with the database: {Reason}", e.Message);
            }
            await options.PauseAsync(Pace, stop);
        }
    }

    /// <summary>One look: seals anew all that can be, and says what no key opens.</summary>
    public async Task LookAsync()
    {
        await secrets.NoteUsesAsync();
        try
        {
            var rows = database.Read(SealedColumn.Count);
            Report = KeyReport.Of(vault.Keys, rows);
            if (Report.Keys.FirstOrDefault(key => key.Seals) is { } first && Report.Keys.Any(key => key is { IsHere: true, Seals: false, Rows: > 0 }))
            {
                foreach (var column in SealedColumn.All)
                    await SealAnewAsync(column, first.Id);
                Report = KeyReport.Of(vault.Keys, database.Read(SealedColumn.Count));
            }
            Tell(Report.Unopened == 0 ? null
                : $"{Report.Unopened} sealed {(Report.Unopened == 1 ? "row needs a key" : "rows need keys")} that {Report.Source} does not have ({string.Join(", ", Report.Keys.Where(key => !key.IsHere).Select(key => key.Id))}): give this server the key file (--key-file) or CARILLON_KEYS that they were sealed with; where it is lost, delete them and set them anew");
        }
        catch (VaultException e)
        {
            Tell($"{e.Message} {e.Suggestion}");
        }
    }

    private async Task SealAnewAsync(SealedColumn column, string key)
    {
        var after = 0;
        while (true)
        {
            List<SealedRow> rows = [.. database.Read(sql => column.Others(sql, key, after + Batch)).Skip(after)];
            var made = rows.Select(row => (Row: row, Text: Anew(row))).Where(made => made.Text is not null).ToList();
            if (made.Count > 0)
                await database.WriteAsync(sql => made.ForEach(one => column.Replace(sql, one.Row, one.Text!)));
            if (rows.Count < Batch)
                return;
            after += rows.Count - made.Count;
        }
    }

    /// <summary>Null when it cannot be opened.</summary>
    private string? Anew(SealedRow row)
    {
        try
        {
            return vault.Seal(vault.Open(row.Text, row.Purpose), row.Purpose);
        }
        catch (VaultException)
        {
            return null;
        }
    }

    private void Tell(string? trouble)
    {
        Trouble = trouble;
        if (trouble is not null && trouble != _told)
            log.LogWarning("Keys: {Trouble}", trouble);
        _told = trouble;
    }
}
