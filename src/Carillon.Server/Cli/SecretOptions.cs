using System.CommandLine;
using Carillon.Core;
using Carillon.Engine;
using Carillon.Engine.Security;

namespace Carillon.Server.Cli;

/// <summary>Where keys and secrets come from, said in the same words everywhere.</summary>
internal static class SecretOptions
{
    /// <summary>The variable that holds keys in place of a file.</summary>
    public const string KeysVariable = "CARILLON_KEYS";

    private const string FolderVariable = "CARILLON_SECRETS_FOLDER";

    /// <summary><c>--key-file</c>.</summary>
    public static Option<string?> KeyFile() => new("--key-file") { Description = "The file of keys that secrets are sealed with, a key on each line, the first seals. Default CARILLON_KEYS, else carillon.keys in the data folder, made when first needed.", HelpName = "FILE" };

    /// <summary><c>--secrets-folder</c>.</summary>
    public static Option<string?> Folder(Terminal terminal)
    {
        var folder = new Option<string?>("--secrets-folder")
        {
            Description = "A folder with a file for each secret, as Docker and Kubernetes mount them (CARILLON_SECRETS_FOLDER).",
            DefaultValueFactory = _ => terminal.Environment(FolderVariable) is { Length: > 0 } given ? given : null,
            HelpName = "DIR",
        };
        folder.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is { } given && !Directory.Exists(given))
                result.AddError($"There is no secrets folder '{given}'.");
        });
        return folder;
    }

    /// <summary>The keys. A file that was named is not made: it is more likely that it was mounted elsewhere.</summary>
    public static Checked<KeyRing> Keys(Terminal terminal, string? file, string dataFolder) =>
        file is not null ? File.Exists(file) ? Checked<KeyRing>.Ok(KeyRing.OfFile(file, mayMake: false)) : Missing(file)
        : terminal.Environment(KeysVariable) is { Length: > 0 } keys ? KeyRing.FromText(keys)
        : Checked<KeyRing>.Ok(KeyRing.OfFile(EngineOptions.KeysIn(dataFolder), mayMake: true));

    /// <summary>What is given beside the database.</summary>
    public static SecretSources Sources(string? folder) => new() { Folder = folder is null ? null : Path.GetFullPath(folder), Environment = SecretSources.OfProcess() };

    private static Checked<KeyRing> Missing(string file) => Checked<KeyRing>.Bad(new Problem(
        ProblemCodes.KeysUnusable, $"There is no key file '{file}'.", Suggestion: $"Make one: carillon secrets new-key > {file}, readable for this program alone."));
}
