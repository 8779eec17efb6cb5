using Microsoft.Net.Http.Headers;

namespace Carillon.Server.Pages;

/// <summary>Answers what no endpoint does with the web UI. Only files are packed, never answers of the API: those may hold secrets beside text of others.</summary>
/// <param name="next">The rest of the pipeline.</param>
/// <param name="files">The files.</param>
internal sealed class PageServing(RequestDelegate next, PageFiles files)
{
    private const string Policy =
        "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'";

    private const string NoPages =
        "Carillon answers under /api; /openapi.json describes it.\nThis build has no pages: build it with Node 20 and without -p:BuildUi=false to get them.\n";

    public Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        if (context.GetEndpoint() is not null || !(HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)))
            return next(context);
        if (!files.IsBuilt && request.Path == "/")
            return context.Response.WriteAsync(NoPages, context.RequestAborted);
        return files.Find(request.Path) is { } file && Read(file, request) is { } form ? SendAsync(context, file, form) : next(context);
    }

    private static PageForm? Read(PageFile file, HttpRequest request)
    {
        try
        {
            return file.For(request.GetTypedHeaders().AcceptEncoding);
        }
        catch (IOException)
        {
            return null; // A later build has replaced it.
        }
    }

    private static Task SendAsync(HttpContext context, PageFile file, PageForm form)
    {
        var headers = context.Response.Headers;
        headers.CacheControl = file.CacheControl;
        headers.ETag = form.Tag.ToString();
        headers.ContentSecurityPolicy = Policy;
        if (file.IsPacked)
            headers.Vary = HeaderNames.AcceptEncoding;
        if (context.Request.GetTypedHeaders().IfNoneMatch.Any(tag => tag.Equals(EntityTagHeaderValue.Any) || tag.Compare(form.Tag, useStrongComparison: false)))
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        if (form.Encoding is not null)
            headers.ContentEncoding = form.Encoding;
        context.Response.ContentType = file.ContentType;
        context.Response.ContentLength = form.Content.Length;
        return HttpMethods.IsHead(context.Request.Method) ? Task.CompletedTask : context.Response.Body.WriteAsync(form.Content, context.RequestAborted).AsTask();
    }
}
