using System.Buffers;
using Ingest.Codec.Columns;
using Ingest.Codec.Documents.Samples;
using Ingest.Codec.Documents.Tokens;

namespace Ingest.Codec.Documents;

/// <summary>
/// Reads payloads that are documents (JSON, CBOR, MessagePack) by a mapping of paths to columns (<c>docs/documents.md</c>). Numbers
/// keep their exact value. Allocates nothing but what the columns grow by.
/// </summary>
public sealed class DocumentDecoder : IPayloadDecoder
{
    private const int SlotsOnStack = 256;

    private readonly DocumentFormat _format;
    private readonly MappingPlan _plan;
    private readonly SamplesKind _kind;
    private readonly PayloadLimits _limits;

    /// <param name="format">What the payloads are.</param>
    /// <param name="mapping">Where samples and times are.</param>
    /// <param name="channels">The channels and where they are, in the order of the columns.</param>
    /// <param name="limits">What a payload may grow to.</param>
    /// <exception cref="MappingException">The mapping cannot be used; the message names the property.</exception>
    public DocumentDecoder(
        DocumentFormat format, DocumentMapping mapping, IReadOnlyList<DocumentChannel> channels, PayloadLimits limits)
    {
        ArgumentNullException.ThrowIfNull(mapping);
        ArgumentNullException.ThrowIfNull(channels);
        ArgumentNullException.ThrowIfNull(limits);
        _format = format;
        _plan = new MappingPlan(mapping, channels);
        _kind = mapping.Kind;
        _limits = limits;
        Channels = [.. channels.Select(channel => channel.Channel)];
        Definition = DefinitionHash.Of(
        [
            mapping.Samples,
            mapping.Kind.ToString(),
            mapping.Time?.Path,
            mapping.Time?.As,
            mapping.Time?.Base,
            mapping.Time?.BaseAs,
            .. channels.SelectMany(channel => new[] { channel.Path, channel.As }),
        ]);
    }

    /// <summary>The codec's name of a format.</summary>
    public static string Name(DocumentFormat format) => format switch
    {
        DocumentFormat.Json => "json",
        DocumentFormat.Cbor => "cbor",
        _ => "messagepack",
    };

    /// <inheritdoc/>
    public string Codec => Name(_format);

    /// <inheritdoc/>
    public int Version => 1;

    /// <inheritdoc/>
    public string Definition { get; }

    /// <inheritdoc/>
    public bool NeedsRowTime => _plan.Time is null;

    /// <inheritdoc/>
    public IReadOnlyList<Channel> Channels { get; }

    /// <inheritdoc/>
    public int Decode(ReadOnlySpan<byte> payload, SampleColumns samples)
    {
        ArgumentNullException.ThrowIfNull(samples);
        int before = samples.Count;
        int slotCount = 2 * _plan.Paths.Length;
        int[]? rented = slotCount > SlotsOnStack ? ArrayPool<int>.Shared.Rent(slotCount) : null;
        Span<int> slots = rented ?? stackalloc int[SlotsOnStack];
        var tokens = new TokenList(payload, _limits, hasBytes: _format != DocumentFormat.Json);
        try
        {
            DocumentTokens.Read(_format, ref tokens, _limits);
            return _kind == SamplesKind.Columns
                ? SampleLists.Append(_plan, tokens, samples, _limits, slots[..slotCount])
                : EachSample.Append(_plan, tokens, samples, _limits, slots[..slotCount]);
        }
        catch
        {
            samples.RollBack(before);
            throw;
        }
        finally
        {
            tokens.Dispose();
            if (rented is not null)
            {
                ArrayPool<int>.Shared.Return(rented);
            }
        }
    }
}
