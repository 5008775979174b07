using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using Ingest.Codec.Plugins;
using Xunit;

namespace Ingest.Codec.Tests.Plugins;

public sealed class PluginAssemblyTests : IDisposable
{
    private const string Here = "Ingest.Codec.Tests.Plugins";

    private readonly string _folder = Directory.CreateTempSubdirectory("ingest-test-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(null, $"it has 3 public classes that implement IPayloadCodec, expected one; say which with Type: {Here}.AskingCodec, {Here}.ByteCodec, {Here}.ThrowingCodec")]
    [InlineData("Acme.Codec", $"there is no type 'Acme.Codec'; there is {Here}.AskingCodec, {Here}.ByteCodec, {Here}.ThrowingCodec")]
    [InlineData($"{Here}.ByteDecoder", $"{Here}.ByteDecoder is no public class that implements IPayloadCodec of Ingest.Codec; expected {Here}.AskingCodec, {Here}.ByteCodec, {Here}.ThrowingCodec")]
    [InlineData($"{Here}.ThrowingCodec", $"the constructor of {Here}.ThrowingCodec threw InvalidOperationException: no licence")]
    [InlineData($"{Here}.AskingCodec", $"{Here}.AskingCodec has no public constructor without parameters, expected one")]
    public void A_type_that_is_no_codec_is_told(string? type, string sentence)
    {
        using PluginAssembly assembly = PluginAssembly.Load(typeof(ByteCodec).Assembly.Location);

        Assert.Equal(sentence, Assert.Throws<DecoderException>(() => assembly.Codec(type)).Message);
    }

    [Fact]
    public void A_codec_is_loaded_apart_from_what_is_there_already()
    {
        using PluginAssembly assembly = PluginAssembly.Load(typeof(ByteCodec).Assembly.Location);

        IPayloadCodec codec = assembly.Codec(typeof(ByteCodec).FullName);

        Assert.Equal(typeof(ByteCodec).FullName, codec.GetType().FullName);
        Assert.NotSame(typeof(ByteCodec), codec.GetType());
    }

    [Fact]
    public void A_file_that_is_not_there_is_told() => Assert.StartsWith(
        "it cannot be loaded: Could not find file", Assert.Throws<DecoderException>(() => PluginAssembly.Load(Path.Combine(_folder, "none.dll"))).Message, StringComparison.Ordinal);

    [Fact]
    public void A_file_that_is_no_assembly_is_told()
    {
        string path = Path.Combine(_folder, "text.dll");
        File.WriteAllText(path, "a text");

        Assert.Equal(
            "it is no .NET assembly; name the .dll that the build writes", Assert.Throws<DecoderException>(() => PluginAssembly.Load(path)).Message);
    }

    [Fact]
    public void An_assembly_without_a_codec_is_told()
    {
        using PluginAssembly assembly = PluginAssembly.Load(Write("empty", "Ingest.Codec", typeof(IPayloadCodec).Assembly.GetName().Version!));

        Assert.Equal(
            "it has no public class that implements IPayloadCodec of Ingest.Codec, expected one",
            Assert.Throws<DecoderException>(() => assembly.Codec(null)).Message);
    }

    [Fact]
    public void An_assembly_that_was_built_against_another_version_is_told() => Assert.Equal(
        "it was built against Ingest.Codec 9.9.0, expected 0.1; build it against the Ingest.Codec.dll of this version",
        Assert.Throws<DecoderException>(() => PluginAssembly.Load(Write("old", "Ingest.Codec", new Version(9, 9, 0, 0)))).Message);

    [Fact]
    public void The_hash_is_another_when_the_assembly_or_one_that_it_refers_to_is_built_anew()
    {
        Write("unrelated", "System.Runtime", new Version(10, 0, 0, 0));
        Write("beside", "System.Runtime", new Version(10, 0, 0, 0));
        string path = Write("main", "beside", new Version(1, 0, 0, 0));
        string first = Hash(path);
        string again = Hash(path);
        Write("unrelated", "System.Runtime", new Version(10, 0, 0, 0));
        string unrelated = Hash(path);
        Write("beside", "System.Runtime", new Version(10, 0, 0, 0));
        string beside = Hash(path);
        Write("main", "beside", new Version(1, 0, 0, 0));

        Assert.Equal((first, first), (again, unrelated));
        Assert.Distinct([first, beside, Hash(path)]);
    }

    private static string Hash(string path)
    {
        using PluginAssembly assembly = PluginAssembly.Load(path);
        return assembly.Hash;
    }

    /// <summary>An assembly with nothing in it but a reference; each that is written is another.</summary>
    private string Write(string name, string reference, Version version)
    {
        var metadata = new MetadataBuilder();
        metadata.AddModule(0, metadata.GetOrAddString($"{name}.dll"), metadata.GetOrAddGuid(Guid.NewGuid()), default, default);
        metadata.AddAssembly(metadata.GetOrAddString(name), new Version(1, 0, 0, 0), default, default, 0, AssemblyHashAlgorithm.None);
        metadata.AddTypeDefinition(
            default, default, metadata.GetOrAddString("<Module>"), default, MetadataTokens.FieldDefinitionHandle(1), MetadataTokens.MethodDefinitionHandle(1));
        metadata.AddAssemblyReference(metadata.GetOrAddString(reference), version, default, default, default, default);
        var image = new BlobBuilder();
        new ManagedPEBuilder(PEHeaderBuilder.CreateLibraryHeader(), new MetadataRootBuilder(metadata), new BlobBuilder()).Serialize(image);
        string path = Path.Combine(_folder, $"{name}.dll");
        File.WriteAllBytes(path, image.ToArray());
        return path;
    }
}
