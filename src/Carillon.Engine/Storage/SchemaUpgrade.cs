namespace Carillon.Engine.Storage;

/// <summary>What an upgrade of the schema did.</summary>
/// <param name="From">The schema before; 0 when the database was empty.</param>
/// <param name="To">The schema now.</param>
public sealed record UpgradedSchema(long From, long To);

/// <summary>Brings a database to the newest schema without starting an engine.</summary>
public static class SchemaUpgrade
{
    /// <summary>Creates or migrates the schema. On PostgreSQL nodes may run meanwhile; a SQLite file must not be in use.</summary>
    /// <exception cref="StorageException">It cannot be opened, is in use, or is newer than this program; says what to do.</exception>
    public static UpgradedSchema Migrate(DatabaseAddress address)
    {
        using var held = address.IsShared ? null : DatabaseLock.Take(address.Value);
        using var link = Link.To(address);
        try
        {
            using var sql = link.OpenReader();
            return Migrator.Migrate(sql);
        }
        catch (Exception e) when (Link.IsUnusable(e))
        {
            throw link.Unusable(e);
        }
    }
}
