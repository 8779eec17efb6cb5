using NodaTime;
using NodaTime.TimeZones;

namespace Carillon.Core.Schedules;

/// <summary>
/// The zone database (IANA's, in NodaTime's form) that everything in this process goes by: the one that NodaTime brings, or a newer one that the process was started with. Thread safe.
/// </summary>
public static class ZoneDatabase
{
    private static readonly Lock Gate = new();
    private static Loaded? _loaded;

    /// <summary>The zones.</summary>
    public static IDateTimeZoneProvider Zones => Current.Zones;

    /// <summary>Its release, for example <c>2026f</c>.</summary>
    public static string Release => Current.Source.TzdbVersion;

    /// <summary>True for the one that NodaTime brings.</summary>
    public static bool IsBundled => ReferenceEquals(Current.Source, TzdbDateTimeZoneSource.Default);

    private static Loaded Current
    {
        get
        {
            lock (Gate)
                return _loaded ??= new Loaded(TzdbDateTimeZoneSource.Default, DateTimeZoneProviders.Tzdb);
        }
    }

    /// <summary>Takes another one, before any zone was asked for.</summary>
    /// <param name="file">What a file of the kind that https://nodatime.org/tzdb/ offers (.nzd) holds.</param>
    /// <exception cref="InvalidDataException">It is no such file.</exception>
    /// <exception cref="InvalidOperationException">Zones were asked for before.</exception>
    public static void Use(Stream file)
    {
        lock (Gate)
        {
            if (_loaded is not null)
                throw new InvalidOperationException("Zones are in use: another database would contradict what was read.");
            _loaded = Read(file);
        }
    }

    private static Loaded Read(Stream file)
    {
        try
        {
            var source = TzdbDateTimeZoneSource.FromStream(file);
            return new Loaded(source, new DateTimeZoneCache(source));
        }
#pragma warning disable CA1031 // whatever it stumbles over, the file is not what it should be
        catch (Exception e)
#pragma warning restore CA1031
        {
            throw new InvalidDataException($"This is no zone database of NodaTime: {e.Message}", e);
        }
    }

    private sealed record Loaded(TzdbDateTimeZoneSource Source, IDateTimeZoneProvider Zones);
}
