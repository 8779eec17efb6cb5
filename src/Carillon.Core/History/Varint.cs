namespace Carillon.Core.History;

/// <summary>Numbers of 0 or more in as few bytes as they need: seven bits a byte, the lowest first.</summary>
internal static class Varint
{
    public static void Write(List<byte> bytes, long value)
    {
        for (; value >= 0x80; value >>= 7)
            bytes.Add((byte)(value | 0x80));
        bytes.Add((byte)value);
    }

    /// <summary>Reads one number and moves <paramref name="bytes"/> behind it.</summary>
    public static long Read(ref ReadOnlySpan<byte> bytes)
    {
        var value = 0L;
        for (var shift = 0; !bytes.IsEmpty; shift += 7)
        {
            var part = bytes[0];
            bytes = bytes[1..];
            value |= (long)(part & 0x7F) << shift;
            if (part < 0x80)
                break;
        }
        return value;
    }
}
