using Ingest.Actors.Units;

namespace Ingest.Actors.Catalogs;

/// <summary>What came of telling the catalog.</summary>
internal sealed class Told
{
    private readonly List<IngestException> _failures = [];

    /// <summary>What it knows of tables now.</summary>
    public Dictionary<string, KnownTable> Known { get; } = [];

    /// <summary>What an operator should know, a sentence each.</summary>
    public List<string> Notices { get; } = [];

    /// <summary>Whether the catalog is as it was: what fails may have been done in part.</summary>
    public bool IsNothing => Known.Count == 0 && _failures.Count == 0;

    public void Fail(IngestException failure) => _failures.Add(failure);

    /// <summary>One failure for all, which may be repeated if any of them may.</summary>
    public void ThrowFailures()
    {
        if (_failures.Count == 0)
        {
            return;
        }

        string sentences = string.Join(' ', _failures.Select(failure => failure.Message).Distinct());
        throw _failures.FirstOrDefault(failure => failure.Kind == FailureKind.Transient) is { } transient
            ? IngestException.Transient(sentences, transient)
            : IngestException.Permanent(sentences, _failures[0]);
    }
}
