using System.Globalization;
using Ingest.Codec.Columns;

namespace Ingest.Codec.Versions;

/// <summary>Reads a version's number in the payload and has that version's decoder read it (<c>docs/envelopes.md</c>). The channels
/// are those of all versions; the ones that a version does not have are null in its samples.</summary>
public sealed class VersionDecoder : IPayloadDecoder, IDisposable
{
    /// <summary>The codec's name in the decoder hash.</summary>
    public const string Name = "versions";

    private const int BytesMax = 4;
    private const int OffsetMax = 1 << 16;
    private const int ListedMax = 16;

    private readonly int _offset;
    private readonly int _length;
    private readonly bool _bigEndian;
    private readonly bool _skipsVersion;
    private readonly string _expected;
    private readonly Dictionary<long, int> _decoderOf;
    private readonly ChannelUnion _union;

    /// <param name="offset">Bytes of the payload before the number.</param>
    /// <param name="length">Bytes of the number, 1 to 4; it has no sign.</param>
    /// <param name="bigEndian">Whether its highest byte is first.</param>
    /// <param name="versions">A decoder for each number; disposed with this one.</param>
    /// <param name="skipsVersion">Whether a decoder gets the bytes after the number only, or the whole payload.</param>
    /// <exception cref="DecoderException">There is no such number, or versions do not go together; the message is a sentence.</exception>
    public VersionDecoder(
        int offset, int length, bool bigEndian, IReadOnlyDictionary<long, IPayloadDecoder> versions, bool skipsVersion)
    {
        ArgumentNullException.ThrowIfNull(versions);
        Check(offset, length, versions);
        _offset = offset;
        _length = length;
        _bigEndian = bigEndian;
        _skipsVersion = skipsVersion;
        long[] numbers = [.. versions.Keys.Order()];
        _expected = Listed(numbers);
        _decoderOf = numbers.Index().ToDictionary(number => number.Item, number => number.Index);
        _union = new ChannelUnion([.. numbers.Select(number => ($"version {number}", versions[number]))]);
        Definition = DefinitionHash.Of(
            [$"{offset} {length} {bigEndian} {skipsVersion}", .. numbers.Select(number => $"{number}"), .. _union.Definitions]);
    }

    /// <inheritdoc/>
    public string Codec => Name;

    /// <inheritdoc/>
    public int Version => 1;

    /// <inheritdoc/>
    public string Definition { get; }

    /// <inheritdoc/>
    public bool NeedsRowTime => _union.NeedsRowTime;

    /// <inheritdoc/>
    public IReadOnlyList<Channel> Channels => _union.Channels;

    /// <inheritdoc/>
    public int Decode(ReadOnlySpan<byte> payload, SampleColumns samples)
    {
        ArgumentNullException.ThrowIfNull(samples);
        int end = _offset + _length;
        if (payload.Length < end)
        {
            throw new PayloadException(
                $"payload has {payload.Length} bytes, expected its version in bytes {_offset} to {end - 1}", payload.Length);
        }

        long version = Number(payload[_offset..end]);
        if (!_decoderOf.TryGetValue(version, out int decoder))
        {
            throw new PayloadException($"version is {version}, expected {_expected}", _offset);
        }

        if (!_skipsVersion)
        {
            return _union.Decode(decoder, payload, samples);
        }

        try
        {
            return _union.Decode(decoder, payload[end..], samples);
        }
        catch (PayloadException fault) when (!fault.IsUnwrapped)
        {
            throw fault.With(fault.Reason, end);
        }
    }

    /// <summary>Disposes the versions' decoders.</summary>
    public void Dispose() => _union.Dispose();

    private static void Check(int offset, int length, IReadOnlyDictionary<long, IPayloadDecoder> versions)
    {
        if (offset is < 0 or > OffsetMax)
        {
            throw new DecoderException($"the version's offset is {offset}, expected 0 to {OffsetMax}");
        }

        if (length is < 1 or > BytesMax)
        {
            throw new DecoderException($"the version's length is {length} bytes, expected 1 to {BytesMax}");
        }

        if (versions.Count == 0)
        {
            throw new DecoderException("there are no versions, expected at least one");
        }

        long most = (1L << (8 * length)) - 1;
        foreach (long number in versions.Keys)
        {
            if (number < 0 || number > most)
            {
                throw new DecoderException($"a version is {number}, expected 0 to {most}: it is stored in {length} bytes");
            }
        }
    }

    private static string Listed(long[] numbers)
    {
        string[] shown = [.. numbers.Take(ListedMax).Select(number => number.ToString(CultureInfo.InvariantCulture))];
        return numbers.Length > ListedMax ? $"{string.Join(", ", shown)} or another of {numbers.Length}"
            : shown.Length == 1 ? shown[0]
            : $"{string.Join(", ", shown[..^1])} or {shown[^1]}";
    }

    private long Number(ReadOnlySpan<byte> bytes)
    {
        long number = 0;
        for (int i = 0; i < bytes.Length; i++)
        {
            number = (number << 8) | bytes[_bigEndian ? i : bytes.Length - 1 - i];
        }

        return number;
    }
}
