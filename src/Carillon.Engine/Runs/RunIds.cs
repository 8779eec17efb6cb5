using System.Buffers.Binary;
using Carillon.Core;
using Carillon.Engine.Storage;
using NodaTime;

namespace Carillon.Engine.Runs;

/// <summary>Makes run ids: UUIDs of version 7 (RFC 9562) that sort in the order they were made, also within one millisecond and when the clock goes back. One thread.</summary>
internal sealed class RunIds(long start, Action<Span<byte>> chance)
{
    private const int CounterEnd = 1 << 12;
    private long _millisecond = start;
    private int _counter;

    /// <summary>Ids after every stored one, also when the clock was set back while the process was down.</summary>
    public static RunIds After(Sql sql, Action<Span<byte>> chance) =>
        new(sql.First("select max(id) from runs", row => row.TextOrNull(0)) is { } last && Guid.TryParse(last, out var id)
            ? (BinaryPrimitives.ReadInt64BigEndian(id.ToByteArray(bigEndian: true)) >> 16) + 1
            : 0, chance);

    /// <summary>The text that ids made at or after the instant are not before; for times that ids cannot have, the first or last such text.</summary>
    public static string At(Instant instant)
    {
        var text = Math.Clamp(instant.ToUnixTimeMilliseconds(), 0, (1L << 48) - 1).ToString("x12", System.Globalization.CultureInfo.InvariantCulture);
        return $"{text[..8]}-{text[8..]}";
    }

    public RunId Next(Instant now)
    {
        var millisecond = now.ToUnixTimeMilliseconds();
        if (millisecond > _millisecond)
            (_millisecond, _counter) = (millisecond, 0);
        else if (++_counter == CounterEnd)
            (_millisecond, _counter) = (_millisecond + 1, 0);
        Span<byte> bytes = stackalloc byte[16];
        chance(bytes[8..]);
        BinaryPrimitives.WriteInt64BigEndian(bytes, (_millisecond << 16) | 0x7000L | (long)_counter);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new RunId(new Guid(bytes, bigEndian: true).ToString());
    }
}
