using System.Text;

namespace Carillon.Server.Tests.Traces;

/// <summary>A protobuf message, its fields by number as they came.</summary>
public sealed class ProtoMessage
{
    private readonly List<(int Field, ulong Number, byte[] Bytes)> _fields = [];

    public static ProtoMessage Of(byte[] bytes)
    {
        var (message, at) = (new ProtoMessage(), 0);
        while (at < bytes.Length)
        {
            var tag = Varint(bytes, ref at);
            var field = (int)(tag >> 3);
            switch (tag & 7)
            {
                case 0:
                    message._fields.Add((field, Varint(bytes, ref at), []));
                    break;
                case 1:
                    message._fields.Add((field, BitConverter.ToUInt64(bytes, at), []));
                    at += 8;
                    break;
                case 2:
                    var length = (int)Varint(bytes, ref at);
                    message._fields.Add((field, 0, bytes[at..(at + length)]));
                    at += length;
                    break;
                default:
                    message._fields.Add((field, BitConverter.ToUInt32(bytes, at), []));
                    at += 4;
                    break;
            }
        }
        return message;
    }

    public IEnumerable<ProtoMessage> All(int field) => _fields.Where(found => found.Field == field).Select(found => Of(found.Bytes));

    public string Text(int field) => Encoding.UTF8.GetString(Bytes(field));

    public string Hex(int field) => Convert.ToHexStringLower(Bytes(field));

    public ulong Number(int field) => _fields.FirstOrDefault(found => found.Field == field).Number;

    private byte[] Bytes(int field) => _fields.FirstOrDefault(found => found.Field == field).Bytes ?? [];

    private static ulong Varint(byte[] bytes, ref int at)
    {
        ulong value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var part = bytes[at++];
            value |= (ulong)(part & 0x7f) << shift;
            if (part < 0x80)
                return value;
        }
    }
}
