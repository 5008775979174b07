namespace Ingest.Codec.SensorPack;

/// <summary>All that can be wrong with a payload: one factory each, with what was expected and what is there.</summary>
internal static class Malformed
{
    public static PayloadException TooShort(int bytes) =>
        new($"payload has {bytes} bytes, expected at least {SensorPackFormat.PayloadBytesMin}", bytes);

    public static PayloadException Version(byte version) =>
        new($"version is 0x{version:x2}, expected 0x{SensorPackFormat.Version:x2}", 0);

    public static PayloadException Checksum(uint stored, uint computed, int offset) =>
        new($"checksum is 0x{stored:x8}, the bytes before it give 0x{computed:x8}", offset);

    public static PayloadException SampleCount(ulong count, int offset) =>
        new($"payload has {count} samples, expected 1 to {SensorPackFormat.SamplesMax}", offset);

    public static PayloadException ChannelCount(ulong count, int configured, int offset) =>
        new($"payload has {count} channels, the configuration has {configured}", offset);

    public static PayloadException PointCount(int samples, int channels, int offset) =>
        new(
            $"payload has {samples} samples of {channels} channels, expected at most {SensorPackFormat.PointsMax} values",
            offset);

    public static PayloadException Unit(byte unit, int offset) =>
        new($"time unit is {unit}, expected 0 (s), 1 (ms) or 2 (µs)", offset);

    public static PayloadException Time(int sample, long time, TimeUnit unit, int offset) =>
        new(
            $"time of sample {sample} is {time} {unit.Symbol()}, expected {unit.Min()} to {unit.Max()} {unit.Symbol()}",
            offset);

    public static PayloadException Presence(string channel, byte presence, int offset) =>
        new($"presence of channel {channel} is {presence}, expected 0 (all), 1 (none) or 2 (bitmap)", offset);

    public static PayloadException Bitmap(string channel, int present, int samples, int offset) =>
        new($"bitmap of channel {channel} marks {present} of {samples} samples, expected neither none nor all", offset);

    public static PayloadException Digits(string channel, long value, int precision, int offset) =>
        new(
            $"value {value} of channel {channel} has {Digits(value)} digits, the configuration allows {precision}",
            offset);

    public static PayloadException BlockEncoding(byte encoding, int offset) =>
        new($"encoding of an integer block is {encoding}, expected 0 to 64 (width) or 128 (varints)", offset);

    public static PayloadException Padding(string what, int offset) =>
        new($"unused bits at the end of {what} are set, expected zero", offset);

    public static PayloadException Missing(string what, int needed, int left, int offset) =>
        new($"{what} is cut: bytes needed at least {needed}, left before the checksum {left}", offset);

    public static PayloadException TooLongNumber(string what, int offset) =>
        new($"{what} is a number of more than 64 bits, expected at most 64", offset);

    public static PayloadException PaddedNumber(string what, int offset) =>
        new($"{what} is a number that ends in a zero byte, expected its shortest form", offset);

    public static PayloadException Trailing(int bytes, int offset) =>
        new($"bytes between the last channel and the checksum: {bytes}, expected none", offset);

    private static int Digits(long value)
    {
        int digits = 0;
        for (; value != 0; value /= 10)
        {
            digits++;
        }

        return digits;
    }
}
