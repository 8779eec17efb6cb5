using System.Numerics;

namespace Carillon.Core.Schedules;

/// <summary>
/// A cron: 5 fields, or 6 with seconds first. Immutable, thread safe; finding an occurrence allocates nothing.
/// A cron whose hour field is <c>*</c> is a cadence (see <see cref="ClockChangeRule.Cadence"/>).
/// </summary>
public sealed class CronExpression : WallClockRecurrence
{
    private const int None = -1;
    private const long FirstReading = (long)DayRule.FirstDay * Civil.SecondsPerDay;

    private readonly string _hashSeed;
    private readonly ulong _seconds;
    private readonly ulong _minutes;
    private readonly uint _hours;
    private readonly CronDays _days;
    private readonly bool _everyDay;
    private readonly int _firstTime;
    private readonly int _lastTime;

    /// <summary>Takes what finding occurrences needs; the fields are not kept.</summary>
    internal CronExpression(CronFields fields)
    {
        (Text, _hashSeed, IsCadence) = (fields.Text, fields.HashSeed, fields.IsCadence);
        _seconds = fields[CronFieldKind.Second].Values;
        _minutes = fields[CronFieldKind.Minute].Values;
        _hours = (uint)fields[CronFieldKind.Hour].Values;
        _days = fields.Days;
        _everyDay = _days.EveryDay;
        _firstTime = Time(BitOperations.TrailingZeroCount(_hours), BitOperations.TrailingZeroCount(_minutes), BitOperations.TrailingZeroCount(_seconds));
        _lastTime = Time(BitOperations.Log2(_hours), BitOperations.Log2(_minutes), BitOperations.Log2(_seconds));
    }

    /// <summary>As written, without surrounding blanks.</summary>
    public string Text { get; }

    /// <summary>True when the hour field is exactly <c>*</c>.</summary>
    public bool IsCadence { get; }

    /// <inheritdoc/>
    public override ClockChangeRule DefaultClockChangeRule => IsCadence ? ClockChangeRule.Cadence : ClockChangeRule.Fixed;

    /// <summary>Reads a cron. Never throws and never hangs, whatever the text; takes some microseconds.</summary>
    /// <param name="text">The cron, or a macro such as <c>@daily</c>; at most 512 characters.</param>
    /// <param name="hashSeed">What <c>H</c> is hashed from: the schedule's id.</param>
    /// <returns>The cron, or every problem (SCH001), each with its column (from 1) as <see cref="Problem.Location"/>.</returns>
    public static Checked<CronExpression> Parse(string text, string hashSeed)
    {
        var fields = CronParser.Parse(text, hashSeed);
        return fields.IsOk ? Checked<CronExpression>.Ok(new CronExpression(fields.Value)) : Checked<CronExpression>.Bad(fields.Problems);
    }

    /// <inheritdoc/>
    public override string ToString() => Text;

    /// <summary>Reads the fields anew: few ask for them, and there may be a hundred thousand crons.</summary>
    internal CronFields ReadFields() => CronParser.Parse(Text, _hashSeed).Value;

    internal override long NextLocal(long from)
    {
        var sinceFirst = Math.Max(from - FirstReading, 0);
        var day = (int)((ulong)sinceFirst / Civil.SecondsPerDay) + DayRule.FirstDay;
        if (day > DayRule.LastDay)
            return LocalTimeResolver.None;
        var match = _everyDay ? day : _days.Next(day);
        if (match == day)
        {
            var time = NextTime((int)(sinceFirst - ((long)(day - DayRule.FirstDay) * Civil.SecondsPerDay)));
            if (time != None)
                return ((long)day * Civil.SecondsPerDay) + time;
            match = _everyDay ? day + 1 : _days.Next(day + 1);
        }
        return match == DayRule.None ? LocalTimeResolver.None : ((long)match * Civil.SecondsPerDay) + _firstTime;
    }

    internal override long PreviousLocal(long until)
    {
        var day = Civil.DayOf(until);
        if (day < DayRule.FirstDay)
            return LocalTimeResolver.NoneBefore;
        var match = _days.Previous(day);
        if (match == day)
        {
            var time = PreviousTime((int)(until - ((long)day * Civil.SecondsPerDay)));
            if (time != None)
                return ((long)day * Civil.SecondsPerDay) + time;
            match = _days.Previous(day - 1);
        }
        return match == DayRule.NoneBefore ? LocalTimeResolver.NoneBefore : ((long)match * Civil.SecondsPerDay) + _lastTime;
    }

    private static int Time(int hour, int minute, int second) => (hour * 3600) + (minute * 60) + second;

    /// <summary>The first matching second of the day at or after <paramref name="from"/>, or <see cref="None"/>.</summary>
    private int NextTime(int from)
    {
        if (from <= _firstTime)
            return _firstTime;
        if (from > _lastTime)
            return None;
        var hour = from / 3600;
        if ((_hours >> hour & 1) != 0)
        {
            var inHour = from - (hour * 3600);
            var minute = inHour / 60;
            if ((_minutes >> minute & 1) != 0)
            {
                var seconds = _seconds >> (inHour - (minute * 60));
                if (seconds != 0)
                    return from + BitOperations.TrailingZeroCount(seconds);
            }
            var minutes = _minutes >> minute >> 1;
            if (minutes != 0)
                return Time(hour, minute + 1 + BitOperations.TrailingZeroCount(minutes), BitOperations.TrailingZeroCount(_seconds));
        }
        var hours = _hours >> hour >> 1;
        return hours == 0 ? None : Time(hour + 1 + BitOperations.TrailingZeroCount(hours), BitOperations.TrailingZeroCount(_minutes), BitOperations.TrailingZeroCount(_seconds));
    }

    /// <summary>The last matching second of the day at or before <paramref name="until"/>, or <see cref="None"/>.</summary>
    private int PreviousTime(int until)
    {
        var hour = until / 3600;
        var minute = until / 60 % 60;
        if ((_hours >> hour & 1) != 0)
        {
            if ((_minutes >> minute & 1) != 0)
            {
                var seconds = _seconds & ((2UL << (until % 60)) - 1);
                if (seconds != 0)
                    return Time(hour, minute, BitOperations.Log2(seconds));
            }
            var minutes = _minutes & ((1UL << minute) - 1);
            if (minutes != 0)
                return Time(hour, BitOperations.Log2(minutes), BitOperations.Log2(_seconds));
        }
        var hours = _hours & ((1U << hour) - 1);
        return hours == 0 ? None : Time(BitOperations.Log2(hours), BitOperations.Log2(_minutes), BitOperations.Log2(_seconds));
    }
}
