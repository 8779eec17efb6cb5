using Carillon.Core.Definitions;
using NodaTime;

namespace Carillon.Core.Schedules;

/// <summary>Reads a <see cref="ScheduleSpec"/> field by field and gathers every problem.</summary>
internal sealed class SpecReader(ScheduleSpec spec)
{
    /// <summary>Where N days are counted from when no anchor is given: a Monday, so that weeks begin on Mondays.</summary>
    private static readonly LocalDate DefaultDayAnchor = new(1970, 1, 5);

    private readonly List<FieldProblem> _problems = [];
    private readonly List<FieldProblem> _warnings = [];
    private CronFields? _cron;

    public ScheduleBuild Read()
    {
        var zone = ReadZone();
        var calendar = ReadCalendar();
        var calendarRule = ReadWord<CalendarRule>("calendar.rule", spec.CalendarRule, CalendarRule.Skip);
        var gap = ReadWord<GapRule>("dst.gap", spec.DstGap, null);
        var overlap = ReadWord<OverlapRule>("dst.overlap", spec.DstOverlap, null);
        var startAt = ReadBound("start_at", spec.StartAt, zone);
        var endAt = ReadBound("end_at", spec.EndAt, zone);
        if (startAt >= endAt)
            Wrong("end_at", ProblemCodes.InvalidValue, "end_at is not after start_at.");
        if (calendar is null && spec.CalendarRule is not null && spec.Calendar is null)
            Wrong("calendar.rule", ProblemCodes.InvalidValue, "A calendar rule needs a calendar.");

        var (recurrence, words) = ReadRecurrence(zone, calendar);
        if (recurrence is ElapsedRecurrence && calendar is not null && calendarRule is not (null or CalendarRule.Skip))
            Wrong("calendar.rule", ProblemCodes.InvalidValue, "Elapsed time cannot be moved to another day.", "Use skip, or every N days with at.");
        if (recurrence is ElapsedRecurrence && (gap ?? (object?)overlap) is not null)
            Warn("dst", "Elapsed time is not touched by clock changes; dst has no effect here.", ReaderRules.ClockRuleWithoutEffect, FixYaml.Of(spec));
        if (_problems.Count > 0 || recurrence is null || zone is null || words is null)
            return new ScheduleBuild(null, [.. _problems, .. _warnings]);

        var standard = recurrence.DefaultClockChangeRule;
        var rule = new ClockChangeRule(gap ?? standard.Gap, overlap ?? standard.Overlap);
        var times = new ScheduleTimes(recurrence, zone, rule, calendar, calendarRule ?? CalendarRule.Skip, startAt, endAt);
        if (_cron is { } cron)
            _warnings.AddRange(CronLint.Look(cron, times, spec.From));
        if (times.Next(Instant.FromUnixTimeSeconds(ZoneTimeline.Start - 1)) is null)
            return new ScheduleBuild(null, [new FieldProblem(NeverField(), null, null, NeverFires(calendar)), .. _warnings]);
        if (calendar is not null && spec.From is { } from && calendar.Doubt(from.InZone(zone).Date) is { } doubt)
            _warnings.Add(new FieldProblem("calendar", null, null, doubt));
        return new ScheduleBuild(new BuiltSchedule(times, words, zone), _warnings);
    }

    private string NeverField() => spec.Calendar is not null ? "calendar" : spec.EndAt is not null ? "end_at" : spec.Once is not null ? "once" : "";

    private static Problem NeverFires(BusinessCalendar? calendar) => new(
        ProblemCodes.InvalidScheduleExpression,
        "This schedule never fires.",
        Suggestion: calendar is null ? "Check start_at, end_at and dst." : $"None of its days is a business day of {calendar.Name}: use calendar rule next or previous.")
    { Rule = ReaderRules.NeverFires.Id };

