namespace Ingest.Codec.Documents;

/// <summary>A mapping that cannot be used: what is wrong, and where it is written.</summary>
public sealed class MappingException : Exception
{
    public MappingException(string property, string reason)
        : base($"{property}: {reason}")
    {
        Property = property;
        Reason = reason;
    }

    /// <summary>Where it is written: <c>Time.Path</c>, <c>Channels[2].Path</c>.</summary>
    public string Property { get; }

    /// <summary>What is wrong, with what was expected.</summary>
    public string Reason { get; }
}
