using Ingest.Codec.Tests.Layout;

namespace Ingest.Codec.Tests.Fuzzing;

/// <summary>A decoder that is given changed payloads, and what they are changed from.</summary>
internal sealed class Subject
{
    private readonly Corpus _corpus;
    private readonly Target _target;
    private readonly Func<byte[], byte[]>? _pack;

    /// <param name="decoder">What is tried.</param>
    /// <param name="seeds">Valid payloads, before they are packed.</param>
    /// <param name="words">What payloads are made of; null: nothing is known.</param>
    /// <param name="isText">Whether payloads are JSON.</param>
    /// <param name="pack">What is done to nearly every changed payload: a checksum, an envelope; null: nothing.</param>
    /// <param name="rowVersion">What the rows say of their version.</param>
    public Subject(
        IPayloadDecoder decoder,
        IReadOnlyList<byte[]> seeds,
        byte[][]? words = null,
        bool isText = false,
        Func<byte[], byte[]>? pack = null,
        string? rowVersion = null)
    {
        _corpus = new Corpus(seeds, words ?? [], isText);
        _pack = pack;
        var columns = LayoutRows.Empty(decoder);
        columns.RowVersion = rowVersion;
        _target = new Target(decoder, columns, pack is null ? seeds : seeds.Select(pack));
    }

    /// <summary>Different ends that its payloads came to.</summary>
    public int Ends => _corpus.Ends;

    public void Try(Random random)
    {
        byte[] input = _corpus.Draw(random);
        _corpus.Learn(input, _target.Try(_pack is not null && random.Next(8) != 0 ? _pack(input) : input));
    }
}
