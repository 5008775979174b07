namespace Ingest.Codec.Layout;

/// <summary>A description that is none: in which line, at which field, and what to write instead.</summary>
public sealed class LayoutException : Exception
{
    /// <param name="line">From 1.</param>
    /// <param name="field">The field's name with those around it, <c>samples.temperature</c>; empty where it is none's.</param>
    /// <param name="reason">What is wrong, with what was expected.</param>
    public LayoutException(int line, string field, string reason)
        : base(field.Length == 0 ? $"line {line}: {reason}" : $"line {line}, {field}: {reason}")
    {
        Line = line;
        Field = field;
        Reason = reason;
    }

    public int Line { get; }

    public string Field { get; }

    public string Reason { get; }
}
