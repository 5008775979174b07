using System.Text.Json;
using Xunit;

namespace Ingest.Codec.Tests.SensorPack;

/// <summary>The vectors of golden.json, which sensorpack.py made.</summary>
public sealed record Golden(Vector[] Valid, Vector[] Readable, Vector[] Malformed)
{
    public static Golden All { get; } = JsonSerializer.Deserialize<Golden>(
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "SensorPack", "golden.json")), JsonSerializerOptions.Web)!;

    public static TheoryData<Vector> ValidOnes => [.. All.Valid];

    public static TheoryData<Vector> DecodableOnes => [.. All.Valid, .. All.Readable];

    public static TheoryData<Vector> MalformedOnes => [.. All.Malformed];
}

public sealed record GoldenChannel(string Name, int Precision);

/// <summary>A payload and either what it holds or why it is refused.</summary>
public sealed record Vector(
    string Name, GoldenChannel[] Channels, string Hex, long[]? Times, long?[][]? Values, string? Reason, int Offset)
{
    public byte[] Payload => Convert.FromHexString(Hex);

    public Burst Burst => new(Times!, Values!);

    public Channel[] Configuration => [.. Channels.Select(channel => new Channel(channel.Name, 0, channel.Precision))];

    public override string ToString() => Name;
}
