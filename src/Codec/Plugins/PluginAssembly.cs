using System.Reflection;
using System.Runtime.Loader;

namespace Ingest.Codec.Plugins;

/// <summary>
/// An assembly of the user's own, loaded with what lies beside it. It shares Ingest.Codec and the runtime with us and nothing else,
/// so that both may have other versions of one package. Every one is loaded anew, also from a path that was loaded before.
/// </summary>
public sealed class PluginAssembly : IDisposable
{
    private readonly PluginFiles _files;
    private readonly Context _context;
    private readonly Assembly _assembly;

    private PluginAssembly(PluginFiles files)
    {
        _files = files;
        _context = new Context(files);
        _assembly = _context.LoadFromStream(new MemoryStream(files.Main));
    }

    /// <summary>16 hex digits of the assembly's file and of the files beside it that it refers to.</summary>
    public string Hash => _files.Hash;

    /// <summary>Loads one.</summary>
    /// <param name="path">Its file, absolute.</param>
    /// <exception cref="DecoderException">It cannot be loaded; the message is what follows the file's name in a sentence.</exception>
    public static PluginAssembly Load(string path)
    {
        try
        {
            return new PluginAssembly(new PluginFiles(path));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or BadImageFormatException)
        {
            throw new DecoderException($"it cannot be loaded: {failure.Message}", failure);
        }
    }

    /// <summary>Makes the codec that a type of the assembly is.</summary>
    /// <param name="type">Its full name; null: the only one that there is.</param>
    /// <exception cref="DecoderException">There is no such type, or not one, or it cannot be made; the message is a sentence.</exception>
    public IPayloadCodec Codec(string? type)
    {
        Type[] codecs = [.. Types().Where(one => one is { IsClass: true, IsAbstract: false, ContainsGenericParameters: false } && typeof(IPayloadCodec).IsAssignableFrom(one))];
        Type codec = type is null ? Only(codecs) : Named(codecs, type);
        if (codec.GetConstructor(Type.EmptyTypes) is not { } constructor)
        {
            throw new DecoderException($"{codec.FullName} has no public constructor without parameters, expected one");
        }

        try
        {
            return (IPayloadCodec)constructor.Invoke(null);
        }
        catch (Exception failure)
        {
            throw new DecoderException($"the constructor of {codec.FullName} threw {PluginFault.Line(failure)}", failure);
        }
    }

    /// <summary>Lets the assembly go once nothing of it is used any more.</summary>
    public void Dispose() => _context.Unload();

    private Type[] Types()
    {
        try
        {
            return _assembly.GetExportedTypes();
        }
        catch (Exception failure) when (failure is TypeLoadException or IOException or BadImageFormatException or ReflectionTypeLoadException)
        {
            throw new DecoderException(
                $"its types cannot be loaded: {PluginFault.Line(failure)}; build it against the {PluginContract.Name}.dll of this version, and copy what it needs beside it",
                failure);
        }
    }

    private static Type Only(Type[] codecs) => codecs.Length switch
    {
        1 => codecs[0],
        0 => throw new DecoderException($"it has no public class that implements {nameof(IPayloadCodec)} of {PluginContract.Name}, expected one"),
        _ => throw new DecoderException($"it has {codecs.Length} public classes that implement {nameof(IPayloadCodec)}, expected one; say which with Type: {Names(codecs)}"),
    };

    private Type Named(Type[] codecs, string name)
    {
        if (codecs.FirstOrDefault(one => one.FullName == name) is { } codec)
        {
            return codec;
        }

        throw new DecoderException(_assembly.GetType(name) is not null
            ? $"{name} is no public class that implements {nameof(IPayloadCodec)} of {PluginContract.Name}; expected {(codecs.Length == 0 ? "one that does" : Names(codecs))}"
            : $"there is no type '{name}'; {(codecs.Length == 0 ? $"no public class implements {nameof(IPayloadCodec)}" : $"there is {Names(codecs)}")}");
    }

    private static string Names(Type[] codecs) => string.Join(", ", codecs.Select(codec => codec.FullName).Order(StringComparer.Ordinal));

    private sealed class Context(PluginFiles files) : AssemblyLoadContext(isCollectible: true)
    {
        /// <summary>Null leaves it to what Ingest itself has: the contract and the runtime.</summary>
        protected override Assembly? Load(AssemblyName assemblyName) =>
            files.Find(assemblyName) is { } file ? LoadFromStream(new MemoryStream(file)) : null;

        protected override nint LoadUnmanagedDll(string unmanagedDllName) =>
            files.FindNative(unmanagedDllName) is { } path ? LoadUnmanagedDllFromPath(path) : 0;
    }
}
