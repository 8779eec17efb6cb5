using Carillon.Core.Security;

namespace Carillon.Engine.Security;

/// <summary>Where a secret's value comes from. What is stored comes first, then the file, then the environment.</summary>
public enum SecretProvider
{
    /// <summary>Sealed in the database.</summary>
    Stored,

    /// <summary>A file of the secrets folder.</summary>
    File,

    /// <summary>A variable of the server's environment.</summary>
    Environment,
}

/// <summary>Secrets that are given to the process, as containers get them: a folder with a file for each, and variables <c>CARILLON_SECRET_NAME</c>. Read anew at each use. Immutable, thread safe.</summary>
public sealed record SecretSources
{
    /// <summary>What such variables begin with.</summary>
    public const string Prefix = "CARILLON_SECRET_";

    /// <summary>The folder; null for none. A file is named as its secret; one last line break is not part of the value.</summary>
    public string? Folder { get; init; }

    /// <summary>Environment variables by name.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Variables of this process that give secrets.</summary>
    public static IReadOnlyDictionary<string, string> OfProcess() => System.Environment.GetEnvironmentVariables().Cast<System.Collections.DictionaryEntry>()
        .Where(entry => ((string)entry.Key).StartsWith(Prefix, StringComparison.Ordinal)).ToDictionary(entry => (string)entry.Key, entry => (string)entry.Value!, StringComparer.Ordinal);

    /// <summary>The value and where it is from; null where no source has it.</summary>
    /// <exception cref="VaultException">The file cannot be read.</exception>
    internal (string Value, SecretProvider Provider)? Find(string name)
    {
        if (Folder is not null && Read(Path.Combine(Folder, name)) is { } file)
            return (file, SecretProvider.File);
        return Environment.TryGetValue(Prefix + name, out var value) && value.Length > 0 ? (value, SecretProvider.Environment) : null;
    }

    /// <summary>The names that they give.</summary>
    internal IEnumerable<(string Name, SecretProvider Provider)> Names()
    {
        foreach (var name in FolderNames())
            yield return (name, SecretProvider.File);
        foreach (var (name, value) in Environment)
        {
            if (name.StartsWith(Prefix, StringComparison.Ordinal) && SecretName.IsValid(name[Prefix.Length..]) && value.Length > 0)
                yield return (name[Prefix.Length..], SecretProvider.Environment);
        }
    }

    // Kubernetes keeps its own folders and links beside the files, and names that are none of ours.
    private List<string> FolderNames()
    {
        try
        {
            return Folder is null ? [] : [.. Directory.EnumerateFiles(Folder).Select(Path.GetFileName).OfType<string>().Where(SecretName.IsValid).Order(StringComparer.Ordinal)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static string? Read(string path)
    {
        try
        {
            var file = new FileInfo(path);
            if (!file.Exists)
                return null;
            if (file.Length > SecretMask.LongestValue * 4L)
                throw new VaultException($"The secret's file {path} is too large.", $"A secret has at most {SecretMask.LongestValue} characters.");
            var text = File.ReadAllText(path);
            return text.EndsWith("\r\n", StringComparison.Ordinal) ? text[..^2] : text.EndsWith('\n') ? text[..^1] : text;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new VaultException($"The secret's file {path} cannot be read: {e.Message}", "Let this program read it.");
        }
    }
}
