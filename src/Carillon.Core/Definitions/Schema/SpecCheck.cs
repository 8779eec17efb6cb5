using Carillon.Core.Definitions.Expressions;
using Carillon.Core.Definitions.Yaml;

namespace Carillon.Core.Definitions.Schema;

/// <summary>Checks values against the table: unknown, missing and planned keys, kinds, ranges, choices.</summary>
internal static class SpecCheck
{
    public static void Check(YamlValue value, ValueSpec spec, ProblemSink problems)
    {
        switch (spec, value)
        {
            case (ObjectSpec known, YamlMapping map):
                CheckKeys(map, known, problems);
                break;
            case (HookSpec hook, YamlMapping map):
                if (!hook.IsShort(map))
                    CheckKeys(map, hook.Full, problems);
                break;
            case (MapSpec names, YamlMapping map):
                foreach (var entry in map.Entries)
                    Check(entry.Value, names.Item, problems);
                break;
            case (ListSpec list, YamlSequence items):
                CheckItems(items, list, problems);
                break;
            case (ListSpec { OrOne: true } list, YamlScalar):
                Check(value, list.Item, problems);
                break;
            case (EitherSpec either, _):
                CheckEither(value, either, problems);
                break;
            case (AnySpec any, _):
                if (any.IsMapping && value is not YamlMapping && value is not YamlScalar { IsNull: true })
                    Wrong(value, spec, problems);
                break;
            case (MapSpec, YamlScalar { IsNull: true }):
                break;
            case (_, YamlScalar scalar):
                ScalarCheck.Check(scalar, spec, problems);
                break;
            default:
                Wrong(value, spec, problems);
                break;
        }
    }

    /// <summary>The value is of a kind that the place does not take.</summary>
    public static void Wrong(YamlValue value, ValueSpec spec, ProblemSink problems) =>
        problems.Add(ProblemCodes.InvalidValue, value, $"Here must be {Plain(spec)}, not {value.Kind}.");

    /// <summary>The words without the reference page's marks.</summary>
    public static string Plain(ValueSpec spec) => spec switch
    {
        ObjectSpec or HookSpec => $"a mapping with {string.Join(", ", Known(spec).Keys.Where(k => !k.Planned).Take(6).Select(k => $"'{k.Name}'"))}{(Known(spec).Keys.Length > 6 ? " …" : "")}",
        ListSpec { OrOne: true } list => $"{Plain(list.Item)} or a list of such",
        ListSpec => "a list",
        MapSpec map => $"a mapping from {map.NameWords}",
        EitherSpec either => string.Join(", or ", either.Options.Select(Plain)),
        _ => spec.Words.Replace('`', '\''),
    };

    private static ObjectSpec Known(ValueSpec spec) => spec as ObjectSpec ?? ((HookSpec)spec).Full;

    private static void CheckKeys(YamlMapping map, ObjectSpec known, ProblemSink problems)
    {
        foreach (var (key, value) in map.Entries)
        {
            if (known.Find(key.Text) is not { } spec)
                problems.Add(ProblemCodes.UnknownKey, key, $"A {known.Title} has no key '{key.Text}'.", SuggestKey(key.Text, known, problems));
            else if (spec.Planned)
                problems.Add(ProblemCodes.NotAvailable, key, $"'{key.Text}' is not available in this version.", "Leave it out.");
            else
                Check(value, spec.Value, problems);
        }

        foreach (var key in known.Keys)
        {
            if (key.Required && map[key.Name] is null)
                problems.Add(ProblemCodes.MissingKey, map, $"The {known.Title} has no '{key.Name}'.");
        }
    }

    private static string? SuggestKey(string name, ObjectSpec known, ProblemSink problems)
    {
        var names = known.Keys.Where(k => !k.Planned).Select(k => k.Name);
        if (problems.Suggest(name, names) is { } near)
            return near;
        return known.Keys.Length <= 8 ? $"It has {string.Join(", ", names.Select(n => $"'{n}'"))}." : null;
    }

    private static void CheckItems(YamlSequence items, ListSpec list, ProblemSink problems)
    {
        if (items.Items.Count < list.Least)
            problems.Add(ProblemCodes.InvalidValue, items, "The list is empty.");
        foreach (var item in items.Items)
            Check(item, list.Item, problems);
    }

    private static void CheckEither(YamlValue value, EitherSpec either, ProblemSink problems)
    {
        foreach (var option in either.Options)
        {
            if (Takes(option, value))
            {
                Check(value, option, problems);
                return;
            }
        }

        Wrong(value, either, problems);
    }

    private static bool Takes(ValueSpec option, YamlValue value) => option switch
    {
        ObjectSpec or MapSpec => value is YamlMapping,
        ListSpec => value is YamlSequence,
        IntegerSpec => value is YamlScalar { ScalarKind: YamlScalarKind.Integer or YamlScalarKind.Number },
        _ => value is YamlScalar { IsNull: false },
    };
}
