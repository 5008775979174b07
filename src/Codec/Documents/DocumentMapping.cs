namespace Ingest.Codec.Documents;

/// <summary>How samples lie in a document.</summary>
public enum SamplesKind
{
    /// <summary>One after the other: each is an element of a list, or a member of an object.</summary>
    Each,

    /// <summary>As lists of equal length, one for the times and one a channel, within one object.</summary>
    Columns,
}

/// <summary>Where a document says what, by paths (<c>docs/documents.md</c>).</summary>
public sealed record DocumentMapping
{
    /// <summary>The path to the samples: to a list of them or an object whose members each are one; <c>$</c> is the document
    /// itself; empty: the document is one sample. With <see cref="SamplesKind.Columns"/>, what the lists are in.</summary>
    public string Samples { get; init; } = "";

    /// <summary>How the samples lie there.</summary>
    public SamplesKind Kind { get; init; }

    /// <summary>The time of a sample; null: the row's own.</summary>
    public DocumentTime? Time { get; init; }
}

/// <summary>The time of a sample.</summary>
/// <param name="Path">Its path within the sample, or from the document's root where it begins with <c>$.</c>.</param>
/// <param name="As">What it is: a number of <c>s</c>, <c>ms</c>, <c>us</c>, <c>ns</c>, <c>min</c>, <c>h</c> or <c>d</c>, or
/// <c>rfc3339</c> text. A time that its format marks as one needs none of it and counts from 1970.</param>
/// <param name="Base">The path of the time that it counts from; null: from 1970.</param>
/// <param name="BaseAs">What the base is; null: the same as the time.</param>
public sealed record DocumentTime(string Path, string As = DocumentTime.Rfc3339, string? Base = null, string? BaseAs = null)
{
    /// <summary>Text such as 2021-01-01T00:00:00Z.</summary>
    public const string Rfc3339 = "rfc3339";
}

/// <summary>A channel and where its values are.</summary>
/// <param name="Channel">The column that the values become.</param>
/// <param name="Path">Its path within the sample, or from the document's root where it begins with <c>$.</c>.</param>
/// <param name="As">Of a channel of times: what they are, as with <see cref="DocumentTime"/>.</param>
public sealed record DocumentChannel(Channel Channel, string Path, string As = DocumentTime.Rfc3339);
