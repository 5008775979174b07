using Ingest.Codec.SensorPack;

namespace Ingest.Codec;

/// <summary>The payload codecs by the names that the configuration calls them.</summary>
public static class PayloadCodecs
{
    private static readonly Dictionary<string, Func<IReadOnlyList<Channel>, IPayloadDecoder>> Factories = new()
    {
        [SensorPackFormat.Name] = channels => new SensorPackDecoder(channels),
    };

    /// <summary>The known names, in order.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Factories.Keys.Order(StringComparer.Ordinal)];

    /// <summary>A decoder for payloads with these channels.</summary>
    /// <exception cref="ArgumentException">No codec has that name, or it cannot decode such channels; the message is a
    /// sentence.</exception>
    public static IPayloadDecoder Create(string name, IReadOnlyList<Channel> channels) =>
        Factories.TryGetValue(name, out var create) ? create(channels) : throw new ArgumentException(Unknown(name));

    /// <summary>The sentence for a name that no codec has.</summary>
    public static string Unknown(string name) => Spelling.Nearest(name, Names) is { } nearest
        ? $"unknown codec '{name}', did you mean {nearest}?"
        : $"unknown codec '{name}'; there is {string.Join(", ", Names)}";
}
