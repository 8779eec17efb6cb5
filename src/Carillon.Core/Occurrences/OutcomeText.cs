namespace Carillon.Core.Occurrences;

/// <summary>The one place where outcomes become text and text becomes them.</summary>
public static class OutcomeText
{
    private static readonly string[] Texts = ["ran", "skipped", "missed", "coalesced"];

    /// <summary>The text of an outcome.</summary>
    public static string Of(OccurrenceOutcome outcome) => Texts[(int)outcome];

    /// <summary>The outcome that <see cref="Of"/> writes so.</summary>
    /// <exception cref="FormatException">No outcome has that text.</exception>
    public static OccurrenceOutcome Parse(string text) =>
        Array.IndexOf(Texts, text) is >= 0 and var place ? (OccurrenceOutcome)place : throw new FormatException($"'{text}' is none of {string.Join(", ", Texts)}.");
}
