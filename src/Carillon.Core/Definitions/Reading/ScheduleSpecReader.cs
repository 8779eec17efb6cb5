using Carillon.Core.Definitions.Yaml;
using Carillon.Core.Schedules;

namespace Carillon.Core.Definitions.Reading;

/// <summary>Takes the "when" of a schedule out of its mapping.</summary>
internal static class ScheduleSpecReader
{
    public static ScheduleSpec Read(YamlMapping map, string hashSeed, string defaultTimezone, IReadOnlyDictionary<string, BusinessCalendar> calendars) => new()
    {
        HashSeed = hashSeed,
        Cron = map.Text("cron"),
        Every = map.Text("every"),
        At = map.Texts("at"),
        Anchor = map.Text("anchor"),
        Daily = map.Map("daily") is { } daily ? new DailySpec(daily.Texts("at")) : null,
        Weekly = map.Map("weekly") is { } weekly ? new WeeklySpec(weekly.Texts("on"), weekly.Texts("at")) : null,
        Monthly = map.Map("monthly") is { } monthly ? new MonthlySpec(monthly.Texts("on"), monthly.Texts("at"), monthly.Text("short_month")) : null,
        Once = map.Text("once"),
        Timezone = map.Text("timezone") ?? defaultTimezone,
        DstGap = map.Map("dst")?.Text("gap"),
        DstOverlap = map.Map("dst")?.Text("overlap"),
        Calendar = map.Text("calendar") ?? map.Map("calendar")?.Text("name"),
        CalendarRule = map.Map("calendar")?.Text("rule"),
        StartAt = map.Text("start_at"),
        EndAt = map.Text("end_at"),
        Calendars = calendars,
    };
}
