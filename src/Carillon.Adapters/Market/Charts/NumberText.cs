using System.Globalization;
using NodaTime;

namespace Carillon.Adapters.Market.Charts;

/// <summary>Numbers and dates as the chart writes them.</summary>
internal static class NumberText
{
    private const string Minus = "\u2212";

    /// <summary>With a fixed number of decimals and a true minus sign.</summary>
    public static string Fixed(double value, int decimals)
    {
        var text = Math.Abs(value).ToString("F" + decimals.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        return value < 0 && text.Any(c => c is > '0' and <= '9') ? Minus + text : text;
    }

    /// <summary>A price: two decimals, four below 1.</summary>
    public static string Price(double value) => Fixed(value, Math.Abs(value) < 1 ? 4 : 2);

    /// <summary>A change with its sign.</summary>
    public static string Signed(double value, int decimals)
    {
        var text = Fixed(value, decimals);
        return text.StartsWith(Minus, StringComparison.Ordinal) ? text : "+" + text;
    }

    /// <summary>A large count: 950, 12.5K, 25.9M, 1.2B.</summary>
    public static string Short(double value) => Math.Abs(value) switch
    {
        >= 1e9 => (value / 1e9).ToString("0.##", CultureInfo.InvariantCulture) + "B",
        >= 1e6 => (value / 1e6).ToString("0.##", CultureInfo.InvariantCulture) + "M",
        >= 1e3 => (value / 1e3).ToString("0.##", CultureInfo.InvariantCulture) + "K",
        _ => value.ToString("0.##", CultureInfo.InvariantCulture),
    };

    /// <summary>For example <c>29 Dec 2017</c>.</summary>
    public static string Date(LocalDate date) => date.ToString("d MMM uuuu", CultureInfo.InvariantCulture);
}
