using System.CommandLine;
using System.Net;
using System.Runtime.InteropServices;
using Carillon.Core;
using Carillon.Core.Schedules;
using Carillon.Engine.Storage;
using NodaTime;
using NodaTime.TimeZones;

namespace Carillon.Server.Cli;

/// <summary><c>carillon doctor</c>: whether this machine has what Carillon needs.</summary>
internal static class DoctorVerb
{
    private const long LowDisk = 512L << 20;

    public static Command Create(Terminal terminal)
    {
        var data = new Option<string>("--data", "-d") { Description = "The folder for database and files.", DefaultValueFactory = _ => ".carillon", HelpName = "DIR" };
        var workflows = new Option<string>("--workflows", "-w") { Description = "The folder of workflow files.", DefaultValueFactory = _ => "workflows", HelpName = "DIR" };
        var server = CommonOptions.Server(terminal);
        var database = CommonOptions.Database(terminal);
        var json = CommonOptions.Json();
        var command = new Command("doctor", "Check what Carillon needs on this machine.") { data, database, workflows, server, json };
        command.SetAction(async (parsed, stop) =>
        {
            List<Finding> findings = [Runtime(), .. Databases(parsed.GetValue(database), terminal.Time), Zones(), Data(parsed.GetValue(data)!), Workflows(parsed.GetValue(workflows)!), Examples(), await ServerAsync(parsed.GetValue(server)!, stop)];
            var ok = findings.All(finding => finding.Level != "error");
            if (parsed.GetValue(json))
            {
                CliJson.WriteLine(terminal.Out, new DoctorReport(ok, findings), CliJson.Default.DoctorReport);
                return ok ? ExitCode.Ok : ExitCode.Problems;
            }

            foreach (var finding in findings)
            {
                var (sign, ink) = finding.Level switch { "ok" => ("✓", Ink.Good), "note" => ("·", Ink.Dim), "warning" => ("!", Ink.Warn), _ => ("✗", Ink.Bad) };
                terminal.Out.WriteLine($"{terminal.Paint(sign, ink)} {terminal.Paint(finding.Name.PadRight(11), Ink.Bold)} {finding.Detail}");
            }

            return ok ? ExitCode.Ok : ExitCode.Problems;
        });
        return command;
    }

    private static Finding Runtime() => new("program", "ok", $"carillon {ServerVersion.Text}, {RuntimeInformation.FrameworkDescription}, {RuntimeInformation.OSDescription}, {Environment.ProcessorCount} cores");

    private static IEnumerable<Finding> Databases(string? address, TimeProvider time) => address is null || DatabaseAddress.Parse(address) is not { IsShared: true } shared
        ? [Sqlite()]
        : DatabaseCheck.Look(shared, time).Select(found => new Finding(found.Name, found.Level.ToString().ToLowerInvariant(), found.Detail));

    private static Finding Sqlite()
    {
        SqliteLibrary.Choose();
        return new("sqlite", "ok", SQLitePCL.raw.sqlite3_libversion().utf8_to_string());
    }

    private static Finding Zones() => new("zones", "ok", $"{ZoneDatabase.Release} from {(ZoneDatabase.IsBundled ? "NodaTime" : "CARILLON_TZDATA")}, {ZoneDatabase.Zones.Ids.Count} zones");

    private static Finding Data(string folder)
    {
        var full = Path.GetFullPath(folder);
        if (!Directory.Exists(full))
            return new("data", "note", $"{folder} does not exist yet; 'serve' makes it");
        try
        {
            var probe = Path.Combine(full, ".doctor");
            File.WriteAllText(probe, "");
            File.Delete(probe);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new("data", "error", $"{folder} cannot be written: {e.Message}");
        }

        var free = new DriveInfo(full).AvailableFreeSpace;
        return new("data", free < LowDisk ? "error" : "ok", $"{folder} can be written, {Words.Size(free)} free");
    }

    private static Finding Workflows(string folder)
    {
        if (!Directory.Exists(folder))
            return new("workflows", "note", $"there is no folder {folder}");
        var files = WorkflowFiles.Find([folder]).Paths;
        var calendars = WorkflowFolder.Calendars(files);
        var context = WorkflowFolder.Context(calendars);
        var broken = files.Count(file => calendars.FirstOrDefault(calendar => calendar.Path == file) is { } known
            ? known.Calendar is null
            : WorkflowFiles.Read(file) is not { IsOk: true } text || !Core.Definitions.DefinitionParser.ReadFile(text.Value, file, context).Workflow.IsOk);
        return new("workflows", broken == 0 ? "ok" : "error", broken == 0 ? Words.Count(files.Count, "file") : $"{broken} of {Words.Count(files.Count, "file")} {(broken == 1 ? "has" : "have")} errors; 'carillon validate {folder}' lists them");
    }

    private static Finding Examples() => ExamplesFolder.Find() is { } folder ? new("examples", "ok", folder) : new("examples", "note", "not beside the program; 'demo' needs them");

    private static async Task<Finding> ServerAsync(string server, CancellationToken stop)
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(2) };
        try
        {
            using var response = await http.GetAsync(new Uri(new Uri(server), "/readyz"), stop);
            return response.StatusCode switch
            {
                HttpStatusCode.OK => new("server", "ok", $"{server} is ready"),
                HttpStatusCode.ServiceUnavailable => new("server", "error", $"{server} is not ready; {server.TrimEnd('/')}/readyz says why"),
                var status => new("server", "error", $"what answers at {server} is not a Carillon server (status {(int)status})"),
            };
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException or UriFormatException)
        {
            return new("server", "note", $"nothing answers at {server}");
        }
    }
}

/// <summary>One thing that was looked at.</summary>
/// <param name="Name">What.</param>
/// <param name="Level"><c>ok</c>, <c>note</c>, <c>warning</c> or <c>error</c>.</param>
/// <param name="Detail">More, in words.</param>
internal sealed record Finding(string Name, string Level, string Detail);

/// <summary>What <c>doctor --json</c> prints.</summary>
/// <param name="Ok">True when nothing is an error.</param>
/// <param name="Findings">Everything looked at.</param>
internal sealed record DoctorReport(bool Ok, IReadOnlyList<Finding> Findings);
