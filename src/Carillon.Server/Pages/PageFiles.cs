namespace Carillon.Server.Pages;

/// <summary>The files of the web UI, listed once at the start: a path that is not in the list is not a file, whatever it says. Thread safe.</summary>
internal sealed class PageFiles
{
    private const string Numbered = "/assets";

    private readonly Dictionary<string, PageFile> _files = new(StringComparer.Ordinal);
    private readonly PageFile? _page;

    /// <summary>Lists the folder; one that is not there holds nothing.</summary>
    /// <param name="folder">The folder of <c>index.html</c>.</param>
    public PageFiles(string folder)
    {
        if (!Directory.Exists(folder))
            return;
        foreach (var path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            var url = "/" + Path.GetRelativePath(folder, path).Replace('\\', '/');
            if (Path.GetExtension(path) is not (".br" or ".gz"))
                _files[url] = new PageFile(path, url.StartsWith(Numbered + "/", StringComparison.Ordinal));
        }

        _page = _files.GetValueOrDefault("/index.html");
    }

    /// <summary>True when the program was built with its pages.</summary>
    public bool IsBuilt => _page is not null;

    /// <summary>
    /// The file at that path; the one page for every path that may be a page's address, so that reload and links work. Null for
    /// <c>/assets/…</c> that is not there, <c>/favicon.ico</c> and its like, and everything below <c>/api</c>.
    /// </summary>
    public PageFile? Find(PathString path)
    {
        if (path.Value is not { Length: > 0 } text || path.StartsWithSegments("/api"))
            return null;
        if (_files.TryGetValue(text, out var file))
            return file;
        return path.StartsWithSegments(Numbered) || text.Split('/', 3)[1].Contains('.', StringComparison.Ordinal) ? null : _page;
    }
}
