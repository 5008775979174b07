using System.IO.Hashing;
using System.Text;
using Ingest.Codec.Columns;
using Ingest.Codec.Layout;
using Ingest.Codec.SensorPack;
using Ingest.Codec.Tests.Layout;
using Ingest.Codec.Tests.SensorPack;
using Xunit;
using Xunit.Abstractions;

namespace Ingest.Codec.Tests.Fuzzing;

/// <summary>Inputs that nobody thought of. What is found here becomes a vector elsewhere.</summary>
public class FuzzTests(ITestOutputHelper output)
{
    private const int RandomBytesMax = 200;

    [Fact]
    public void A_changed_payload_of_a_layout_is_decoded_or_refused()
    {
        GoldenLayout[] golden = [.. GoldenLayout.All];
        byte[][][] payloads = [.. golden.Select(one => one.Payloads.Select(payload => payload.Bytes).ToArray())];
        Target[] targets = [.. golden.Select((one, i) => Layout(one.Decoder(), payloads[i]))];

        Report(FuzzTime.Run(random =>
        {
            int which = random.Next(targets.Length);
            targets[which].Try(Changed(payloads[which], random));
        }));
    }

    [Fact]
    public void A_changed_description_is_a_layout_or_refused()
    {
        GoldenLayout[] golden = [.. GoldenLayout.All];
        string[] texts = [.. golden.Select(one => Encoding.UTF8.GetString(one.Text))];
        byte[][][] payloads = [.. golden.Select(one => one.Payloads.Select(payload => payload.Bytes).ToArray())];
        long layouts = 0;

        Report(FuzzTime.Run(random =>
        {
            int which = random.Next(texts.Length);
            byte[] description = Mutation.Of(texts[which], texts[random.Next(texts.Length)], random);
            try
            {
                if (Parsed(description) is { } decoder)
                {
                    layouts++;
                    Target target = Layout(decoder, []);
                    target.Try(payloads[which][random.Next(payloads[which].Length)]);
                    target.Try(Changed(payloads[which], random));
                }
            }
            catch (Exception fault)
            {
                throw new InvalidOperationException(Encoding.UTF8.GetString(description), fault);
            }
        }));
        output.WriteLine($"{layouts} of them were layouts");
    }

    [Fact]
    public void A_changed_sensorpack_payload_is_decoded_or_refused()
    {
        Vector[] vectors = [.. Golden.All.Valid, .. Golden.All.Readable, .. Golden.All.Malformed];
        Target[] targets = [.. vectors.Select(vector => new Target(
            new SensorPackDecoder(vector.Configuration), Burst.EmptyColumns(vector.Configuration), [vector.Payload]))];
        byte[][] payloads = [.. vectors.Select(vector => vector.Payload)];

        Report(FuzzTime.Run(random =>
        {
            int which = random.Next(targets.Length);
            byte[] payload = Mutation.Of(payloads[which], payloads[random.Next(payloads.Length)], random);
            targets[which].Try(random.Next(8) == 0 ? payload : Sealed(payload));
        }));
    }

    private static byte[] Changed(byte[][] payloads, Random random)
    {
        if (random.Next(16) != 0)
        {
            return Mutation.Of(payloads[random.Next(payloads.Length)], payloads[random.Next(payloads.Length)], random);
        }

        byte[] bytes = new byte[random.Next(RandomBytesMax)];
        random.NextBytes(bytes);
        return bytes;
    }

    private static Target Layout(IPayloadDecoder decoder, IEnumerable<byte[]> seeds) => new(decoder, LayoutRows.Empty(decoder), seeds);

    private static LayoutDecoder? Parsed(byte[] description)
    {
        try
        {
            return LayoutDecoder.Parse(description, PayloadLimits.Default);
        }
        catch (LayoutException fault)
        {
            Assert.True(fault.Line >= 1, fault.Message);
            return null;
        }
    }

    private static byte[] Sealed(byte[] payload)
    {
        if (payload.Length >= sizeof(uint))
        {
            BitConverter.TryWriteBytes(payload.AsSpan(payload.Length - sizeof(uint)), Crc32.HashToUInt32(payload.AsSpan(0, payload.Length - sizeof(uint))));
        }

        return payload;
    }

    private void Report(long inputs) => output.WriteLine($"{inputs} inputs");
}
