namespace Ingest.Codec.SensorPack;

/// <summary>The constants of sensorpack, version 1. Every byte is described in <c>docs/sensorpack.md</c>.</summary>
public static class SensorPackFormat
{
    /// <summary>The codec's name in the configuration.</summary>
    public const string Name = "sensorpack";

    /// <summary>The most samples of one payload.</summary>
    public const int SamplesMax = 65_535;

    /// <summary>The most channels of one payload.</summary>
    public const int ChannelsMax = 1_024;

    /// <summary>The most samples times channels of one payload: 32 MiB when decoded, however few bytes it has.</summary>
    public const int PointsMax = 1 << 22;

    /// <summary>The largest magnitude of an unscaled value: 18 digits, so that no difference of two leaves 64 bits.</summary>
    public const long ValueMax = 999_999_999_999_999_999;

    internal const byte Version = 0x01;

    internal const int ChecksumBytes = sizeof(uint);

    /// <summary>Version, sample count, channel count, time unit, first time, one channel's presence, checksum.</summary>
    internal const int PayloadBytesMin = 6 + ChecksumBytes;

    /// <summary>Every sample has a value.</summary>
    internal const byte AllPresent = 0;

    /// <summary>No sample has a value.</summary>
    internal const byte NonePresent = 1;

    /// <summary>A bitmap says which samples have a value.</summary>
    internal const byte SomePresent = 2;

    internal static int BitmapBytes(int samples) => (samples + 7) / 8;
}
