using Ingest.Codec.Columns;

namespace Ingest.Codec.Tests.Plugins;

/// <summary>A byte is a sample, times the setting "factor". What the first byte of a longer payload is decides how it goes wrong.</summary>
public sealed class ByteCodec : IPayloadCodec
{
    public IPayloadDecoder Create(IReadOnlyList<Channel> channels, IReadOnlyDictionary<string, string> settings, PayloadLimits limits) =>
        settings.GetValueOrDefault("fault") switch
        {
            "sentence" => throw new DecoderException("the factor is missing, expected a number"),
            "exception" => throw new InvalidOperationException("no\nlicence"),
            "null" => null!,
            "channels" => new ByteDecoder([channels[0]], 1),
            _ => new ByteDecoder(channels, int.Parse(settings.GetValueOrDefault("Factor", "1"), System.Globalization.CultureInfo.InvariantCulture)),
        };
}

/// <summary>One that cannot be made.</summary>
public sealed class ThrowingCodec : IPayloadCodec
{
    public ThrowingCodec() => throw new InvalidOperationException("no licence");

    public IPayloadDecoder Create(IReadOnlyList<Channel> channels, IReadOnlyDictionary<string, string> settings, PayloadLimits limits) =>
        throw new NotSupportedException();
}

/// <summary>One that wants to be told something.</summary>
public sealed class AskingCodec(string asked) : IPayloadCodec
{
    public IPayloadDecoder Create(IReadOnlyList<Channel> channels, IReadOnlyDictionary<string, string> settings, PayloadLimits limits) =>
        throw new NotSupportedException(asked);
}

internal sealed class ByteDecoder(IReadOnlyList<Channel> channels, int factor) : IPayloadDecoder
{
    public string Codec => "byte";

    public int Version => 4;

    public IReadOnlyList<Channel> Channels => channels;

    public int Decode(ReadOnlySpan<byte> payload, SampleColumns samples)
    {
        var number = (FixedColumn<int>)samples.Channels[0];
        var text = (BytesColumn)samples.Channels[1];
        for (int i = 0; i < payload.Length; i++)
        {
            samples.Time.Append(i * 1_000_000L);
            number.Append(payload[i] * factor);
            text.AppendNull();
        }

        switch (payload)
        {
            case [200, ..]:
                throw new FormatException("outside\r\nof it");
            case [201, ..]:
                throw new PayloadException("not mine", 99);
            case [202, ..]:
                return payload.Length + 1;
            case [203, ..]:
                text.AppendNull();
                break;
            case [204, ..]:
                number.Append(1_000);
                text.AppendNull();
                samples.Time.Append(0);
                return payload.Length + 1;
            case [205, ..]:
                text.Append([0xff]);
                number.Append(1);
                samples.Time.Append(0);
                return payload.Length + 1;
            case [206, ..]:
                samples.Time.Truncate(0);
                break;
            default:
                break;
        }

        return payload.Length;
    }
}
