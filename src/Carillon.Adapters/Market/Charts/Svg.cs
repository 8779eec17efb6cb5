using System.Globalization;
using System.Security;
using System.Text;

namespace Carillon.Adapters.Market.Charts;

/// <summary>Writes SVG text: presentation attributes only, no ids, no style sheet, so that several pictures live in one page. Foreign text is escaped.</summary>
internal sealed class Svg
{
    private const string Font = "DejaVu Sans, Verdana, Segoe UI, Arial, sans-serif";
    private readonly StringBuilder _text = new();

    /// <summary>Begins a picture.</summary>
    /// <param name="width">Pixels.</param>
    /// <param name="height">Pixels.</param>
    /// <param name="title">What a screen reader says.</param>
    public Svg(double width, double height, string title)
    {
        Raw($"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{N(width)}\" height=\"{N(height)}\" viewBox=\"0 0 {N(width)} {N(height)}\" font-family=\"{Font}\" role=\"img\">");
        Raw($"<title>{Escape(title)}</title>");
        Rect(0, 0, width, height, Palette.Paper);
    }

    /// <summary>A number with at most two decimals, in the invariant culture.</summary>
    public static string N(double value) => (Math.Round(value, 2) + 0.0).ToString("0.##", CultureInfo.InvariantCulture);

    /// <summary>Text as XML text: markup escaped, characters that XML 1.0 forbids replaced.</summary>
    public static string Escape(string text) =>
        SecurityElement.Escape(string.Concat(text.EnumerateRunes().Select(r =>
            (r.Value < 0x20 && r.Value is not ('\t' or '\n' or '\r')) || r.Value is 0xFFFE or 0xFFFF ? "\uFFFD" : r.ToString())));

    /// <summary>Filled rectangle.</summary>
    public void Rect(double x, double y, double width, double height, string fill, double opacity = 1, double radius = 0) =>
        Raw($"<rect x=\"{N(x)}\" y=\"{N(y)}\" width=\"{N(width)}\" height=\"{N(height)}\" fill=\"{fill}\"{(opacity < 1 ? $" fill-opacity=\"{N(opacity)}\"" : string.Empty)}{(radius > 0 ? $" rx=\"{N(radius)}\"" : string.Empty)}/>");

    /// <summary>A filled path, or nothing when it is empty.</summary>
    public void Fill(string path, string fill, double opacity = 1)
    {
        if (path.Length > 0) Raw($"<path d=\"{path}\" fill=\"{fill}\"{(opacity < 1 ? $" fill-opacity=\"{N(opacity)}\"" : string.Empty)}/>");
    }

    /// <summary>A stroked path, or nothing when it is empty.</summary>
    public void Stroke(string path, string color, double width, string? dash = null, string fill = "none")
    {
        if (path.Length > 0) Raw($"<path d=\"{path}\" fill=\"{fill}\" stroke=\"{color}\" stroke-width=\"{N(width)}\"{(dash is null ? string.Empty : $" stroke-dasharray=\"{dash}\"")} stroke-linejoin=\"round\"/>");
    }

    /// <summary>Text on the base line <paramref name="y"/>.</summary>
    public void Text(double x, double y, string text, double size, string color = Palette.Muted, string anchor = "start", bool bold = false) =>
        Raw($"<text x=\"{N(x)}\" y=\"{N(y)}\" font-size=\"{N(size)}\" fill=\"{color}\"{(anchor == "start" ? string.Empty : $" text-anchor=\"{anchor}\"")}{(bold ? " font-weight=\"bold\"" : string.Empty)}>{Escape(text)}</text>");

    /// <summary>Text on a white halo, to be read over lines.</summary>
    public void HaloText(double x, double y, string text, double size, string color, string anchor) =>
        Raw($"<text x=\"{N(x)}\" y=\"{N(y)}\" font-size=\"{N(size)}\" fill=\"{color}\" text-anchor=\"{anchor}\" stroke=\"{Palette.Paper}\" stroke-width=\"3\" stroke-linejoin=\"round\" paint-order=\"stroke\">{Escape(text)}</text>");

    /// <summary>Pieces of text one after the other on one line, each in its colour.</summary>
    public void Spans(double x, double y, double size, string anchor, IEnumerable<TextSpan> spans)
    {
        var inner = string.Concat(spans.Select(s =>
            $"<tspan fill=\"{s.Color}\"{(s.Bold ? " font-weight=\"bold\"" : string.Empty)}{(s.Space > 0 ? $" dx=\"{N(s.Space)}\"" : string.Empty)}>{Escape(s.Text)}</tspan>"));
        Raw($"<text x=\"{N(x)}\" y=\"{N(y)}\" font-size=\"{N(size)}\"{(anchor == "start" ? string.Empty : $" text-anchor=\"{anchor}\"")}>{inner}</text>");
    }

    /// <summary>Ends the picture.</summary>
    public string Done() => _text.Append("</svg>\n").ToString();

    private void Raw(string markup) => _text.Append(markup).Append('\n');
}

/// <summary>A piece of a line of text.</summary>
/// <param name="Text">The text.</param>
/// <param name="Color">Its colour.</param>
/// <param name="Bold">Heavy.</param>
/// <param name="Space">Pixels before it.</param>
internal sealed record TextSpan(string Text, string Color, bool Bold = false, double Space = 0);
