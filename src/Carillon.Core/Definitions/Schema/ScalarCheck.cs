using Carillon.Core.Definitions.Expressions;
using Carillon.Core.Definitions.Yaml;

namespace Carillon.Core.Definitions.Schema;

/// <summary>Checks scalars against the table.</summary>
internal static class ScalarCheck
{
    public static void Check(YamlScalar scalar, ValueSpec spec, ProblemSink problems)
    {
        if (scalar.IsNull)
        {
            SpecCheck.Wrong(scalar, spec, problems);
            return;
        }

        switch (spec)
        {
            case IdSpec:
                CheckId(scalar, problems);
                break;
            case ChoiceSpec choice:
                CheckChoice(scalar, choice, problems);
                break;
            case IntegerSpec integer:
                if (!YamlScalars.TryNumber(scalar, out var whole) || whole != decimal.Truncate(whole) || whole < integer.Least || whole > integer.Most)
                    Invalid(scalar, spec, problems);
                break;
            case NumberSpec number:
                if (!YamlScalars.TryNumber(scalar, out var any) || any < number.Least)
                    Invalid(scalar, spec, problems);
                break;
            case AmountSpec:
                if (!YamlScalars.TryNumber(scalar, out var amount) || !Money.IsExact(amount))
                    Invalid(scalar, spec, problems);
                break;
            case BooleanSpec when scalar.ScalarKind != YamlScalarKind.Boolean:
                Invalid(scalar, spec, problems);
                break;
            case DurationSpec duration:
                CheckDuration(scalar, duration, problems);
                break;
            case TextSpec when string.IsNullOrWhiteSpace(scalar.Text):
                problems.Add(ProblemCodes.InvalidValue, scalar, $"Here must be {SpecCheck.Plain(spec)}; it is empty.");
                break;
            case ObjectSpec or ListSpec or MapSpec or HookSpec:
                SpecCheck.Wrong(scalar, spec, problems);
                break;
            default:
                break;
        }
    }

    private static void Invalid(YamlScalar scalar, ValueSpec spec, ProblemSink problems)
    {
        var suggestion = TemplateText.MayHold(scalar.Text) ? "Expressions are evaluated in 'with', 'if', 'for_each' and 'outputs' only." : null;
        problems.Add(ProblemCodes.InvalidValue, scalar, $"Here must be {SpecCheck.Plain(spec)}, not '{Short(scalar.Text)}'.", suggestion);
    }

    private static void CheckChoice(YamlScalar scalar, ChoiceSpec choice, ProblemSink problems)
    {
        if (choice.Values.Contains(scalar.Text, StringComparer.Ordinal))
            return;
        if (choice.Planned.Contains(scalar.Text, StringComparer.Ordinal))
            problems.Add(ProblemCodes.NotAvailable, scalar, $"'{scalar.Text}' is not available in this version.", $"This version has {SpecCheck.Plain(choice)}.");
        else
            problems.Add(ProblemCodes.InvalidValue, scalar, $"'{Short(scalar.Text)}' is none of {SpecCheck.Plain(choice)}.", problems.Suggest(scalar.Text, choice.Values));
    }

    private static void CheckDuration(YamlScalar scalar, DurationSpec spec, ProblemSink problems)
    {
        if (!DurationText.TryParse(scalar.Text, out var duration))
        {
            var suggestion = scalar.ScalarKind == YamlScalarKind.Integer ? $"Say the unit: '{scalar.Text}s'." : null;
            problems.Add(ProblemCodes.InvalidValue, scalar, $"'{Short(scalar.Text)}' is no duration such as '30s', '10m' or '1h30m'.", suggestion);
        }
        else if (!spec.AllowZero && duration == NodaTime.Duration.Zero)
        {
            problems.Add(ProblemCodes.InvalidValue, scalar, "The duration must be longer than zero.");
        }
    }

    private static void CheckId(YamlScalar scalar, ProblemSink problems)
    {
        var text = scalar.Text;
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsAsciiLetterOrDigit(text[i]) || text[i] == '_' || (i > 0 && text[i] is '-' or '.'))
                continue;
            var first = i == 0 && text[i] is '-' or '.';
            problems.AddWithin(
                ProblemCodes.InvalidValue, scalar, i,
                first ? $"An id does not begin with '{text[i]}'." : $"An id takes ASCII letters, digits, '_', '-' and '.', not '{Character(text, i)}'.",
                first ? null : "Names that people read, in any script, go into 'name'.");
            return;
        }

        if (text.Length > IdSpec.MaxLength)
            problems.Add(ProblemCodes.InvalidValue, scalar, $"The id is longer than {IdSpec.MaxLength} characters.");
        if (text.Length == 0)
            problems.Add(ProblemCodes.InvalidValue, scalar, "The id is empty.");
    }

    private static string Character(string text, int i) =>
        char.IsHighSurrogate(text[i]) && i + 1 < text.Length ? text.Substring(i, 2) : text[i].ToString();

    private static string Short(string text) => text.Length <= 60 ? text : text[..60] + "…";
}
