using Ingest.Codec.Documents.Tokens;

namespace Ingest.Codec.Documents.Senml;

/// <summary>Names and units of records, resolved: the name follows the base name, the unit replaces the base unit.</summary>
internal static class SenmlNames
{
    /// <exception cref="PayloadException">The record has no name.</exception>
    public static void Check(in TokenList tokens, in SenmlPack pack)
    {
        if (Text(tokens, pack[SenmlField.BaseName]).IsEmpty && Text(tokens, pack[SenmlField.Name]).IsEmpty)
        {
            int value = pack.ValueField is { } field ? pack[field] : pack[SenmlField.Sum];
            throw new PayloadException("the record has neither name nor base name", tokens[value].Offset);
        }
    }

    /// <param name="name">The whole name, or what follows the base name.</param>
    /// <param name="unit">The unit; null: any.</param>
    public static bool Matches(in TokenList tokens, in SenmlPack pack, ReadOnlySpan<byte> name, byte[]? unit)
    {
        ReadOnlySpan<byte> own = Text(tokens, pack[SenmlField.Name]);
        ReadOnlySpan<byte> from = Text(tokens, pack[SenmlField.BaseName]);
        bool isWhole = name.Length == own.Length + from.Length && name.StartsWith(from) && name.EndsWith(own);
        return (isWhole || name.SequenceEqual(own)) && (unit is null || Text(tokens, Unit(pack)).SequenceEqual(unit));
    }

    /// <returns>The token of the unit; -1: none.</returns>
    public static int Unit(in SenmlPack pack) =>
        pack[SenmlField.Unit] >= 0 ? pack[SenmlField.Unit] : pack[SenmlField.BaseUnit];

    public static ReadOnlySpan<byte> Text(in TokenList tokens, int at) => at < 0 ? default : tokens.Bytes(at);
}
