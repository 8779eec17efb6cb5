using System.Security.Cryptography;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Net.Http.Headers;

namespace Carillon.Server.Pages;

/// <summary>A file of the web UI, as it is and packed, read when it is first asked for and then kept. Thread safe.</summary>
/// <param name="path">Where it lies; packed copies beside it end in <c>.br</c> and <c>.gz</c>.</param>
/// <param name="isNumbered">True when its name changes with its content, so that browsers may keep it for ever.</param>
internal sealed class PageFile(string path, bool isNumbered)
{
    private static readonly FileExtensionContentTypeProvider Types = new();

    // In order of size, smallest first.
    private readonly Form[] _packed = [.. new[] { new Form(path + ".br", "br"), new Form(path + ".gz", "gzip") }.Where(form => File.Exists(form.Path))];
    private readonly Form _plain = new(path, null);

    /// <summary>The media type, with the character set of texts.</summary>
    public string ContentType { get; } = TypeOf(path);

    /// <summary>How long browsers and proxies may keep it.</summary>
    public string CacheControl => isNumbered ? "public,max-age=31536000,immutable" : "no-cache";

    /// <summary>True when the answer depends on <c>Accept-Encoding</c>.</summary>
    public bool IsPacked => _packed.Length > 0;

    /// <summary>The smallest form that the caller takes.</summary>
    /// <exception cref="IOException">The file has gone since the start.</exception>
    public PageForm For(IList<StringWithQualityHeaderValue> accepted)
    {
        var form = Array.Find(_packed, packed => accepted.Any(value => value.Value.Equals(packed.Encoding, StringComparison.OrdinalIgnoreCase) && value.Quality is null or > 0)) ?? _plain;
        return form.Content.Value;
    }

    private static string TypeOf(string path)
    {
        if (!Types.TryGetContentType(path, out var type))
            return "application/octet-stream";
        return type.StartsWith("text/", StringComparison.Ordinal) ? type + "; charset=utf-8" : type;
    }

    private sealed record Form(string Path, string? Encoding)
    {
        // A read that failed is tried again by the next caller.
        public Lazy<PageForm> Content { get; } = new(() => Read(Path, Encoding), LazyThreadSafetyMode.PublicationOnly);

        private static PageForm Read(string path, string? encoding)
        {
            var content = File.ReadAllBytes(path);
            return new PageForm(content, encoding, new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 12))}\""));
        }
    }
}

/// <summary>One form of a file, ready to be sent.</summary>
/// <param name="Content">Its bytes.</param>
/// <param name="Encoding">The <c>Content-Encoding</c>, or null for plain bytes.</param>
/// <param name="Tag">The <c>ETag</c>, from the content.</param>
internal sealed record PageForm(byte[] Content, string? Encoding, EntityTagHeaderValue Tag);
