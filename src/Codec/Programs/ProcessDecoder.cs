using Ingest.Codec.Columns;

namespace Ingest.Codec.Programs;

/// <summary>
/// Asks a program of the user's, in whatever language, to decode (<c>docs/process.md</c>): slow, and done in an evening. Many
/// payloads are on their way to it at once. A payload on which it ends, or takes too long, is tried once more in a fresh one, alone,
/// and rejected if that ends as well.
/// </summary>
public sealed class ProcessDecoder : IPipelinedDecoder, IDisposable
{
    /// <summary>The codec's name in the configuration.</summary>
    public const string Name = "process";

    private readonly ProcessPool _pool;
    private readonly AnswerReader _reader;

    /// <param name="settings">The program.</param>
    /// <param name="channels">What it answers, in order.</param>
    /// <param name="clock">What tells how long an answer takes.</param>
    /// <exception cref="IOException">A file of it cannot be read.</exception>
    public ProcessDecoder(ProcessSettings settings, IReadOnlyList<Channel> channels, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(channels);
        Channels = [.. channels];
        Definition = settings.Hash();
        Limits = settings.Limits;
        _pool = new ProcessPool(settings, Definition, clock);
        _reader = new AnswerReader(Channels, settings.Limits);
    }

    /// <inheritdoc/>
    public string Codec => Name;

    /// <inheritdoc/>
    public int Version => 1;

    /// <inheritdoc/>
    public string Definition { get; }

    /// <inheritdoc/>
    public IReadOnlyList<Channel> Channels { get; }

    internal PayloadLimits Limits { get; }

    /// <inheritdoc/>
    public int Decode(ReadOnlySpan<byte> payload, SampleColumns samples)
    {
        using var one = new BytesColumn(ColumnType.Binary);
        one.Append(payload);
        using IPayloadPipeline pipeline = Open(one, 0);
        return pipeline.Decode(0, samples);
    }

    /// <inheritdoc/>
    public IPayloadPipeline Open(BytesColumn payloads, int firstRow) => new ProcessPipeline(_pool, _reader, Limits, payloads, firstRow);

    /// <inheritdoc/>
    public void Dispose() => _pool.Dispose();
}
