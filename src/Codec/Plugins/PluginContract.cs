namespace Ingest.Codec.Plugins;

/// <summary>The assembly that plug-ins share with us, and which versions of it go together.</summary>
internal static class PluginContract
{
    /// <summary>Its name.</summary>
    public const string Name = "Ingest.Codec";

    private static readonly Version Ours = typeof(PluginContract).Assembly.GetName().Version!;

    /// <summary>Versions with the same first two numbers go together.</summary>
    /// <exception cref="DecoderException">The other is not one of them.</exception>
    public static void Check(Version other)
    {
        if (other.Major != Ours.Major || other.Minor != Ours.Minor)
        {
            throw new DecoderException(
                $"it was built against {Name} {other.ToString(3)}, expected {Ours.Major}.{Ours.Minor}; build it against the {Name}.dll of this version");
        }
    }
}
