using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace Carillon.Adapters.Market.Charts;

/// <summary>Turns SVG text into a PNG picture with librsvg and cairo, where the system has them. Thread safe.</summary>
internal static unsafe partial class PngRenderer
{
    private const string Rsvg = "librsvg-2.so.2";
    private const string Cairo = "libcairo.so.2";
    private const string Gobject = "libgobject-2.0.so.0";
    private const int Argb32 = 0;

    /// <summary>True where the libraries are installed (Debian: <c>librsvg2-2</c>); looked up once.</summary>
    public static bool IsAvailable { get; } = new[] { Rsvg, Cairo, Gobject }.All(n => NativeLibrary.TryLoad(n, out _));

    /// <summary>Draws the picture.</summary>
    /// <param name="svg">The text.</param>
    /// <param name="width">Of the picture in SVG pixels.</param>
    /// <param name="height">Of the picture in SVG pixels.</param>
    /// <param name="scale">PNG pixels for each SVG pixel.</param>
    /// <returns>The file, or null where the libraries are not installed.</returns>
    /// <exception cref="InvalidOperationException">The libraries refused the text or the size.</exception>
    public static byte[]? Render(string svg, int width, int height, double scale)
    {
        if (!IsAvailable) return null;
        var text = Encoding.UTF8.GetBytes(svg);
        nint handle;
        fixed (byte* data = text) handle = rsvg_handle_new_from_data(data, (nuint)text.Length, 0);
        if (handle == 0) throw new InvalidOperationException("librsvg cannot read the picture");
        var (pixelWidth, pixelHeight) = ((int)Math.Round(width * scale), (int)Math.Round(height * scale));
        var surface = cairo_image_surface_create(Argb32, pixelWidth, pixelHeight);
        var context = cairo_create(surface);
        try
        {
            var viewport = new Rect { Width = pixelWidth, Height = pixelHeight };
            if (rsvg_handle_render_document(handle, context, &viewport, 0) == 0) throw new InvalidOperationException("librsvg cannot draw the picture");
            var png = new MemoryStream();
            var state = GCHandle.Alloc(png);
            try
            {
                var status = cairo_surface_write_to_png_stream(surface, &Write, GCHandle.ToIntPtr(state));
                if (status != 0) throw new InvalidOperationException($"cairo cannot write the picture: status {status}");
            }
            finally
            {
                state.Free();
            }

            return png.ToArray();
        }
        finally
        {
            cairo_destroy(context);
            cairo_surface_destroy(surface);
            g_object_unref(handle);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Write(nint state, byte* data, uint length)
    {
        ((MemoryStream)GCHandle.FromIntPtr(state).Target!).Write(new ReadOnlySpan<byte>(data, (int)length));
        return 0;
    }

    [LibraryImport(Rsvg)]
    private static partial nint rsvg_handle_new_from_data(byte* data, nuint length, nint error);

    [LibraryImport(Rsvg)]
    private static partial int rsvg_handle_render_document(nint handle, nint context, Rect* viewport, nint error);

    [LibraryImport(Cairo)]
    private static partial nint cairo_image_surface_create(int format, int width, int height);

    [LibraryImport(Cairo)]
    private static partial nint cairo_create(nint surface);

    [LibraryImport(Cairo)]
    private static partial int cairo_surface_write_to_png_stream(nint surface, delegate* unmanaged[Cdecl]<nint, byte*, uint, int> write, nint state);

    [LibraryImport(Cairo)]
    private static partial void cairo_destroy(nint context);

    [LibraryImport(Cairo)]
    private static partial void cairo_surface_destroy(nint surface);

    [LibraryImport(Gobject)]
    private static partial void g_object_unref(nint handle);

    [StructLayout(LayoutKind.Sequential)]
    private struct Rect
    {
        public double X;
        public double Y;
        public double Width;
        public double Height;
    }
}
