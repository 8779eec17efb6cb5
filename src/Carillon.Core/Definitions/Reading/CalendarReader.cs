using Carillon.Core.Definitions.Schema;
using Carillon.Core.Definitions.Yaml;
using Carillon.Core.Schedules;
using NodaTime;

namespace Carillon.Core.Definitions.Reading;

/// <summary>Reads the lists of a calendar file and gathers every problem.</summary>
internal sealed class CalendarReader(YamlMapping map, IReadOnlyDictionary<string, BusinessCalendar> known, ProblemSink problems)
{
    private readonly List<(LocalDate Date, YamlValue At)> _listed = [];

    public CalendarLists Read()
    {
        var basedOn = ReadBase();
        var holidays = ReadHolidays();
        var open = ReadOpenDays(holidays);
        var hours = ReadSessions();
        var zone = ReadZone(basedOn, hours);
        var closes = ReadEarlyCloses(hours ?? basedOn?.Hours, basedOn);
        var from = ReadDate(map.Scalar("valid_from"));
        var through = ReadDate(map.Scalar("valid_through"));
        CheckValidity(from, through);
        return new CalendarLists
        {
            Name = map.Text("id") ?? "",
            Title = map.Text("name"),
            BasedOn = basedOn,
            Weekend = ReadWeekend(basedOn),
            Holidays = holidays,
            OpenDays = open,
            Zone = hours is null && basedOn?.Hours is null ? null : zone,
            Hours = hours,
            EarlyCloses = closes,
            ValidFrom = from,
            ValidThrough = through ?? (_listed.Count == 0 ? null : new LocalDate(_listed.Max(l => l.Date.Year), 12, 31)),
        };
    }

    private BusinessCalendar? ReadBase()
    {
        if (map.Scalar("based_on") is not { } name)
            return null;
        if (known.TryGetValue(name.Text, out var found))
        {
            if (found is not ListedCalendar { Layers: >= ListedCalendar.MostLayers })
                return found;
            problems.Add(ProblemCodes.TooLarge, name, $"More than {ListedCalendar.MostLayers} calendars are based on one another.", "Write the closed days of some of them into one file.");
            return null;
        }

        problems.Add(ProblemCodes.UnknownCalendar, name, $"There is no calendar '{name.Text}' that this one could be based on.", problems.Suggest(name.Text, known.Keys) ?? "Calendars that are based on each other in a circle have no beginning.");
        return null;
    }

    private List<IsoDayOfWeek> ReadWeekend(BusinessCalendar? basedOn)
    {
        if (map["weekend"] is not YamlSequence list)
            return basedOn is null ? [IsoDayOfWeek.Saturday, IsoDayOfWeek.Sunday] : [];
        var days = new List<IsoDayOfWeek>();
        foreach (var item in list.Items.OfType<YamlScalar>().Where(s => !s.IsNull))
        {
            if (SpecText.Weekdays(item.Text.Trim()) is { } found)
                days.AddRange(found);
            else
                problems.Add(ProblemCodes.InvalidValue, item, $"'{item.Text}' is no weekday.", "Write mon, tue, wed, thu, fri, sat, sun, or a range such as sat-sun.");
        }
        if (days.Distinct().Count() == 7)
            problems.Add(ProblemCodes.InvalidValue, list, "With seven days of weekend there is no business day.");
        return days;
    }

    private Dictionary<LocalDate, string?> ReadHolidays()
    {
        var found = new Dictionary<LocalDate, string?>();
        foreach (var item in map.List("holidays"))
        {
            var (at, name) = item is YamlMapping named ? (named.Scalar("date"), named.Text("name")) : (item as YamlScalar, null);
            if (List(at) is { } date && !found.TryAdd(date, name))
                problems.Add(ProblemCodes.Duplicate, at!, $"The holiday {at!.Text} is listed twice.");
        }
        return found;
    }

    private List<LocalDate> ReadOpenDays(Dictionary<LocalDate, string?> holidays)
    {
        var found = new List<LocalDate>();
        foreach (var item in map.List("open_days").OfType<YamlScalar>())
        {
            if (List(item) is not { } date)
                continue;
            if (holidays.ContainsKey(date))
                problems.Add(ProblemCodes.InvalidValue, item, $"{item.Text} is both a holiday and an open day.");
            found.Add(date);
        }
        return found;
    }

