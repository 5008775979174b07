namespace Ingest.Codec.Documents.Senml;

/// <summary>A channel and the records that it takes.</summary>
/// <param name="Channel">The column that the values become.</param>
/// <param name="Record">The records' name: the whole one, or what follows the base name. Empty: records that have a base name
/// only.</param>
/// <param name="RecordUnit">The records' unit; null: any.</param>
/// <param name="Sum">Whether the channel takes the sum (<c>s</c>) instead of the value.</param>
public sealed record SenmlChannel(Channel Channel, string Record, string? RecordUnit = null, bool Sum = false);
