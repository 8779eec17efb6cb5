using Carillon.Core.Schedules;

namespace Carillon.Server.Cli;

/// <summary>Takes the zone database that <c>CARILLON_TZDATA</c> names in place of the one that comes with the program.</summary>
internal static class ZoneFile
{
    private const string Variable = "CARILLON_TZDATA";

    /// <summary>Null to go on; else the code to end with, after the reason was said.</summary>
    public static int? Use()
    {
        if (Environment.GetEnvironmentVariable(Variable) is not { Length: > 0 } file)
            return null;
        try
        {
            using var stream = File.OpenRead(file);
            ZoneDatabase.Use(stream);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            Console.Error.WriteLine($"{Variable} = {file}: {e.Message}\n  Get a file from https://nodatime.org/tzdb/, or unset it to use the database that comes with the program.");
            return 2;
        }
    }
}
