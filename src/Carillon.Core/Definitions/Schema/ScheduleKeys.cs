namespace Carillon.Core.Definitions.Schema;

/// <summary>The schedule's part of the table.</summary>
internal static class ScheduleKeys
{
    private static readonly TextSpec Text = new();

    private static readonly ListSpec Times = new(new TextSpec("a wall-clock time (`HH:mm` or `HH:mm:ss`), or with an exchange's calendar a moment of its session (`open+5m`, `close-15m`)"), OrOne: true, Least: 1);

    private static readonly ObjectSpec Daily = new(
        "daily", "daily", "Every day.",
        new KeySpec("at", Times, "When.", Required: true));

    private static readonly ObjectSpec Weekly = new(
        "weekly", "weekly", "On given weekdays.",
        new("on", new ListSpec(new TextSpec("a weekday (`mon` … `sun`, or a range such as `mon-fri`)"), OrOne: true, Least: 1), "Which days.", Required: true),
        new("at", Times, "When.", Required: true));

    private static readonly ObjectSpec Monthly = new(
        "monthly", "monthly", "On given days of the month.",
        new("on", new ListSpec(new TextSpec("a day (`15`, `first`, `last`, `first_business_day`, `last_business_day`, `2nd tue`, `last fri`)"), OrOne: true, Least: 1), "Which days. Business days are those of `calendar`, Monday to Friday without one.", Required: true),
        new("at", Times, "When.", Required: true),
        new("short_month", new ChoiceSpec("last", "skip"), "Where a month lacks the day number: its last day, or none.", Default: "last"));

    private static readonly ObjectSpec CatchUp = new(
        "catch_up", "catch_up", "Which missed occurrences still run after downtime. In short a duration: the last one within it.",
        new("mode", new ChoiceSpec("last", "none", "all"), "The last one, none, or all of them, oldest first.", Default: "last"),
        new("window", new DurationSpec(), "How old a missed occurrence may be and still run; any age when left out."),
        new("max_runs", new IntegerSpec(1, 1_000_000), "With `mode: all`, at most so many, the latest ones."));

    private static readonly ObjectSpec Calendar = new(
        "calendar", "calendar", "The calendar, and what becomes of an occurrence on a day that is no business day. In short the name alone.",
        new("name", Text, "`XNYS`, `XNAS`, `weekdays`, or the id of a [calendar file](#calendar-file).", Required: true),
        new("rule", new ChoiceSpec("skip", "next", "previous"), "Leave the occurrence out, or move it to the next or previous business day.", Default: "skip"));

    private static readonly ObjectSpec Dst = new(
        "dst", "dst", "What clock changes do. A cron whose hour field is `*` follows the readings of the clock (`gap: skip`, `overlap: both`); everything else fires once (`gap: next`, `overlap: first`).",
        new("gap", new ChoiceSpec("next", "skip"), "A time that the clocks skip: at the first instant after the gap, or not at all."),
        new("overlap", new ChoiceSpec("first", "second", "both"), "A time that comes twice: which pass."));

    private static readonly ObjectSpec Window = new(
        "window", "window", "The range of data that a run works on, [start, end). It follows the scheduled time, so a retry or a backfill gets the same one.",
        new("lag", new DurationSpec(AllowZero: true), "How long before the scheduled time the window ends.", Default: "0s"),
        new("length", new DurationSpec(), "How long it is. Left out, it begins where the window of the occurrence before ends, so that windows tile."),
        new("align", new ChoiceSpec("day", "hour", "none"), "What its end is aligned to, downwards. With `day`, lag and length count local days; else they are elapsed time.", Default: "day"));
    private static readonly ObjectSpec RunWindow = new(
        "run_window", "run_window", "Times of day, in the schedule's zone, outside of which nothing runs.",
        new("from", new TextSpec("a wall-clock time (`HH:mm` or `HH:mm:ss`)"), "When it opens, inclusive.", Required: true),
        new("to", new TextSpec("a wall-clock time (`HH:mm` or `HH:mm:ss`)"), "When it closes, exclusive; on the next day when it is not after `from`.", Required: true),
        new("days", new ListSpec(new TextSpec("a weekday (`mon` … `sun`, or a range such as `mon-fri`)"), OrOne: true, Least: 1), "The days on which it opens.", Default: "every day"));

    private static readonly ObjectSpec DependsOn = new(
        "depends_on", "depends_on", "Another schedule whose run must have succeeded.",
        new("schedule", new TextSpec("a workflow's id, `workflow/key`, or a schedule's id"), "Which schedule.", Required: true),
        new("mode", new ChoiceSpec("if_succeeded", "after"), "`if_succeeded` looks at the latest ended run when an occurrence is due; `after` waits for the run of the same time, or of the last one before.", Default: "if_succeeded"),
        new("within", new DurationSpec(), "`if_succeeded`: how long ago that run may have ended; since this schedule's previous occurrence when left out. `after`: how long to wait from the nominal time, `24h` when left out."));

    private static readonly ObjectSpec AutoPause = new(
        "auto_pause", "auto_pause", "Pauses the schedule when its runs keep failing. In short the number.",
        new KeySpec("after", new IntegerSpec(1, 1_000_000), "After so many failed runs in a row.", Default: "3"));

