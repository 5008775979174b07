namespace Ingest.Actors.Paging;

/// <summary>How a text column is stored and ordered in the source.</summary>
/// <param name="Charset">Its character set, such as <c>latin1</c>.</param>
/// <param name="Name">Its collation, such as <c>latin1_german2_ci</c>.</param>
public sealed record Collation(string Charset, string Name);
