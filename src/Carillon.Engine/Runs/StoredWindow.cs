using System.Data.Common;
using Carillon.Core.Schedules;
using Carillon.Engine.Storage;
using NodaTime;

namespace Carillon.Engine.Runs;

/// <summary>Data windows as rows keep them: start, end and zone in three columns.</summary>
internal static class StoredWindow
{
    /// <summary>The window in the three columns from <paramref name="column"/> on, or null.</summary>
    public static DataWindow? Read(DbDataReader row, int column) => row.NumberOrNull(column) is { } start
        ? new DataWindow(start.ToInstant(), row.GetInt64(column + 1).ToInstant(), ZoneDatabase.Zones.GetZoneOrNull(row.GetString(column + 2)) ?? DateTimeZone.Utc)
        : null;
}
