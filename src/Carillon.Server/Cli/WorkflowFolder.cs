using Carillon.Core;
using Carillon.Core.Definitions;
using Carillon.Core.Schedules;

namespace Carillon.Server.Cli;

/// <summary>Workflow and calendar files as the verbs without a server read them: the calendars first, so that the workflows find them.</summary>
internal static class WorkflowFolder
{
    /// <summary>What definitions are read against: the task types, the calendars, and those of the program. With <paramref name="now"/>, warnings look ahead from it.</summary>
    public static DefinitionContext Context(IReadOnlyList<CalendarFile> calendars, string timezone = "UTC", NodaTime.Instant? now = null)
    {
        var known = new Dictionary<string, BusinessCalendar>(BusinessCalendar.BuiltIn, StringComparer.OrdinalIgnoreCase);
        foreach (var calendar in calendars.Select(file => file.Calendar).OfType<BusinessCalendar>())
            known[calendar.Name] = calendar;
        return new DefinitionContext(Handlers.Types(), timezone) { Calendars = known, Now = now };
    }

    /// <summary>The calendar files among these, and those that lie beside one of them; what cannot be read is left out.</summary>
    public static IReadOnlyList<CalendarFile> Calendars(IReadOnlyList<string> files)
    {
        var texts = files.Select(path => (Path: path, Text: WorkflowFiles.Read(path))).Where(f => f.Text.IsOk).Select(f => (f.Path, Text: f.Text.Value)).ToList();
        // Only a file that speaks of a calendar has one looked for: the folder may be anything.
        var folders = texts.Where(f => f.Text.Contains("calendar", StringComparison.Ordinal)).Select(f => Path.GetDirectoryName(Path.GetFullPath(f.Path))!).Distinct(StringComparer.Ordinal);
        var named = files.Select(Path.GetFullPath).ToHashSet(StringComparer.Ordinal);
        var beside = folders.SelectMany(Beside).Where(path => !named.Contains(path)).Select(path => (Path: path, Text: WorkflowFiles.Read(path))).Where(f => f.Text.IsOk).Select(f => (f.Path, Text: f.Text.Value));
        return CalendarFiles.Parse([.. texts.Concat(beside).Where(f => CalendarParser.IsCalendar(f.Text))]);
    }

    private static string[] Beside(string folder) => [.. Directory
        .EnumerateFiles(folder, "*.y*ml", new EnumerationOptions { IgnoreInaccessible = true, AttributesToSkip = FileAttributes.Hidden | FileAttributes.System })
        .Where(file => Path.GetExtension(file) is ".yaml" or ".yml")
        .Order(StringComparer.Ordinal)];
}
