namespace Carillon.Adapters.Files;

/// <summary>Media types by file ending. Pure.</summary>
internal static class MediaTypes
{
    /// <summary>The type of a file of that name; unknown ones are plain bytes.</summary>
    public static string Of(string name) => Path.GetExtension(name).ToLowerInvariant() switch
    {
        ".csv" => "text/csv",
        ".txt" or ".log" => "text/plain",
        ".md" => "text/markdown",
        ".json" => "application/json",
        ".yaml" or ".yml" => "application/yaml",
        ".html" or ".htm" => "text/html",
        ".xml" => "application/xml",
        ".svg" => "image/svg+xml",
        ".png" => "image/png",
        ".jpg" or ".jpeg" => "image/jpeg",
        ".pdf" => "application/pdf",
        ".zip" => "application/zip",
        ".gz" => "application/gzip",
        ".parquet" => "application/vnd.apache.parquet",
        _ => "application/octet-stream",
    };
}
