using System.Text.Json;
using System.Text.Json.Nodes;
using Carillon.Core;
using Carillon.Core.Definitions.Expressions;
using Carillon.Core.Security;
using Carillon.Engine.Security;

namespace Carillon.Engine.Connections;

/// <summary>The settings of a connection against its kind. Pure.</summary>
internal static class ConnectionSettings
{
    /// <summary>Everything that is wrong, SCH079 with the field.</summary>
    public static IReadOnlyList<Problem> Problems(IConnectionKind kind, JsonObject open, JsonObject hidden)
    {
        var all = open.DeepClone().AsObject();
        foreach (var (name, value) in hidden)
            all[name] = value?.DeepClone();
        List<Problem> problems = [.. all.Select(setting => Of(kind.Kind, setting.Key, setting.Value!)).OfType<Problem>()];
        problems.AddRange(kind.Kind.Fields.Where(field => field.IsRequired && !all.ContainsKey(field.Name)).Select(field => Unfit(field.Name, $"'{field.Name}' is missing: {Lower(field.Meaning)}")));
        return problems.Count > 0 ? problems : [.. kind.Check(all).Select(words => Unfit(null, words))];
    }

    /// <summary>True for a text that is nothing but <c>${{ secrets.NAME }}</c>: it holds no secret itself.</summary>
    public static bool OnlyNamesSecrets(JsonNode value) => value is JsonValue text && text.GetValueKind() == JsonValueKind.String && InputTemplate.IsSecretAlone(text.GetValue<string>());

    private static Problem? Of(ConnectionKind kind, string name, JsonNode value)
    {
        if (kind.Find(name) is not { } field)
            return Unfit(name, $"A connection of the kind {kind.Name} has no setting '{name}'; it has {string.Join(", ", kind.Fields.Select(known => known.Name))}.");
        if (value is not JsonValue single || single.GetValueKind() is not (JsonValueKind.String or JsonValueKind.Number))
            return Unfit(name, $"'{name}' must be {(field.IsNumber ? "a whole number" : "a text")}.");
        if (field.IsNumber)
            return long.TryParse(single.ToString(), out var number) && number is >= 0 and <= int.MaxValue ? null : Unfit(name, $"'{name}' must be a whole number.");
        if (single.GetValueKind() != JsonValueKind.String)
            return Unfit(name, $"'{name}' must be a text.");
        var text = single.GetValue<string>();
        if (InputTemplate.HoldsExpression(text))
            return field.IsSecret && OnlyNamesSecrets(single) ? null : Unfit(name, $"'{name}' has an expression; only a secret setting may have one, and then it is all of it: ${{{{ secrets.NAME }}}}.");
        if (field.OneOf.Count > 0 && !field.OneOf.Contains(text, StringComparer.Ordinal))
            return Unfit(name, $"'{name}' must be one of {string.Join(", ", field.OneOf)}.");
        return field.IsSecret && SecretReader.Fault(text) is { } fault ? Unfit(name, $"'{name}' {fault}, so it could not be masked.")
            : text.Length is 0 or > SecretMask.LongestValue ? Unfit(name, $"'{name}' must have 1 to {SecretMask.LongestValue} characters.")
            : null;
    }

    private static Problem Unfit(string? field, string message) => new Problem(ProblemCodes.ConnectionUnfit, message) { Field = field is null ? null : $"settings.{field}" };

    private static string Lower(string text) => text.Length == 0 ? text : char.ToLowerInvariant(text[0]) + text[1..];
}
