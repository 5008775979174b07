using System.Text;
using Ingest.Codec.Documents;
using Ingest.Codec.Layout;
using Ingest.Codec.Tests.Layout;
using Xunit;
using Xunit.Abstractions;

namespace Ingest.Codec.Tests.Fuzzing;

/// <summary>Inputs that nobody thought of. What is found here becomes a vector elsewhere.</summary>
public class FuzzTests(ITestOutputHelper output)
{
    /// <summary>Each decoder of ours; a program (<c>process</c>) is somebody else's.</summary>
    private static readonly Dictionary<string, Func<IEnumerable<Subject>>> Decoders = new()
    {
        ["cayenne-lpp"] = BinarySubjects.CayenneLpp,
        ["cbor"] = () => DocumentSubjects.Documents(DocumentFormat.Cbor),
        ["envelopes"] = WrappedSubjects.Envelopes,
        ["json"] = () => DocumentSubjects.Documents(DocumentFormat.Json),
        ["layout"] = BinarySubjects.Layout,
        ["long"] = WrappedSubjects.Long,
        ["messagepack"] = () => DocumentSubjects.Documents(DocumentFormat.MessagePack),
        ["plugin"] = WrappedSubjects.Plugins,
        ["protobuf"] = BinarySubjects.Protobuf,
        ["senml-cbor"] = () => DocumentSubjects.Senml(DocumentFormat.Cbor),
        ["senml-json"] = () => DocumentSubjects.Senml(DocumentFormat.Json),
        ["sensorpack"] = BinarySubjects.SensorPack,
        ["versions"] = WrappedSubjects.Versions,
    };

    public static TheoryData<string> Names => [.. Decoders.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_changed_payload_is_decoded_or_refused(string name)
    {
        Subject[] subjects = [.. Decoders[name]()];
        long inputs = FuzzTime.Run(random => subjects[random.Next(subjects.Length)].Try(random));
        output.WriteLine($"{name}: {inputs} inputs to {subjects.Length} decoders, {subjects.Sum(subject => subject.Ends)} ends");
    }

    [Fact]
    public void A_changed_description_is_a_layout_or_refused()
    {
        GoldenLayout[] golden = [.. GoldenLayout.All];
        string[] texts = [.. golden.Select(one => Encoding.UTF8.GetString(one.Text))];
        byte[][][] payloads = [.. golden.Select(one => one.Payloads.Select(payload => payload.Bytes).ToArray())];
        long layouts = 0;

        long inputs = FuzzTime.Run(random =>
        {
            int which = random.Next(texts.Length);
            byte[] description = Mutation.Of(texts[which], texts[random.Next(texts.Length)], random);
            try
            {
                if (Parsed(description) is { } decoder)
                {
                    layouts++;
                    var target = new Target(decoder, LayoutRows.Empty(decoder), []);
                    byte[][] known = payloads[which];
                    target.Try(known[random.Next(known.Length)]);
                    target.Try(Mutation.Of(known[random.Next(known.Length)], known[random.Next(known.Length)], random));
                }
            }
            catch (Exception fault)
            {
                throw new InvalidOperationException(Encoding.UTF8.GetString(description), fault);
            }
        });
        output.WriteLine($"descriptions: {inputs} inputs, {layouts} of them layouts");
    }

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
}
