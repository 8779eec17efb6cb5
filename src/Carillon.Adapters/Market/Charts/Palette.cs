namespace Carillon.Adapters.Market.Charts;

/// <summary>The chart's colours on white. Up and down differ in lightness and in hue along the blue–orange line, which every common colour blindness keeps apart; wide candles differ in fill too.</summary>
internal static class Palette
{
    /// <summary>Sessions that ended above their open: blue.</summary>
    public const string Up = "#1f6fb2";

    /// <summary>Sessions that ended below their open: vermilion.</summary>
    public const string Down = "#d1520f";

    /// <summary>Text.</summary>
    public const string Ink = "#1c1f23";

    /// <summary>Secondary text and axis labels.</summary>
    public const string Muted = "#5f6770";

    /// <summary>Grid lines.</summary>
    public const string Grid = "#e9ebee";

    /// <summary>Frames between panes.</summary>
    public const string Frame = "#c9ced4";

    /// <summary>Paper.</summary>
    public const string Paper = "#ffffff";

    /// <summary>Days without a bar.</summary>
    public const string Gap = "#f2c14e";

    /// <summary>Text about days without a bar, dark enough to read on white.</summary>
    public const string GapInk = "#8a6100";

    /// <summary>Bollinger Bands.</summary>
    public const string Band = "#6b7a8c";

    /// <summary>The line of a pane of its own.</summary>
    public const string Line = "#5b3e96";

    /// <summary>The second line of such a pane.</summary>
    public const string Signal = "#c2410c";

    /// <summary>Lines over the price, in the order in which they are asked for; they repeat.</summary>
    public static readonly string[] Overlays = ["#b8860b", "#7b3fa0", "#0b8a6a", "#c2417c", "#4a4f57"];
}
