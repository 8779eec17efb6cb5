namespace Carillon.Core.Schedules;

/// <summary>Day numbers (0 is 1970-01-01) against year, month and day in the proleptic Gregorian calendar, without allocation or tables.</summary>
internal static class Civil
{
    public const int SecondsPerDay = 86_400;

    /// <summary>Days from 0000-03-01 to 1970-01-01.</summary>
    private const int Shift = 719_468;

    /// <summary>The day number of a date; <paramref name="day"/> may lie outside the month.</summary>
    public static int DayNumber(int year, int month, int day)
    {
        var y = month <= 2 ? year - 1 : year;
        var century = y / 100;
        var fromMarch = month <= 2 ? month + 9 : month - 3;
        return (1461 * y / 4) - century + (century / 4) + (((153 * fromMarch) + 2) / 5) + day - 1 - Shift;
    }

    /// <summary>Year, month and day of a day number of year 1 or later (the algorithm of Neri and Schneider).</summary>
    public static void FromDayNumber(int dayNumber, out int year, out int month, out int day)
    {
        var n1 = (4 * (uint)(dayNumber + Shift)) + 3;
        var century = n1 / 146_097;
        var n2 = (4 * (n1 % 146_097 / 4)) + 3;
        var p2 = 2_939_745UL * n2;
        var dayOfYear = (uint)p2 / 2_939_745 / 4;
        var n3 = (2141 * dayOfYear) + 197_913;
        var late = dayOfYear >= 306;
        year = (int)((100 * century) + (uint)(p2 >> 32)) + (late ? 1 : 0);
        month = (int)(n3 >> 16) - (late ? 12 : 0);
        day = (int)((n3 & 0xFFFF) / 2141) + 1;
    }

    /// <summary>28 to 31.</summary>
    public static int MonthLength(int year, int month)
    {
        if (month != 2)
            return 30 | (month ^ (month >> 3));
        var leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        return leap ? 29 : 28;
    }

    /// <summary>0 for Sunday to 6 for Saturday.</summary>
    public static int Weekday(int dayNumber) => (int)((uint)(dayNumber + 4 + 7_000_000) % 7);

    /// <summary>The day number of a local reading in seconds.</summary>
    public static int DayOf(long local) => (int)FloorDivide(local, SecondsPerDay);

    public static long FloorDivide(long value, long by)
    {
        var quotient = value / by;
        return value % by < 0 ? quotient - 1 : quotient;
    }
}
