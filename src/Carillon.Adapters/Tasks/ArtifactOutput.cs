using System.ComponentModel;
using Carillon.Engine.Runs;

namespace Carillon.Adapters.Tasks;

/// <summary>A kept file as outputs show it.</summary>
public sealed record ArtifactOutput
{
    /// <summary>The id.</summary>
    [Description("The artifact's id.")]
    public required string Id { get; init; }

    /// <summary>The name.</summary>
    [Description("Its name.")]
    public required string Name { get; init; }

    /// <summary>The media type.</summary>
    [Description("Its media type.")]
    public required string MediaType { get; init; }

    /// <summary>The size.</summary>
    [Description("Bytes.")]
    public required long Size { get; init; }

    /// <summary>The digest.</summary>
    [Description("SHA-256 in lower-case hex.")]
    public required string Sha256 { get; init; }

    /// <summary>The path.</summary>
    [Description("An absolute path that later tasks may read.")]
    public required string Path { get; init; }

    /// <summary>The same of an artifact.</summary>
    public static ArtifactOutput From(Artifact artifact)
    {
        ArgumentNullException.ThrowIfNull(artifact);
        return new()
        {
            Id = artifact.Id,
            Name = artifact.Name,
            MediaType = artifact.MediaType,
            Size = artifact.Size,
            Sha256 = artifact.Sha256,
            Path = artifact.Path,
        };
    }
}