    private static readonly ObjectSpec Budget = new(
        "budget", "budget", "What its runs may cost, in the currency of the installation. In short the amount of a month. See [costs](../guide/costs.md).",
        new("month", new AmountSpec(), "For each calendar month in the schedule's zone.", Required: true),
        new("on_exceed", new ChoiceSpec("skip", "run"), "What becomes of an occurrence whose run would not fit: it is skipped (SCH005), or it runs and the budget only shows in the views.", Default: "skip"));

    public static readonly ObjectSpec Schedule = new(
        "schedule", "schedule", "When a workflow runs: exactly one of `cron`, `every`, `daily`, `weekly`, `monthly`, `once`.",
        new("id", new IdSpec(), "The key among several schedules of the workflow; left out for the only one."),
        new("cron", Text, "A cron of 5 fields, or 6 with seconds first, or `@daily` and the like."),
        new("every", Text, "A period: `14d` or `2w` in local days (with `at`), or `15m`, `2h` in elapsed time."),
        new("daily", Daily, "Every day."),
        new("weekly", Weekly, "On given weekdays."),
        new("monthly", Monthly, "On given days of the month."),
        new("once", Text, "One wall-clock time in the zone: `2026-03-01T09:00`."),
        new("at", Times, "Beside `every` in days: when.", Default: "00:00"),
        new("anchor", Text, "Beside `every`: where counting starts; a date for days, an instant such as `2026-01-05T00:00:00Z` otherwise.", Default: "1970-01-05 for days, else the Unix epoch"),
        new("timezone", new TextSpec("an IANA time zone (`America/New_York`)"), "The zone it is computed in.", Default: "the server's, `UTC` unless set"),
        new("enabled", new BooleanSpec(), "The switch in the definition.", Default: "true"),
        new("jitter", new DurationSpec(AllowZero: true), "The largest delay added to each occurrence; the same one for the same occurrence.", Default: "0s"),
        new("overlap_policy", new ChoiceSpec("skip", "allow", "buffer_one", "cancel_other"), "What happens when a run is due while an earlier one is still open.", Default: "skip"),
        new("start_at", new TextSpec("an instant, or a date or date and time in the zone"), "No occurrence before this, inclusive."),
        new("end_at", new TextSpec("an instant, or a date or date and time in the zone"), "No occurrence at or after this."),
        new("input", new AnySpec("a mapping as the workflow's `input` describes it", IsMapping: true), "The input of its runs. Expressions are not evaluated here."),
        new("catch_up", new EitherSpec(new DurationSpec(), CatchUp), "Which missed occurrences still run after downtime.", Default: "`mode: last`"),
        new("calendar", new EitherSpec(Text, Calendar), "Runs on business days only."),
        new("dst", Dst, "What clock changes do."),
        new("priority", new IntegerSpec(-1000, 1000), "Priority of the runs' tasks; higher first.", Default: "0"),
        new("execution_history_limit", new IntegerSpec(1, 1_000_000), "How many of its ended runs are kept, the latest; older ones go with their logs and artifacts. Ledger and metrics stay.", Default: "as long as the server keeps runs"),
        new("budget", new EitherSpec(new AmountSpec(), Budget), "What its runs may cost in a month."),
        new("cost_limit", new AmountSpec(), "What one run may cost: an occurrence whose run is estimated above it is skipped (SCH005)."),
        new("description", Text, "What it is for."),
        new("tags", new ListSpec(Text), "Labels for filters."),
        new("owner", Text, "Whose it is."),
        new("run_window", RunWindow, "Times of day outside of which nothing runs. See [run windows](../guide/schedules.md#run-windows)."),
        new("max_runs", new IntegerSpec(1), "After so many runs made by occurrences the schedule is finished. Without end when left out."),
        new("concurrency", new IntegerSpec(1, 100_000), "Beside `overlap_policy: allow`: at most so many of its runs are open at once; the next one is skipped."),
        new("depends_on", new EitherSpec(Text, DependsOn), "Another schedule whose run must have succeeded. In short its name. See [dependencies](../guide/schedules.md#dependencies)."),
        new("max_staleness", new DurationSpec(), "A run that would start later than this after its nominal time does not start. Any age when left out."),
        new("auto_pause", new EitherSpec(new IntegerSpec(1, 1_000_000), AutoPause), "Pauses the schedule after so many failed runs in a row; never when left out."),
        new("notify", NotifyKeys.Notify, "Who is told of what becomes of it and its runs, before what the workflow says. See [notifications](../guide/notifications.md)."),
        new("expect", NotifyKeys.Expect, "What is expected of its runs; who asks for `late`, `not_run` or `longer_than_usual` is told when it is not so."),
        new("window", Window, "The data window of its runs: `run.window` in expressions. See [data windows](../guide/windows.md)."));

    /// <summary>Every mapping with known keys, in the order of the reference page.</summary>
    public static readonly ObjectSpec[] All = [Schedule, Daily, Weekly, Monthly, CatchUp, Calendar, Dst, Window, RunWindow, DependsOn, AutoPause, Budget, NotifyKeys.Expect];
}
