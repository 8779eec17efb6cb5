namespace Carillon.Adapters.Market.Indicators;

/// <summary>A kind of indicator: its name in <c>indicators</c> and the numbers it takes.</summary>
/// <param name="Name">For example <c>sma</c>.</param>
/// <param name="Label">The name in a chart's legend.</param>
/// <param name="Parameters">Names and usual values, in the order of <c>name(a, b)</c>.</param>
internal sealed record IndicatorKind(string Name, string Label, IReadOnlyList<(string Name, double Usual)> Parameters)
{
    /// <summary>Simple moving average.</summary>
    public static readonly IndicatorKind Sma = new("sma", "SMA", [("period", 20)]);

    /// <summary>Exponential moving average.</summary>
    public static readonly IndicatorKind Ema = new("ema", "EMA", [("period", 20)]);

    /// <summary>Relative strength index.</summary>
    public static readonly IndicatorKind Rsi = new("rsi", "RSI", [("period", 14)]);

    /// <summary>Moving average convergence/divergence.</summary>
    public static readonly IndicatorKind Macd = new("macd", "MACD", [("fast", 12), ("slow", 26), ("signal", 9)]);

    /// <summary>Bollinger Bands.</summary>
    public static readonly IndicatorKind Bollinger = new("bollinger", "Bollinger", [("period", 20), ("deviations", 2)]);

    /// <summary>Average true range.</summary>
    public static readonly IndicatorKind Atr = new("atr", "ATR", [("period", 14)]);

    /// <summary>All of them, in the order of the documentation.</summary>
    public static IReadOnlyList<IndicatorKind> All { get; } = [Sma, Ema, Rsi, Macd, Bollinger, Atr];

    /// <summary>The kind of that name in any case, or null.</summary>
    public static IndicatorKind? Find(string name) => All.FirstOrDefault(k => string.Equals(k.Name, name, StringComparison.OrdinalIgnoreCase));
}