    private (Recurrence? Recurrence, string? Words) ReadRecurrence(DateTimeZone? zone, BusinessCalendar? calendar)
    {
        var kinds = Kinds();
        if (kinds.Count == 0)
            Wrong("", ProblemCodes.MissingKey, "A schedule needs one of cron, every, daily, weekly, monthly, once.");
        foreach (var extra in kinds.Skip(1))
            Wrong(extra, ProblemCodes.InvalidValue, $"A schedule has one recurrence; this one has {kinds[0]} and {extra}.", "Use schedules: for several.");
        if (kinds.Count == 1 && spec.Every is null)
        {
            if (spec.At.Count > 0)
                Wrong("at", ProblemCodes.InvalidValue, "at belongs beside every: in days.", kinds[0] is "cron" or "once" ? $"Write the time into {kinds[0]}." : $"Write it inside {kinds[0]}.");
            if (spec.Anchor is not null)
                Wrong("anchor", ProblemCodes.InvalidValue, "anchor belongs beside every.");
        }
        return kinds.FirstOrDefault() switch
        {
            "cron" => ReadCron(spec.Cron!, zone),
            "every" => ReadEvery(spec.Every!, zone, calendar),
            "daily" => ReadDaily(spec.Daily!, calendar),
            "weekly" => ReadWeekly(spec.Weekly!, calendar),
            "monthly" => ReadMonthly(spec.Monthly!, calendar),
            "once" => ReadOnce(spec.Once!),
            _ => default,
        };
    }

    private List<string> Kinds()
    {
        var kinds = new List<string>(1);
        Add("cron", spec.Cron);
        Add("every", spec.Every);
        Add("daily", spec.Daily);
        Add("weekly", spec.Weekly);
        Add("monthly", spec.Monthly);
        Add("once", spec.Once);
        return kinds;

        void Add(string field, object? given)
        {
            if (given is not null)
                kinds.Add(field);
        }
    }

    private (Recurrence?, string?) ReadCron(string text, DateTimeZone? zone)
    {
        var parsed = CronParser.Parse(text, spec.HashSeed);
        var fix = parsed.Problems is [{ Rule: not null } only] ? CronRepair.Fix(text, only, zone is null ? null : spec.From?.InZone(zone).Date) : null;
        foreach (var problem in parsed.Problems)
            _problems.Add(new FieldProblem("cron", null, problem.Location?.Column - 1, problem with { Location = null, Fix = fix }));
        _cron = parsed.ValueOrDefault;
        return _cron is null ? default : (new CronExpression(_cron), CronWords.Of(_cron));
    }

    private (Recurrence?, string?) ReadEvery(string text, DateTimeZone? zone, BusinessCalendar? calendar)
    {
        if (SpecText.Period(text) is not { } period)
        {
            Wrong("every", ProblemCodes.InvalidScheduleExpression, $"'{Shown(text)}' is no period.", "Write days as 14d or 2w, elapsed time as 15m, 2h, 30s or 1h30m; at most ten years.");
            return default;
        }
        if (period.Days > 0)
        {
            var times = ReadTimes("at", spec.At, calendar);
            var anchor = DefaultDayAnchor;
            if (spec.Anchor is not null)
            {
                if (SpecText.Date(spec.Anchor) is { } date)
                    anchor = date;
                else
                    Wrong("anchor", ProblemCodes.InvalidValue, $"'{Shown(spec.Anchor)}' is no date.", "Days are counted from a local date such as 2026-01-05; the time goes into at.");
            }
            return times is null ? default : (OnDays(times, at => DayTimesRecurrence.EveryDays(period.Days, anchor, at)), RecurrenceWords.EveryDays(period.Days, Phrases.At(times, calendar), spec.Anchor is null ? null : anchor));
        }
        if (spec.At.Count > 0)
            Wrong("at", ProblemCodes.InvalidValue, "at belongs beside days; elapsed time is counted from anchor.", "Write every: 1d for a time of day.");
        Instant? start = null;
        if (spec.Anchor is not null)
            start = ReadBound("anchor", spec.Anchor, zone);
        return (new ElapsedRecurrence(period.Seconds, start ?? Instant.FromUnixTimeSeconds(0)), RecurrenceWords.Elapsed(period.Seconds, start));
    }

    private (Recurrence?, string?) ReadDaily(DailySpec daily, BusinessCalendar? calendar) =>
        ReadTimes("daily.at", daily.At, calendar) is { } times
            ? (OnDays(times, at => DayTimesRecurrence.Daily(at)), RecurrenceWords.Daily(Phrases.At(times, calendar)))
            : default;

