using Carillon.Core;

namespace Carillon.Engine.Storage;

/// <summary>
/// Copies everything of a database into an empty one, of the same kind or the other: one state of the source, in one transaction of the target. Before its commit every
/// row is read from the target again and compared. Whatever happens before that, the target stays empty.
/// </summary>
public static class DatabaseCopy
{
    private const int ProgressRows = 10_000;

    /// <summary>Copies.</summary>
    /// <param name="from">The source; nobody may work on it.</param>
    /// <param name="to">The target; it gets the schema when it has none, and must have no rows.</param>
    /// <param name="options">What else.</param>
    /// <param name="stop">Ends it; nothing is kept then.</param>
    /// <exception cref="StorageException">It cannot be, or went wrong; the message says why and what to do. Nothing was copied.</exception>
    public static CopyReport Copy(DatabaseAddress from, DatabaseAddress to, CopyOptions options, CancellationToken stop = default)
    {
        if (from.Dialect == to.Dialect && from.Name == to.Name)
            throw Refused($"'{from}' is to be copied into itself. Name another database with --to.");
        LongWork.RefuseMissing(from);
        using var sourceLock = from.IsShared ? null : DatabaseLock.Take(from.Value);
        using var source = LongWork.Open(from);
        var tables = LongWork.Told(() => $"The database '{from}' cannot be read:", () => Begin(source, from, options));
        using var targetLock = to.IsShared ? null : DatabaseLock.Take(to.Value);
        using var target = LongWork.Open(to);
        var step = $"The database '{to}' cannot be used:";
        return LongWork.Told(() => step, () =>
        {
            var schema = Migrator.Migrate(target).To;
            if (schema != StoredSchema.Version(source))
                throw Refused($"'{to}' has schema {schema}, and '{from}' has {StoredSchema.Version(source)}. Use the program of the newer one for 'carillon db migrate' and for the copy.");
            try
            {
                BeginEmpty(target, to, tables, options);
                var copied = Run(source, target, tables, Tell, stop);
                FailPoint.Hit("copy-commit");
                step = "Whether the copy was committed is not known; if the target has rows, it was, and whole. Copying again tells:";
                target.RunAtLength("commit");
                Analyze(target, tables);
                return new CopyReport(from, to, schema, copied);
            }
            catch
            {
                Undo(target);
                throw;
            }
        });

        void Tell(CopyProgress at)
        {
            step = $"The copy stopped at the table '{at.Table}', and nothing of it was kept:";
            options.Progress?.Invoke(at);
        }
    }

    /// <summary>Begins to read one state of the source and says what is in it.</summary>
    private static List<TableShape> Begin(Sql source, DatabaseAddress from, CopyOptions options)
    {
        var (schema, newest) = (StoredSchema.Version(source), Migrator.Newest(source.Dialect));
        if (schema == 0)
            throw Refused($"'{from}' has no schema of Carillon. Check the address.");
        if (schema != newest)
            throw Refused($"'{from}' has schema {schema}; this program copies schema {newest}. " + (schema < newest ? "Run 'carillon db migrate' on it first." : "Use the newer program."));
        // Before the state is chosen: a node says that it lives before it does anything, and would have to wait with that.
        source.Run(source.Dialect == SqlDialect.Sqlite ? "begin" : "begin isolation level repeatable read read only; lock table nodes in share mode");
        LongWork.RefuseInUse(source, from);
        var own = options.Without.Count > 0 ? OwnTables() : [];
        if (options.Without.FirstOrDefault(own.Contains) is { } needed)
            throw Refused($"The table '{needed}' is Carillon's own and cannot be left out.");
        return TableShape.All(source, table => !options.Without.Contains(table));
    }

    // Those of the migrations: a fresh database has them and no others.
    private static HashSet<string> OwnTables()
    {
        using var link = new SqliteLink(DatabaseAddress.File(":memory:"));
        using var fresh = link.OpenReader();
        Migrator.Migrate(fresh);
        return [.. TableShape.All(fresh, _ => true).Select(table => table.Name)];
    }

