using System.Text;

namespace Ingest.Actors.Writing;

/// <summary>
/// Bounds of byte strings, in unsigned byte order, which for UTF-8 is the order of code points. Long ones are cut: a cut
/// minimum is still a lower bound, a cut maximum is raised to be an upper one.
/// </summary>
internal static class BytesBounds
{
    /// <summary>The longest bound in bytes, but for the last code point of a raised maximum.</summary>
    private const int LengthMax = 64;

    /// <summary>Bounds of at least one value. None where the maximum is long and cannot be raised.</summary>
    /// <param name="values">Byte strings.</param>
    /// <param name="isText">Whether they are UTF-8, as the bounds must then be too.</param>
    public static ColumnBounds Of(ReadOnlySpan<ReadOnlyMemory<byte>> values, bool isText)
    {
        ReadOnlySpan<byte> min = values[0].Span;
        ReadOnlySpan<byte> max = min;
        foreach (ReadOnlyMemory<byte> value in values)
        {
            ReadOnlySpan<byte> bytes = value.Span;
            if (bytes.SequenceCompareTo(min) < 0)
            {
                min = bytes;
            }
            else if (bytes.SequenceCompareTo(max) > 0)
            {
                max = bytes;
            }
        }

        ReadOnlySpan<byte> lower = Cut(min, isText);
        ReadOnlySpan<byte> upper = Cut(max, isText);
        bool maxExact = upper.Length == max.Length;
        byte[]? raised = maxExact ? upper.ToArray() : isText ? RaiseText(upper) : Raise(upper);
        return raised is null
            ? ColumnBounds.None
            : new ColumnBounds(lower.ToArray(), raised, lower.Length == min.Length, maxExact);
    }

    /// <summary>At most <see cref="LengthMax"/> bytes; text is cut between two code points.</summary>
    private static ReadOnlySpan<byte> Cut(ReadOnlySpan<byte> value, bool isText)
    {
        if (value.Length <= LengthMax)
        {
            return value;
        }

        int length = LengthMax;
        while (isText && length > 0 && (value[length] & 0xC0) == 0x80)
        {
            length--;
        }

        return value[..length];
    }

    /// <summary>The shortest byte string above all that begin with the prefix; null where there is none.</summary>
    private static byte[]? Raise(ReadOnlySpan<byte> prefix)
    {
        int last = prefix.LastIndexOfAnyExcept(byte.MaxValue);
        if (last < 0)
        {
            return null;
        }

        byte[] raised = prefix[..(last + 1)].ToArray();
        raised[last]++;
        return raised;
    }

    /// <summary>The same in code points; null where the prefix is not UTF-8, too.</summary>
    private static byte[]? RaiseText(ReadOnlySpan<byte> prefix)
    {
        while (Rune.DecodeLastFromUtf8(prefix, out Rune last, out int length) == System.Buffers.OperationStatus.Done)
        {
            prefix = prefix[..^length];
            if (last.Value < 0x10FFFF)
            {
                var next = new Rune(last.Value == 0xD7FF ? 0xE000 : last.Value + 1);
                var raised = new byte[prefix.Length + next.Utf8SequenceLength];
                prefix.CopyTo(raised);
                next.EncodeToUtf8(raised.AsSpan(prefix.Length));
                return raised;
            }
        }

        return null;
    }
}