    private (Recurrence?, string?) ReadWeekly(WeeklySpec weekly, BusinessCalendar? calendar)
    {
        var times = ReadTimes("weekly.at", weekly.At, calendar);
        var days = new List<IsoDayOfWeek>();
        for (var i = 0; i < weekly.On.Count; i++)
        {
            var text = weekly.On[i].Trim();
            if (SpecText.Weekdays(text) is not { } range)
            {
                var near = Nearest.Find(text, ["mon", "tue", "wed", "thu", "fri", "sat", "sun", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]);
                Wrong("weekly.on", ProblemCodes.InvalidScheduleExpression, $"'{Shown(text)}' is no weekday.", near is null ? "Write mon, tue, wed, thu, fri, sat, sun, or a range such as mon-fri." : $"Did you mean '{near}'?", i);
                continue;
            }
            days.AddRange(range);
        }
        if (weekly.On.Count == 0)
            Wrong("weekly.on", ProblemCodes.MissingKey, "weekly needs at least one weekday in on.");
        return times is null || days.Count == 0 ? default : (OnDays(times, at => DayTimesRecurrence.Weekly(days, at)), RecurrenceWords.Weekly(days, Phrases.At(times, calendar)));
    }

    private (Recurrence?, string?) ReadMonthly(MonthlySpec monthly, BusinessCalendar? calendar)
    {
        var times = ReadTimes("monthly.at", monthly.At, calendar);
        var shortMonth = ReadWord<ShortMonthRule>("monthly.short_month", monthly.ShortMonth, ShortMonthRule.Last);
        var days = new List<MonthDay>();
        for (var i = 0; i < monthly.On.Count; i++)
        {
            if (SpecText.MonthDay(monthly.On[i].Trim()) is { } day)
                days.Add(day);
            else
                Wrong("monthly.on", ProblemCodes.InvalidScheduleExpression, $"'{Shown(monthly.On[i])}' is no day of a month.", MonthDayFix(monthly.On[i].Trim()), i);
        }
        if (monthly.On.Count == 0)
            Wrong("monthly.on", ProblemCodes.MissingKey, "monthly needs at least one day in on.");
        if (times is null || shortMonth is not { } rule || days.Count < monthly.On.Count || days.Count == 0)
            return default;
        return (OnDays(times, at => DayTimesRecurrence.Monthly(days, rule, calendar, at)), RecurrenceWords.Monthly(days, rule, calendar, Phrases.At(times, calendar)));
    }

    private static string MonthDayFix(string text)
    {
        var near = Nearest.Find(text, ["first", "last", "first_business_day", "last_business_day"]);
        return near is not null ? $"Did you mean '{near}'?" : "Write a day number 1 to 31, first, last, first_business_day, last_business_day, '2nd tue' or 'last fri'.";
    }

    private (Recurrence?, string?) ReadOnce(string text)
    {
        if (SpecText.DateAndTime(text) is { } at)
            return (DayTimesRecurrence.Once(at), RecurrenceWords.Once(at));
        var fix = SpecText.Instant(text) is null ? "Write 2026-03-01T09:00." : "It is a wall-clock time in the schedule's zone: leave out the offset and set timezone.";
        Wrong("once", ProblemCodes.InvalidScheduleExpression, $"'{Shown(text)}' is no local date and time from 1900 through 2199.", fix);
        return default;
    }

    private static Recurrence OnDays(DayTimes at, Func<IReadOnlyList<LocalTime>, DayTimesRecurrence> days) =>
        at.Sessions.Count == 0 ? days(at.Clock) : new SessionRecurrence(at.Sessions, days, at.Clock);

    private DayTimes? ReadTimes(string field, IReadOnlyList<string> at, BusinessCalendar? calendar)
    {
        var (clock, sessions) = (new List<LocalTime>(), new List<SessionTime>());
        for (var i = 0; i < at.Count; i++)
        {
            var text = at[i].Trim();
            if (SpecText.Time(text) is { } time)
                clock.Add(time);
            else if (SpecText.SessionTime(text) is { } moment && HasSessions(field, text, calendar, i))
                sessions.Add(moment);
            else if (SpecText.SessionTime(text) is null)
                Wrong(field, ProblemCodes.InvalidScheduleExpression, $"'{Shown(at[i])}' is no time of day.", TimeFix(text), i);
        }
        if (clock.Count + sessions.Count < at.Count)
            return null;
        return at.Count == 0 ? new DayTimes([LocalTime.Midnight], []) : new DayTimes(clock, sessions);
    }

