using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Carillon.Engine.Storage;

/// <summary>
/// What a table holds, in 32 bytes: the sum of the hashes of its rows, which is the same in whatever order they come. Two tables with the same columns have the same
/// sum when they have the same rows.
/// </summary>
internal sealed class RowDigest
{
    private readonly ulong[] _sums = new ulong[4];
    private byte[] _buffer = new byte[4096];
    private int _length;

    /// <summary>How many rows.</summary>
    public long Rows { get; private set; }

    /// <summary>The sum, to be compared.</summary>
    public string Text => string.Concat(_sums.Select(sum => sum.ToString("x16", System.Globalization.CultureInfo.InvariantCulture)));

    /// <summary>Adds a row as <see cref="TableRows"/> gives it.</summary>
    public void Add(object?[] row)
    {
        _length = 0;
        foreach (var value in row)
            Append(value);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(_buffer.AsSpan(0, _length), hash);
        for (var i = 0; i < _sums.Length; i++)
            _sums[i] += BinaryPrimitives.ReadUInt64LittleEndian(hash[(i * 8)..]);
        Rows++;
    }

    private void Append(object? value)
    {
        switch (value)
        {
            case null:
                Mark((byte)'0', 0);
                break;
            case long number:
                BinaryPrimitives.WriteInt64LittleEndian(Mark((byte)'n', 8), number);
                break;
            case double real:
                // SQLite keeps no negative zero.
                BinaryPrimitives.WriteDoubleLittleEndian(Mark((byte)'r', 8), real + 0.0);
                break;
            case string text:
                var count = Encoding.UTF8.GetByteCount(text);
                BinaryPrimitives.WriteInt32LittleEndian(Mark((byte)'t', 4), count);
                Encoding.UTF8.GetBytes(text, Room(count));
                break;
            case byte[] bytes:
                BinaryPrimitives.WriteInt32LittleEndian(Mark((byte)'b', 4), bytes.Length);
                bytes.CopyTo(Room(bytes.Length));
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(value), value.GetType(), "No such kind of value.");
        }
    }

    private Span<byte> Mark(byte kind, int count)
    {
        Room(1)[0] = kind;
        return Room(count);
    }

    private Span<byte> Room(int count)
    {
        if (_length + count > _buffer.Length)
            Array.Resize(ref _buffer, Math.Max(_buffer.Length * 2, _length + count));
        _length += count;
        return _buffer.AsSpan(_length - count, count);
    }
}
