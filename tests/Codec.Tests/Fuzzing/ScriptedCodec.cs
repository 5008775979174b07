using Ingest.Codec.Columns;

namespace Ingest.Codec.Tests.Fuzzing;

/// <summary>A plug-in that does what the bytes of its payload say, one after the other: appends to its columns, to some of them only,
/// takes back what it appended, and goes wrong.</summary>
internal sealed class ScriptedCodec : IPayloadCodec
{
    public IPayloadDecoder Create(IReadOnlyList<Channel> channels, IReadOnlyDictionary<string, string> settings, PayloadLimits limits) =>
        new Decoder(channels);

    /// <param name="channels">One of decimals with three digits, and one of text.</param>
    private sealed class Decoder(IReadOnlyList<Channel> channels) : IPayloadDecoder
    {
        public string Codec => "scripted";

        public int Version => 1;

        public IReadOnlyList<Channel> Channels => channels;

        public int Decode(ReadOnlySpan<byte> payload, SampleColumns samples)
        {
            int before = samples.Count;
            foreach (byte step in payload)
            {
                Run(step, samples, before);
            }

            return samples.Count - before + (payload is [.., 0xff] ? 1 : 0);
        }

        private static void Run(byte step, SampleColumns samples, int before)
        {
            var number = (FixedColumn<int>)samples.Channels[0];
            var text = (BytesColumn)samples.Channels[1];
            switch (step & 7)
            {
                case 0:
                    samples.Time.Append(step);
                    number.Append(step);
                    text.Append([(byte)(step >> 1)]);
                    break;
                case 1:
                    samples.Time.Append(long.MaxValue);
                    break;
                case 2:
                    number.Append(step * step);
                    break;
                case 3:
                    text.Append([step]);
                    break;
                case 4:
                    samples.Time.Append(0);
                    number.AppendNull();
                    text.AppendNulls(1);
                    break;
                case 5 when number.Count > before:
                    number.SetNull(number.Count - 1);
                    break;
                case 6:
                    samples.RollBack(before);
                    break;
                case 7:
                    throw Fault(step >> 3);
                default:
                    break;
            }
        }

        private static Exception Fault(int kind) => kind switch
        {
            0 => new PayloadException("refused", 0),
            1 => new PayloadException("refused far behind", int.MaxValue),
            2 => new PayloadException("refused far before", int.MinValue),
            3 => new FormatException("\r\n"),
            4 => new KeyNotFoundException(),
            5 => new AggregateException(new PayloadException("within", 1)),
            6 => new OperationCanceledException(),
            _ => new InvalidCastException(new string('x', 1_000)),
        };
    }
}
