using Ingest.Codec.Columns;
using Ingest.TestKit.Decoders;
using Xunit;
using Xunit.Sdk;

namespace Ingest.Codec.Tests.Contract;

/// <summary>The contract passes a decoder that keeps it, and catches each way not to.</summary>
public class DecoderContractTests
{
    [Theory]
    [InlineData(Fault.None, "")]
    [InlineData(Fault.OtherValues, "sample 0 is 1970-01-01T00:00:01Z|8, expected 1970-01-01T00:00:01Z|7")]
    [InlineData(Fault.OtherException, "IndexOutOfRangeException, expected a PayloadException or samples")]
    [InlineData(Fault.RowsLeft, "after a refusal")]
    [InlineData(Fault.OffsetOutside, "offset ")]
    [InlineData(Fault.Remembers, "then '")]
    [InlineData(Fault.BelievesSizes, "bytes allocated, expected at most")]
    [InlineData(Fault.TakesRowsAway, "times after")]
    [InlineData(Fault.SharesState, "many threads read")]
    public void A_fault_is_caught(Fault fault, string sentence)
    {
        var contract = new Contract(new Flawed(fault));

        string[] caught = [.. contract.Faults()];

        if (fault == Fault.None)
        {
            Assert.Empty(caught);
        }
        else
        {
            Assert.Contains(caught, message => message.Contains(sentence, StringComparison.Ordinal));
        }
    }

    public enum Fault
    {
        None,
        OtherValues,
        OtherException,
        RowsLeft,
        OffsetOutside,
        Remembers,
        BelievesSizes,
        TakesRowsAway,
        SharesState,
    }

    private sealed class Contract(IPayloadDecoder decoder) : DecoderContract
    {
        protected override IEnumerable<DecoderCase> Cases =>
        [
            new(
                decoder,
                [
                    new DecoderVector("one sample", [1, 7]) { Samples = [["1970-01-01T00:00:01Z", "7"]] },
                    new DecoderVector("two samples", [2, 7, 9]) { Samples = [["1970-01-01T00:00:01Z", "7"], ["1970-01-01T00:00:02Z", "9"]] },
                    new DecoderVector("cut", [2, 7]) { Error = "1 bytes, expected 2" },
                ]),
        ];

        protected override long BytesMax => 1 << 20;

        public IEnumerable<string> Faults()
        {
            Action[] all =
            [
                every_vector_gives_its_samples_or_its_reason, a_decoder_says_what_it_is, every_beginning_of_a_vector_is_decoded_whole_or_refused,
                changed_vectors_are_decoded_whole_or_refused_each_time_the_same, random_bytes_are_decoded_whole_or_refused_each_time_the_same,
                () => many_threads_share_a_decoder_and_read_what_one_reads().GetAwaiter().GetResult(),
            ];
            foreach (Action one in all)
            {
                string? message = null;
                try
                {
                    one();
                }
                catch (XunitException failure)
                {
                    message = failure.Message;
                }

                if (message is not null)
                {
                    yield return message;
                }
            }
        }
    }

    /// <summary>A byte says how many follow; each is a sample.</summary>
    private sealed class Flawed(Fault fault) : IPayloadDecoder
    {
        private readonly int _thread = Environment.CurrentManagedThreadId;
        private int _decoded;

        public string Codec => "flawed";

        public int Version => 1;

        public IReadOnlyList<Channel> Channels { get; } = [new Channel("value", ColumnType.Int32)];

        private bool IsElsewhere => fault == Fault.SharesState && Environment.CurrentManagedThreadId != _thread;

        public int Decode(ReadOnlySpan<byte> payload, SampleColumns samples)
        {
            var values = (FixedColumn<int>)samples.Channels[0];
            _decoded++;
            if (fault == Fault.BelievesSizes && payload is [> 2, ..])
            {
                _ = new byte[payload[0] << 16];
            }

            if (fault == Fault.TakesRowsAway && payload is [9, ..])
            {
                samples.Time.Truncate(0);
            }

            if (payload.IsEmpty)
            {
                throw new PayloadException("payload is empty, expected at least a byte", 0);
            }

            if (payload[0] != payload.Length - 1 && fault != Fault.OtherException)
            {
                if (fault == Fault.RowsLeft)
                {
                    samples.Time.Append(0);
                }

                throw new PayloadException($"{payload.Length - 1} bytes, expected {payload[0]}", fault == Fault.OffsetOutside ? payload.Length + 1 : 0);
            }

            for (int i = 1; i <= payload[0]; i++)
            {
                byte value = payload[i];
                samples.Time.Append(i * 1_000_000L);
                values.Append(value + (fault == Fault.OtherValues ? 1 : fault == Fault.Remembers ? _decoded % 5 : IsElsewhere ? 1 : 0));
            }

            return payload[0];
        }
    }
}
