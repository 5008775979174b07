using Google.Protobuf;
using Google.Protobuf.Reflection;
using Kind = Google.Protobuf.Reflection.FieldDescriptorProto.Types.Type;
using Label = Google.Protobuf.Reflection.FieldDescriptorProto.Types.Label;

namespace Ingest.Benchmarks.Parts.Formats;

/// <summary>Readings as messages of Protocol Buffers, written by its own library: a time in seconds, four doubles and an integer.</summary>
internal static class ProtobufReadings
{
    /// <summary>One sample.</summary>
    public const string Message = "readings.Reading";

    /// <summary>Many, in <see cref="Samples"/>.</summary>
    public const string Batch = "readings.Batch";

    public const string Samples = "readings";

    public static byte[] Descriptors()
    {
        var reading = new DescriptorProto { Name = "Reading" };
        reading.Field.Add(Field("time", 1, Kind.Int64));
        foreach ((int index, Codec.Channel channel) in Readings.Channels.Index())
        {
            reading.Field.Add(Field(channel.Name, index + 2, channel.Scale == 0 ? Kind.Sint32 : Kind.Double));
        }

        var batch = new DescriptorProto { Name = "Batch" };
        FieldDescriptorProto list = Field(Samples, 1, Kind.Message);
        list.Label = Label.Repeated;
        list.TypeName = $".{Message}";
        batch.Field.Add(list);
        var file = new FileDescriptorProto { Name = "readings.proto", Package = "readings", Syntax = "proto3" };
        file.MessageType.Add(reading);
        file.MessageType.Add(batch);
        return new FileDescriptorSet { File = { file } }.ToByteArray();
    }

    public static byte[] Write(Reading[] samples)
    {
        if (samples.Length == 1)
        {
            return Write(samples[0]);
        }

        using var bytes = new MemoryStream();
        using (var output = new CodedOutputStream(bytes, leaveOpen: true))
        {
            foreach (Reading sample in samples)
            {
                output.WriteTag(1, WireFormat.WireType.LengthDelimited);
                output.WriteBytes(ByteString.CopyFrom(Write(sample)));
            }
        }

        return bytes.ToArray();
    }

    private static byte[] Write(Reading sample)
    {
        using var bytes = new MemoryStream();
        using (var output = new CodedOutputStream(bytes, leaveOpen: true))
        {
            output.WriteTag(1, WireFormat.WireType.Varint);
            output.WriteInt64(sample.Seconds);
            for (int channel = 0; channel < Readings.Channels.Count; channel++)
            {
                bool isInteger = Readings.Channels[channel].Scale == 0;
                output.WriteTag(channel + 2, isInteger ? WireFormat.WireType.Varint : WireFormat.WireType.Fixed64);
                if (isInteger)
                {
                    output.WriteSInt32((int)sample.Unscaled[channel]);
                }
                else
                {
                    output.WriteDouble((double)sample.Value(channel));
                }
            }
        }

        return bytes.ToArray();
    }

    private static FieldDescriptorProto Field(string name, int number, Kind type) =>
        new() { Name = name, Number = number, Type = type, Label = Label.Optional };
}