    /// <summary>Begins to write, alone, into tables without rows that are like those of the source.</summary>
    private static void BeginEmpty(Sql target, DatabaseAddress to, List<TableShape> tables, CopyOptions options)
    {
        target.Run(target.Dialect == SqlDialect.Sqlite ? "begin immediate" : "begin");
        foreach (var pack in options.Packs.Where(pack => tables.Exists(table => table.Name == pack.Name)))
            target.Run(pack.Schema);
        var there = TableShape.All(target, name => tables.Exists(table => table.Name == name)).ToDictionary(table => table.Name, StringComparer.Ordinal);
        foreach (var table in tables)
        {
            if (!there.TryGetValue(table.Name, out var same))
                throw Refused($"The source has a table '{table.Name}' that is not Carillon's and would be left behind. Move it yourself, and say --without {table.Name}.");
            if (!table.Columns.SequenceEqual(same.Columns))
                throw Refused($"The table '{table.Name}' has other columns in the source ({table.Names}) than in '{to}' ({same.Names}).");
        }
        if (target.Dialect == SqlDialect.Postgres)
            target.Run($"lock table {string.Join(", ", tables.Select(table => table.Quoted))} in exclusive mode");
        else
            target.Run("pragma defer_foreign_keys = on");
        var full = tables.FindAll(table => target.Number($"select 1 from {table.Quoted} limit 1") is not null);
        if (full.Count > 0)
            throw Refused($"'{to}' is not empty: there are rows in {string.Join(", ", full.Select(table => table.Name))}. Name a new database with --to, or drop and create this one.");
    }

    private static List<CopiedTable> Run(Sql source, Sql target, List<TableShape> tables, Action<CopyProgress> tell, CancellationToken stop)
    {
        var copied = tables.ConvertAll(table =>
        {
            using var writer = TableWriters.Open(target, table);
            var digest = Digest(source, table, CopyStep.Copy, writer.Write, tell, stop);
            writer.Complete();
            FailPoint.Hit("copy-table");
            return new CopiedTable(table.Name, digest.Rows, digest.Text);
        });
        StoredNumbers.Write(target, StoredNumbers.Read(source));
        for (var i = 0; i < tables.Count; i++)
        {
            var digest = Digest(target, tables[i], CopyStep.Compare, null, tell, stop);
            if (digest.Rows != copied[i].Rows || digest.Text != copied[i].Digest)
                throw Refused($"The table '{tables[i].Name}' has {copied[i].Rows} rows in the source, and its copy, with {digest.Rows}, is not the same. Nothing was kept. This is a fault of the program or of a disk; please report it.");
        }
        return copied;
    }

    private static RowDigest Digest(Sql sql, TableShape table, CopyStep step, Action<object?[]>? write, Action<CopyProgress> tell, CancellationToken stop)
    {
        var digest = new RowDigest();
        tell(new CopyProgress(step, table.Name, 0));
        foreach (var row in TableRows.Read(sql, table))
        {
            digest.Add(row);
            write?.Invoke(row);
            if (digest.Rows % ProgressRows != 0)
                continue;
            stop.ThrowIfCancellationRequested();
            tell(new CopyProgress(step, table.Name, digest.Rows));
        }
        stop.ThrowIfCancellationRequested();
        tell(new CopyProgress(step, table.Name, digest.Rows));
        return digest;
    }

    // Without it PostgreSQL's planner would guess for some minutes. The copy is done, whatever comes of this.
    private static void Analyze(Sql target, List<TableShape> tables)
    {
        if (target.Dialect == SqlDialect.Sqlite)
            return;
        try
        {
            target.RunAtLength($"analyze {string.Join(", ", tables.Select(table => table.Quoted))}");
        }
        catch (Exception e) when (Link.IsUnusable(e))
        {
            // The server does it by itself after a while.
        }
    }

    private static void Undo(Sql target)
    {
        try
        {
            target.Run("rollback");
        }
        catch (Exception e) when (Link.IsUnusable(e) || e is InvalidOperationException)
        {
            // The connection is gone, and what it wrote with it; or nothing had begun.
        }
    }

    private static StorageException Refused(string message) => new(ProblemCodes.CopyRefused, message);
}
