using Carillon.Core.Definitions.Yaml;
using NodaTime;

namespace Carillon.Core.Definitions.Reading;

/// <summary>Takes values out of checked mappings. What the table has refused already reads as left out.</summary>
internal static class YamlLook
{
    public static YamlScalar? Scalar(this YamlMapping map, string key) => map[key] is YamlScalar { IsNull: false } scalar ? scalar : null;

    public static string? Text(this YamlMapping map, string key) => map.Scalar(key)?.Text;

    public static YamlMapping? Map(this YamlMapping map, string key) => map[key] as YamlMapping;

    public static IReadOnlyList<YamlValue> List(this YamlMapping map, string key) => map[key] is YamlSequence list ? list.Items : [];

    public static int? Int(this YamlMapping map, string key) =>
        map.Scalar(key) is { } scalar && YamlScalars.TryNumber(scalar, out var number) && number is >= int.MinValue and <= int.MaxValue ? (int)number : null;

    public static decimal? Number(this YamlMapping map, string key) =>
        map.Scalar(key) is { } scalar && YamlScalars.TryNumber(scalar, out var number) ? number : null;

    /// <summary>An amount of money in micros.</summary>
    public static long? Micros(this YamlMapping map, string key) => map.Number(key) is { } amount && Money.IsExact(amount) ? Money.Micros(amount) : null;

    public static bool? Bool(this YamlMapping map, string key) =>
        map.Scalar(key) is { ScalarKind: YamlScalarKind.Boolean } scalar ? YamlScalars.IsTrue(scalar.Text) : null;

    public static Duration? Duration(this YamlMapping map, string key) =>
        map.Text(key) is { } text && DurationText.TryParse(text, out var duration) ? duration : null;

    /// <summary>The scalars of a list, or a single scalar as a list of one.</summary>
    public static IReadOnlyList<YamlScalar> Scalars(this YamlMapping map, string key) => map[key] switch
    {
        YamlSequence list => [.. list.Items.OfType<YamlScalar>().Where(s => !s.IsNull)],
        YamlScalar { IsNull: false } one => [one],
        _ => [],
    };

    public static IReadOnlyList<string> Texts(this YamlMapping map, string key)
    {
        var scalars = map.Scalars(key);
        return scalars.Count == 0 ? [] : [.. scalars.Select(s => s.Text)];
    }
}
