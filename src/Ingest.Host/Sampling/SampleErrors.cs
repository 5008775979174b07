using Ingest.Actors.Units;

namespace Ingest.Host.Sampling;

/// <summary>Sentences that both databases say.</summary>
internal static class SampleErrors
{
    public static IngestException NotOurs(string table) => IngestException.Permanent(
        $"The {table} was not {SampleLayout.Mark}, so it is left alone: name another SourceTable.");

    public static IngestException OtherColumns(string table, Exception cause) => IngestException.Permanent(
        $"The {table} cannot take samples: {cause.Message.TrimEnd('.')}; make it anew with --replace.", cause);
}
