namespace Ingest.Codec.CayenneLpp;

/// <summary>A number that a payload has, and how a channel asks for it.</summary>
/// <param name="Number">The LPP channel, 0 to 255.</param>
/// <param name="Type">The type's name.</param>
/// <param name="Part">Which number of a type that has several; null for the others.</param>
/// <param name="Decimals">Digits after the point.</param>
public sealed record LppContent(int Number, string Type, string? Part, int Decimals)
{
    /// <summary>Everything that a payload has, in its order; null when it is no Cayenne LPP from its first to its last byte.</summary>
    public static IReadOnlyList<LppContent>? Of(ReadOnlySpan<byte> payload)
    {
        List<LppContent> contents = [];
        int offset = 0;
        while (payload.Length - offset >= 2 && LppType.Of(payload[offset + 1]) is { } type)
        {
            int number = payload[offset];
            contents.AddRange(type.Parts.Select(part => new LppContent(number, type.Name, part.Name, part.Decimals)));
            offset += 2 + type.Bytes;
        }

        return offset == payload.Length && contents.Distinct().Count() == contents.Count ? contents : null;
    }
}
