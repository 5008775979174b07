namespace Ingest.Codec.Layout.Reading;

/// <summary>Where a byte string lies in its payload, in 64 bits.</summary>
internal static class Place
{
    public static long Of(int offset, int length) => ((long)offset << 32) | (uint)length;

    public static int Length(long place) => (int)place;

    public static ReadOnlySpan<byte> Bytes(ReadOnlySpan<byte> payload, long place) => payload.Slice((int)(place >> 32), (int)place);
}
