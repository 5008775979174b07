using Ingest.Codec.Columns;

namespace Ingest.Codec.Envelopes;

/// <summary>
/// Takes payloads out of the envelopes they are packed in, and has another decoder read them (<c>docs/envelopes.md</c>). Every
/// envelope must be whole and end where the bytes end; what it holds is limited while it is unwrapped.
/// </summary>
public sealed class EnvelopeDecoder : IPayloadDecoder, IDisposable
{
    private const int EnvelopesMax = 8;

    private readonly Unwrapper[] _unwrappers;
    private readonly IPayloadDecoder _inner;
    private readonly PayloadLimits _limits;
    private readonly FreeList<Pair> _buffers = new(() => new Pair());

    /// <param name="outermostFirst">The envelopes, 1 to 8: first the one that the payload is in as it is stored.</param>
    /// <param name="inner">Reads what is in the last; disposed with this one.</param>
    /// <param name="limits">What each envelope may hold: bytes, and times the bytes of the envelope.</param>
    /// <exception cref="DecoderException">There is no envelope, or too many; the message is a sentence.</exception>
    public EnvelopeDecoder(IReadOnlyList<Envelope> outermostFirst, IPayloadDecoder inner, PayloadLimits limits)
    {
        ArgumentNullException.ThrowIfNull(outermostFirst);
        ArgumentNullException.ThrowIfNull(inner);
        ArgumentNullException.ThrowIfNull(limits);
        if (outermostFirst.Count is 0 or > EnvelopesMax)
        {
            throw new DecoderException($"there are {outermostFirst.Count} envelopes, expected 1 to {EnvelopesMax}");
        }

        _unwrappers = [.. outermostFirst.Select(Unwrapper.Of)];
        _inner = inner;
        _limits = limits;
        Definition = DefinitionHash.Of(["envelopes", .. _unwrappers.Select(unwrapper => unwrapper.Name), inner.Definition]);
    }

    /// <summary>The inner decoder's.</summary>
    public string Codec => _inner.Codec;

    /// <summary>The inner decoder's.</summary>
    public int Version => _inner.Version;

    /// <inheritdoc/>
    public string Definition { get; }

    /// <inheritdoc/>
    public bool NeedsRowTime => _inner.NeedsRowTime;

    /// <inheritdoc/>
    public IReadOnlyList<Channel> Channels => _inner.Channels;

    /// <inheritdoc/>
    public int Decode(ReadOnlySpan<byte> payload, SampleColumns samples)
    {
        if (payload.Length > _limits.Bytes)
        {
            throw new PayloadException($"payload has {payload.Length} bytes, expected at most {_limits.Bytes}", _limits.Bytes);
        }

        Pair buffers = _buffers.Rent();
        try
        {
            ReadOnlySpan<byte> content = payload;
            for (int i = 0; i < _unwrappers.Length; i++)
            {
                content = Unwrap(i, content, i % 2 == 0 ? buffers.Even : buffers.Odd);
            }

            return DecodeInner(content, samples);
        }
        finally
        {
            buffers.Rest();
            _buffers.Return(buffers);
        }
    }

    /// <summary>Disposes the inner decoder as well.</summary>
    public void Dispose()
    {
        _buffers.Dispose();
        foreach (Unwrapper unwrapper in _unwrappers)
        {
            unwrapper.Dispose();
        }

        (_inner as IDisposable)?.Dispose();
    }

    private ReadOnlySpan<byte> Unwrap(int index, ReadOnlySpan<byte> content, UnwrappedBytes output)
    {
        Unwrapper unwrapper = _unwrappers[index];
        output.Begin(unwrapper.Name, (int)Math.Min(_limits.Bytes, (long)_limits.Expansion * content.Length));
        try
        {
            unwrapper.Unwrap(content, output);
        }
        catch (PayloadException fault) when (index > 0)
        {
            throw new PayloadException($"{fault.Reason}, inside {string.Join(" and ", _unwrappers.Take(index).Select(outer => outer.Name))},", fault.Offset)
            {
                IsUnwrapped = true,
            };
        }

        return output.Written;
    }

    private int DecodeInner(ReadOnlySpan<byte> content, SampleColumns samples)
    {
        try
        {
            return _inner.Decode(content, samples);
        }
        catch (PayloadException fault) when (fault.HasOffset)
        {
            throw new PayloadException($"{fault.Reason} in the unwrapped payload", fault.Offset) { IsUnwrapped = true };
        }
    }

    /// <summary>What one envelope holds is what the next is taken from.</summary>
    private sealed class Pair : IDisposable
    {
        public UnwrappedBytes Even { get; } = new();

        public UnwrappedBytes Odd { get; } = new();

        public void Rest()
        {
            Even.Rest();
            Odd.Rest();
        }

        public void Dispose()
        {
            Even.Dispose();
            Odd.Dispose();
        }
    }
}
