using Ingest.Codec.Columns;

namespace Ingest.Codec.Versions;

/// <summary>Has the decoder read a payload that a column of its row names (<see cref="SampleColumns.RowVersion"/>). The channels are
/// those of all; the ones that a decoder does not have are null in its samples.</summary>
public sealed class RowVersionDecoder : IPayloadDecoder, IDisposable
{
    /// <summary>The codec's name in the decoder hash.</summary>
    public const string Name = "row-versions";

    private readonly string _column;
    private readonly string _expected;
    private readonly Dictionary<string, int> _decoderOf;
    private readonly ChannelUnion _union;

    /// <param name="column">The source column, for people and the decoder hash.</param>
    /// <param name="versions">A decoder for each value of the column; disposed with this one.</param>
    /// <exception cref="DecoderException">There is none, or they do not go together; the message is a sentence.</exception>
    public RowVersionDecoder(string column, IReadOnlyDictionary<string, IPayloadDecoder> versions)
    {
        ArgumentNullException.ThrowIfNull(versions);
        if (versions.Count == 0)
        {
            throw new DecoderException("there are no versions, expected at least one");
        }

        _column = column;
        string[] names = [.. versions.Keys.Order(StringComparer.Ordinal)];
        _expected = string.Join(", ", names);
        _decoderOf = names.Index().ToDictionary(name => name.Item, name => name.Index, StringComparer.Ordinal);
        _union = new ChannelUnion([.. names.Select(name => ($"version {name}", versions[name]))]);
        Definition = DefinitionHash.Of([column, .. names, .. _union.Definitions]);
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
        if (samples.RowVersion is not { } version)
        {
            throw new PayloadException($"the row's {_column}, which says its version, is NULL");
        }

        return _decoderOf.TryGetValue(version, out int decoder)
            ? _union.Decode(decoder, payload, samples)
            : throw new PayloadException($"the row's {_column} is '{version}', expected one of {_expected}");
    }

    /// <summary>Disposes the decoders.</summary>
    public void Dispose() => _union.Dispose();
}