    private SessionHours? ReadSessions()
    {
        if (map.Map("sessions") is not { } sessions)
            return null;
        var (open, close) = (ReadTime(sessions.Scalar("open")), ReadTime(sessions.Scalar("close")));
        if (close <= open)
            problems.Add(ProblemCodes.InvalidValue, sessions["close"]!, "The session closes before it opens.", "Sessions open and close on the same day.");
        return open is { } from && close is { } to ? new SessionHours(from, to, EarlyClose: false) : null;
    }

    private DateTimeZone? ReadZone(BusinessCalendar? basedOn, SessionHours? hours)
    {
        if (map.Scalar("timezone") is not { } name)
        {
            if (hours is not null && basedOn?.Zone is null)
                problems.Add(ProblemCodes.MissingKey, map["sessions"]!, "Sessions need a 'timezone'.", "Add timezone: Europe/Berlin, for example.");
            return null;
        }
        if (SpecText.Zone(name.Text) is not { } zone)
        {
            var near = ZoneNames.Nearest(name.Text);
            problems.Add(ProblemCodes.UnknownTimezone, name, $"There is no IANA time zone '{name.Text}'.", near is null ? "Write a name such as America/New_York or UTC." : $"Did you mean '{near}'?");
            return null;
        }
        if (hours is null && basedOn?.Zone is { } other && !other.Equals(zone))
            problems.Add(ProblemCodes.InvalidValue, name, $"The sessions are those of {basedOn.Name}, in {other.Id}.", "Leave timezone out, or give sessions of its own.");
        return zone;
    }

    private Dictionary<LocalDate, LocalTime> ReadEarlyCloses(SessionHours? hours, BusinessCalendar? basedOn)
    {
        var found = new Dictionary<LocalDate, LocalTime>();
        if (map["early_closes"] is YamlSequence { Items.Count: > 0 } list && hours is null && map["sessions"] is null && (basedOn is not null || map["based_on"] is null))
            problems.Add(ProblemCodes.InvalidValue, list, "Early closes need sessions.", "Add sessions: { open: \"09:30\", close: \"16:00\" }.");
        foreach (var item in map.List("early_closes").OfType<YamlMapping>())
        {
            if (List(item.Scalar("date")) is not { } date || ReadTime(item.Scalar("close")) is not { } close)
                continue;
            if (!found.TryAdd(date, close))
                problems.Add(ProblemCodes.Duplicate, item["date"]!, $"The early close {item.Text("date")} is listed twice.");
            if (hours is { } usual && (close <= usual.Open || close >= usual.Close))
                problems.Add(ProblemCodes.InvalidValue, item["close"]!, $"The early close lies outside the session, {Phrases.Time(usual.Open)} to {Phrases.Time(usual.Close)}.");
        }
        return found;
    }

    private void CheckValidity(LocalDate? from, LocalDate? through)
    {
        if (from > through)
            problems.Add(ProblemCodes.InvalidValue, map["valid_through"]!, "'valid_through' is before 'valid_from'.");
        foreach (var (date, at) in _listed)
        {
            if (date < from || date > through)
                problems.Add(ProblemCodes.InvalidValue, at, $"{date.ToString("uuuu-MM-dd", null)} lies outside 'valid_from' and 'valid_through'.");
        }
    }

    /// <summary>A listed date; null when it is none.</summary>
    private LocalDate? List(YamlScalar? at)
    {
        if (ReadDate(at) is not { } date)
            return null;
        _listed.Add((date, at!));
        return date;
    }

    private LocalDate? ReadDate(YamlScalar? at)
    {
        if (at is null || at.IsNull)
            return null;
        if (SpecText.Date(at.Text) is { } date)
            return date;
        problems.Add(ProblemCodes.InvalidValue, at, $"'{at.Text}' is no date from 1900 through 2199.", "Write 2026-12-24.");
        return null;
    }

    private LocalTime? ReadTime(YamlScalar? at)
    {
        if (at is null || at.IsNull)
            return null;
        if (SpecText.Time(at.Text) is { } time)
            return time;
        problems.Add(ProblemCodes.InvalidValue, at, $"'{at.Text}' is no time of day.", "Write \"09:30\", in quotes.");
        return null;
    }
}
