using Carillon.Server.Occurrences;
using NodaTime.Text;

namespace Carillon.Server.Cli;

/// <summary>Occurrences to come as a table: in UTC, and in the zone where that is another.</summary>
internal static class OccurrenceTable
{
    public static void Write(Terminal terminal, IReadOnlyList<OccurrenceView> occurrences)
    {
        if (occurrences.Count == 0)
        {
            terminal.Out.WriteLine("It does not fire again.");
            return;
        }

        // In UTC the zone's reading and the instant are the same.
        var utc = occurrences.All(occurrence => occurrence.Zone == "UTC");
        var table = utc ? new TextTable("", "UTC", "") : new TextTable("", "LOCAL", "", "UTC", "");
        foreach (var occurrence in occurrences)
        {
            var day = OffsetDateTimePattern.ExtendedIso.Parse(occurrence.Local).Value.DayOfWeek.ToString()[..3];
            var nominal = InstantPattern.General.Format(occurrence.Nominal);
            var note = new TextTable.Cell(occurrence.Note ?? "", Ink.Warn);
            if (utc)
                table.Add(new(day, Ink.Dim), nominal, note);
            else
                table.Add(new(day, Ink.Dim), occurrence.Local.Replace('T', ' '), new(occurrence.Zone, Ink.Dim), new(nominal, Ink.Dim), note);
        }

        table.Write(terminal);
    }
}
