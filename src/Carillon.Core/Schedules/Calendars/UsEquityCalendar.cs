using System.Globalization;
using NodaTime;

namespace Carillon.Core.Schedules;

/// <summary>
/// The US equity exchanges, as data: 2015-01-01 through 2027-12-31. Unscheduled closures happen (2018-12-05 and 2025-01-09 were days of mourning),
/// so the table is to be checked once a year.
/// </summary>
internal static class UsEquityCalendar
{
    private static readonly string[] Closures =
    [
        "2015 01-01 01-19 02-16 04-03 05-25 07-03 09-07 11-26 12-25",
        "2016 01-01 01-18 02-15 03-25 05-30 07-04 09-05 11-24 12-26",
        "2017 01-02 01-16 02-20 04-14 05-29 07-04 09-04 11-23 12-25",
        "2018 01-01 01-15 02-19 03-30 05-28 07-04 09-03 11-22 12-05 12-25",
        "2019 01-01 01-21 02-18 04-19 05-27 07-04 09-02 11-28 12-25",
        "2020 01-01 01-20 02-17 04-10 05-25 07-03 09-07 11-26 12-25",
        "2021 01-01 01-18 02-15 04-02 05-31 07-05 09-06 11-25 12-24",
        "2022 01-17 02-21 04-15 05-30 06-20 07-04 09-05 11-24 12-26",
        "2023 01-02 01-16 02-20 04-07 05-29 06-19 07-04 09-04 11-23 12-25",
        "2024 01-01 01-15 02-19 03-29 05-27 06-19 07-04 09-02 11-28 12-25",
        "2025 01-01 01-09 01-20 02-17 04-18 05-26 06-19 07-04 09-01 11-27 12-25",
        "2026 01-01 01-19 02-16 04-03 05-25 06-19 07-03 09-07 11-26 12-25",
        "2027 01-01 01-18 02-15 03-26 05-31 06-18 07-05 09-06 11-25 12-24",
    ];

    private static readonly string[] EarlyCloses =
    [
        "2015 11-27 12-24",
        "2016 11-25",
        "2017 07-03 11-24",
        "2018 07-03 11-23 12-24",
        "2019 07-03 11-29 12-24",
        "2020 11-27 12-24",
        "2021 11-26",
        "2022 11-25",
        "2023 07-03 11-24",
        "2024 07-03 11-29 12-24",
        "2025 07-03 11-28 12-24",
        "2026 11-27 12-24",
        "2027 11-26",
    ];

    public static BusinessCalendar Make(string name) => new ListedCalendar(new CalendarLists
    {
        Name = name,
        Title = name == "XNYS" ? "New York Stock Exchange" : "Nasdaq",
        ValidFrom = new LocalDate(2015, 1, 1),
        ValidThrough = new LocalDate(2027, 12, 31),
        Holidays = Closures.SelectMany(Dates).ToDictionary(d => d, NameOf),
        Zone = ZoneDatabase.Zones["America/New_York"],
        Hours = new SessionHours(new LocalTime(9, 30), new LocalTime(16, 0), EarlyClose: false),
        EarlyCloses = EarlyCloses.SelectMany(Dates).ToDictionary(d => d, _ => new LocalTime(13, 0)),
    });

    /// <summary>Each closure of the table falls on or beside a day that tells what it is.</summary>
    private static string? NameOf(LocalDate date) => (date.Month, date.Day) switch
    {
        (12, 5) or (1, 9) => "National day of mourning",
        (1, <= 2) => "New Year's Day",
        (1, _) => "Martin Luther King Jr. Day",
        (2, _) => "Washington's Birthday",
        (3 or 4, _) => "Good Friday",
        (5, _) => "Memorial Day",
        (6, _) => "Juneteenth",
        (7, _) => "Independence Day",
        (9, _) => "Labor Day",
        (11, _) => "Thanksgiving Day",
        (12, _) => "Christmas Day",
        _ => null,
    };

    private static IEnumerable<LocalDate> Dates(string year)
    {
        var parts = year.Split(' ');
        return parts.Skip(1).Select(d => new LocalDate(
            int.Parse(parts[0], CultureInfo.InvariantCulture),
            int.Parse(d.AsSpan(0, 2), NumberStyles.None, CultureInfo.InvariantCulture),
            int.Parse(d.AsSpan(3, 2), NumberStyles.None, CultureInfo.InvariantCulture)));
    }
}
