using Ingest.Codec.Columns;
using Ingest.Codec.Documents.Tokens;

namespace Ingest.Codec.Documents.Senml;

/// <summary>
/// Reads packs of Sensor Measurement Lists (RFC 8428) in JSON or CBOR. Base fields are resolved, numbers keep their exact value, and
/// times that are relative to now count from the row's own time.
/// </summary>
public sealed class SenmlDecoder : IPayloadDecoder
{
    private readonly DocumentFormat _format;
    private readonly ISenmlTarget _target;
    private readonly PayloadLimits _limits;

    /// <summary>A sample for each distinct time, in the order in which the times first come, and a channel for each name.</summary>
    /// <param name="format">JSON or CBOR.</param>
    /// <param name="channels">The channels and the records that each takes, in the order of the columns.</param>
    /// <param name="limits">What a payload may grow to.</param>
    /// <exception cref="MappingException">There is no channel, or no such format.</exception>
    public SenmlDecoder(DocumentFormat format, IReadOnlyList<SenmlChannel> channels, PayloadLimits limits)
        : this(format, new NamedSamples(channels), limits)
    {
    }

    private SenmlDecoder(DocumentFormat format, ISenmlTarget target, PayloadLimits limits)
    {
        ArgumentNullException.ThrowIfNull(limits);
        if (format is not (DocumentFormat.Json or DocumentFormat.Cbor))
        {
            throw new MappingException("Codec", $"SenML is JSON or CBOR, not {format}");
        }

        if (target.Channels.Count == 0)
        {
            throw new MappingException("Channels", "there is none, expected at least one");
        }

        _format = format;
        _target = target;
        _limits = limits;
        Definition = DefinitionHash.Of(target.Settings);
    }

    /// <summary>A sample for each record, with the columns <c>name</c>, <c>unit</c>, <c>value</c>, <c>text_value</c>,
    /// <c>data_value</c> and <c>sum</c>: for devices whose names are not known beforehand.</summary>
    /// <param name="format">JSON or CBOR.</param>
    /// <param name="number">The type of values and sums: double, or a decimal that holds them all.</param>
    /// <param name="limits">What a payload may grow to.</param>
    /// <exception cref="MappingException">There is no such format.</exception>
    public static SenmlDecoder Long(DocumentFormat format, ColumnType number, PayloadLimits limits) =>
        new(format, new RecordSamples(number), limits);

    /// <summary>The codec's name of a format.</summary>
    public static string Name(DocumentFormat format) => format == DocumentFormat.Cbor ? "senml-cbor" : "senml-json";

    /// <inheritdoc/>
    public string Codec => Name(_format);

    /// <inheritdoc/>
    public int Version => 1;

    /// <inheritdoc/>
    public string Definition { get; }

    /// <inheritdoc/>
    public bool NeedsRowTime => true;

    /// <inheritdoc/>
    public IReadOnlyList<Channel> Channels => _target.Channels;

    /// <inheritdoc/>
    public int Decode(ReadOnlySpan<byte> payload, SampleColumns samples)
    {
        ArgumentNullException.ThrowIfNull(samples);
        int before = samples.Count;
        var tokens = new TokenList(payload, _limits, hasBytes: _format == DocumentFormat.Cbor);
        try
        {
            DocumentTokens.Read(_format, ref tokens, _limits);
            return _target.Append(tokens, samples, _limits);
        }
        catch
        {
            samples.RollBack(before);
            throw;
        }
        finally
        {
            tokens.Dispose();
        }
    }
}
