using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Runtime.Loader;
using System.Security.Cryptography;

namespace Ingest.Codec.Plugins;

/// <summary>
/// An assembly and those beside it that it refers to, read once: what is loaded is what was hashed, also when somebody builds
/// while a run goes on.
/// </summary>
internal sealed class PluginFiles
{
    private const int FilesMax = 256;
    private const long BytesMax = 256 << 20;

    private readonly Dictionary<string, byte[]> _files = new(StringComparer.OrdinalIgnoreCase);
    private readonly AssemblyDependencyResolver _resolver;
    private long _bytes;

    /// <param name="path">The assembly's file, absolute.</param>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">A file may not be read.</exception>
    /// <exception cref="DecoderException">It is no assembly, was built against another version, or is too large; the message is a
    /// sentence.</exception>
    public PluginFiles(string path)
    {
        Main = Take(path);
        _resolver = Resolver(path);
        Queue<byte[]> left = new([Main]);
        while (left.TryDequeue(out byte[]? file))
        {
            foreach (string beside in References(file))
            {
                left.Enqueue(Take(beside));
            }
        }

        Hash = DefinitionHash.Of(_files
            .OrderBy(file => file.Key, StringComparer.Ordinal)
            .SelectMany(file => new[] { file.Key, Convert.ToHexStringLower(SHA256.HashData(file.Value)) }));
    }

    /// <summary>The assembly itself.</summary>
    public byte[] Main { get; }

    /// <summary>16 hex digits of all files and their names, wherever they lie.</summary>
    public string Hash { get; }

    /// <summary>An assembly that lies beside; null when there is none of that name. What is only found by its name while payloads
    /// are decoded is read then.</summary>
    public byte[]? Find(System.Reflection.AssemblyName name)
    {
        string? path = name.Name == PluginContract.Name ? null : _resolver.ResolveAssemblyToPath(name);
        return path is null ? null : _files.GetValueOrDefault(Path.GetFileName(path)) ?? File.ReadAllBytes(path);
    }

    /// <summary>The path of a native library that lies beside; null when there is none.</summary>
    public string? FindNative(string name) => _resolver.ResolveUnmanagedDllToPath(name);

    private byte[] Take(string path)
    {
        long length = new FileInfo(path).Length;
        if (_files.Count == FilesMax || (_bytes += length) > BytesMax)
        {
            throw new DecoderException($"it refers to more than {FilesMax} assemblies or {BytesMax >> 20} MiB of them, expected less");
        }

        return _files[Path.GetFileName(path)] = File.ReadAllBytes(path);
    }

    private static AssemblyDependencyResolver Resolver(string path)
    {
        try
        {
            return new AssemblyDependencyResolver(path);
        }
        catch (Exception failure) when (failure is InvalidOperationException or ArgumentException)
        {
            throw new DecoderException($"what it depends on cannot be resolved: {PluginFault.Line(failure)}", failure);
        }
    }

    /// <summary>Files beside that an assembly refers to and that were not taken yet.</summary>
    private List<string> References(byte[] file)
    {
        try
        {
            using var image = new PEReader(new MemoryStream(file));
            MetadataReader metadata = image.GetMetadataReader();
            List<string> beside = [];
            foreach (AssemblyReferenceHandle handle in metadata.AssemblyReferences)
            {
                System.Reflection.AssemblyName name = metadata.GetAssemblyReference(handle).GetAssemblyName();
                if (name.Name == PluginContract.Name)
                {
                    PluginContract.Check(name.Version!);
                }
                else if (_resolver.ResolveAssemblyToPath(name) is { } path && !_files.ContainsKey(Path.GetFileName(path)) && !beside.Contains(path))
                {
                    beside.Add(path);
                }
            }

            return beside;
        }
        catch (Exception failure) when (failure is BadImageFormatException or InvalidOperationException)
        {
            throw new DecoderException("it is no .NET assembly; name the .dll that the build writes", failure);
        }
    }
}
