namespace EdgePos.Devices;

/// <summary>Reads the objects of a TLV container (BMP 06) one after another.</summary>
/// <remarks>Source: ECR-Interface ZVT-Protocol, chapter "TLV-container": tags and lengths as in ISO/IEC 8825-1.</remarks>
internal ref struct Tlv(ReadOnlySpan<byte> rest)
{
    private ReadOnlySpan<byte> _rest = rest;

    /// <summary>The tag, its bytes one after another: 0x25, 0x1F07.</summary>
    public int Tag { get; private set; }

    /// <summary>Its content.</summary>
    public ReadOnlySpan<byte> Content { get; private set; }

    /// <summary>Goes to the next object; false: there is none, or none that can be read.</summary>
    public bool Next()
    {
        if (!TryReadTag(out int tag, out int tagSize) || !TryReadLength(_rest[tagSize..], out int size, out int lengthSize)
            || _rest.Length < tagSize + lengthSize + size)
            return false;
        Tag = tag;
        Content = _rest.Slice(tagSize + lengthSize, size);
        _rest = _rest[(tagSize + lengthSize + size)..];
        return true;
    }

    /// <summary>The first object with a tag; empty where there is none.</summary>
    public static ReadOnlySpan<byte> Find(ReadOnlySpan<byte> container, int tag)
    {
        var objects = new Tlv(container);
        while (objects.Next())
        {
            if (objects.Tag == tag)
                return objects.Content;
        }

        return [];
    }

    /// <summary>Reads a length: one byte below 80, or 81 and one byte, or 82 and two, the high one first.</summary>
    public static bool TryReadLength(ReadOnlySpan<byte> from, out int size, out int lengthSize)
    {
        (size, lengthSize) = (0, 0);
        if (from.IsEmpty)
            return false;
        int more = from[0] switch { < 0x80 => 0, 0x81 => 1, 0x82 => 2, _ => -1 };
        if (more < 0 || from.Length <= more)
            return false;
        lengthSize = 1 + more;
        size = more switch { 0 => from[0], 1 => from[1], _ => (from[1] << 8) | from[2] };
        return true;
    }

    private readonly bool TryReadTag(out int tag, out int tagSize)
    {
        (tag, tagSize) = (0, 0);
        if (_rest.IsEmpty)
            return false;
        tag = _rest[tagSize++];
        if ((tag & 0x1F) != 0x1F)
            return true;
        do
        {
            if (tagSize >= _rest.Length || tagSize >= 4)
                return false;
            tag = (tag << 8) | _rest[tagSize];
        }
        while ((_rest[tagSize++] & 0x80) != 0);
        return true;
    }
}