    private static string TimeFix(string text) => text.StartsWith("open", StringComparison.OrdinalIgnoreCase) || text.StartsWith("close", StringComparison.OrdinalIgnoreCase)
        ? "Write open, close, open+5m or close-1h30m, at most 12 hours to either side."
        : "Write \"09:00\" or \"09:00:30\", from 00:00 to 23:59:59, in quotes.";

    private bool HasSessions(string field, string text, BusinessCalendar? calendar, int item)
    {
        if (calendar?.Hours is not null)
            return true;
        if (calendar is not null)
            Wrong(field, ProblemCodes.InvalidScheduleExpression, $"'{text}' needs a calendar with sessions, and {calendar.Name} has none.", "XNYS and XNAS have sessions; a calendar file takes sessions: { open, close }.", item);
        else if (spec.Calendar is null)
            Wrong(field, ProblemCodes.InvalidScheduleExpression, $"'{text}' needs a calendar with sessions.", "Add calendar: XNYS.", item);
        return false;
    }

    private DateTimeZone? ReadZone()
    {
        var name = spec.Timezone ?? "UTC";
        if (SpecText.Zone(name) is { } zone)
            return zone;
        var near = ZoneNames.Nearest(name);
        Wrong("timezone", ProblemCodes.UnknownTimezone, $"There is no IANA time zone '{Shown(name)}'.", near is null ? "Write a name such as America/New_York or UTC." : $"Did you mean '{near}'?");
        _problems[^1] = _problems[^1] with { Problem = _problems[^1].Problem with { Rule = ReaderRules.UnknownZone.Id, Fix = near is null ? null : FixYaml.Of(spec, $"timezone: {near}") } };
        return null;
    }

    private BusinessCalendar? ReadCalendar()
    {
        if (spec.Calendar is null || spec.Calendars.TryGetValue(spec.Calendar, out var calendar))
            return spec.Calendar is null ? null : spec.Calendars[spec.Calendar];
        var near = Nearest.Find(spec.Calendar, spec.Calendars.Keys);
        Wrong("calendar", ProblemCodes.UnknownCalendar, $"There is no calendar '{Shown(spec.Calendar)}'.", near is null ? $"Known are {string.Join(", ", spec.Calendars.Keys.Order(StringComparer.Ordinal))}." : $"Did you mean '{near}'?");
        return null;
    }

    private Instant? ReadBound(string field, string? text, DateTimeZone? zone)
    {
        if (text is null)
            return null;
        if (SpecText.Instant(text) is { } instant)
            return instant;
        if ((SpecText.DateAndTime(text) ?? SpecText.Date(text)?.AtMidnight()) is { } local)
            return zone is null ? null : new LocalTimeResolver(zone, ClockChangeRule.Fixed).Resolve(local);
        Wrong(field, ProblemCodes.InvalidValue, $"'{Shown(text)}' is no time from 1900 through 2199.", "Write 2026-01-05T00:00:00Z, or a date or 2026-01-05T09:00 in the schedule's zone.");
        return null;
    }

    private T? ReadWord<T>(string field, string? text, T? standard)
        where T : struct, Enum
    {
        if (text is null)
            return standard;
        var names = Enum.GetNames<T>();
        var index = Array.FindIndex(names, n => n.Equals(text, StringComparison.OrdinalIgnoreCase));
        if (index >= 0)
            return Enum.GetValues<T>()[index];
        var words = names.Select(n => n.ToLowerInvariant()).ToArray();
        Wrong(field, ProblemCodes.InvalidValue, $"'{Shown(text)}' is not one of {string.Join(", ", words)}.", Nearest.Find(text, words) is { } near ? $"Did you mean '{near}'?" : null);
        return null;
    }

    private static string Shown(string text) => text.Length <= 40 ? text : string.Concat(text.AsSpan(0, 40), "…");

    private void Wrong(string field, string code, string message, string? fix = null, int? item = null) =>
        _problems.Add(new FieldProblem(field, item, null, new Problem(code, message, Suggestion: fix)));

    private void Warn(string field, string message, ReaderRule rule, string fix) =>
        _warnings.Add(new FieldProblem(field, null, null, new Problem(ProblemCodes.UnlikelyIntent, message, Severity: rule.Severity) { Rule = rule.Id, Fix = fix }));
}
