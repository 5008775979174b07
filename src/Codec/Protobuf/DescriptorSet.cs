using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;

namespace Ingest.Codec.Protobuf;

/// <summary>The messages of a FileDescriptorSet: what <c>protoc --include_imports --descriptor_set_out</c> or <c>buf build</c> write.
/// The files of google.protobuf may be left out.</summary>
internal static class DescriptorSet
{
    private static readonly FileDescriptor[] WellKnown =
    [
        AnyReflection.Descriptor, DurationReflection.Descriptor, EmptyReflection.Descriptor, FieldMaskReflection.Descriptor,
        StructReflection.Descriptor, TimestampReflection.Descriptor, WrappersReflection.Descriptor,
    ];

    /// <exception cref="DecoderException">It is no such set, or has no such message; the message is a sentence.</exception>
    public static MessageDescriptor Find(ReadOnlySpan<byte> fileDescriptorSet, string messageName)
    {
        Dictionary<string, FileDescriptorProto> files = Read(fileDescriptorSet);
        string[] own = [.. files.Keys];
        foreach (FileDescriptor known in WellKnown)
        {
            files.TryAdd(known.Name, known.ToProto());
        }

        List<ByteString> ordered = [];
        HashSet<string> seen = [];
        foreach (string name in own)
        {
            Order(name, files, seen, ordered);
        }

        MessageDescriptor[] messages = [.. Build(ordered).SelectMany(file => file.MessageTypes).SelectMany(WithNested)];
        return messages.FirstOrDefault(message => message.FullName == messageName) ?? throw new DecoderException(
            $"there is no message '{messageName}' in the descriptor set"
            + (Spelling.Nearest(messageName, messages.Select(message => message.FullName)) is { } meant ? $"; {meant} is near" : ""));
    }

    private static Dictionary<string, FileDescriptorProto> Read(ReadOnlySpan<byte> set)
    {
        try
        {
            var files = new Dictionary<string, FileDescriptorProto>(StringComparer.Ordinal);
            foreach (FileDescriptorProto file in FileDescriptorSet.Parser.ParseFrom(set).File)
            {
                files.TryAdd(file.Name, file);
            }

            return files;
        }
        catch (InvalidProtocolBufferException failure)
        {
            throw new DecoderException($"the descriptor set is no FileDescriptorSet: {failure.Message}", failure);
        }
    }

    /// <summary>A file comes after those that it imports.</summary>
    private static void Order(string name, Dictionary<string, FileDescriptorProto> files, HashSet<string> seen, List<ByteString> ordered)
    {
        if (!seen.Add(name))
        {
            return;
        }

        if (!files.TryGetValue(name, out FileDescriptorProto? file))
        {
            throw new DecoderException($"the descriptor set lacks {name}, which a file of it imports; protoc adds it with --include_imports");
        }

        foreach (string import in file.Dependency)
        {
            Order(import, files, seen, ordered);
        }

        ordered.Add(file.ToByteString());
    }

    private static IReadOnlyList<FileDescriptor> Build(List<ByteString> ordered)
    {
        try
        {
            return FileDescriptor.BuildFromByteStrings(ordered);
        }
        catch (Exception failure) when (failure is DescriptorValidationException or ArgumentException or InvalidProtocolBufferException)
        {
            throw new DecoderException($"the descriptor set cannot be used: {failure.Message}", failure);
        }
    }

    private static IEnumerable<MessageDescriptor> WithNested(MessageDescriptor message) =>
        message.NestedTypes.SelectMany(WithNested).Prepend(message);
}
