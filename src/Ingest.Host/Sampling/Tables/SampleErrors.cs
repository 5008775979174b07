using System.Data.Common;
using Ingest.Actors.Units;

namespace Ingest.Host.Sampling.Tables;

/// <summary>Sentences that both databases say.</summary>
internal static class SampleErrors
{
    public static IngestException NotOurs(string table) => IngestException.Permanent(
        $"The {table} was not {SampleLayout.Mark}, so it is left alone: name another SourceTable.");

    /// <param name="table">The table, where it is.</param>
    /// <param name="cause">What the database said.</param>
    /// <param name="otherColumns">Whether it said that a column is missing: the configuration has changed since.</param>
    public static IngestException CannotTake(string table, DbException cause, bool otherColumns) => IngestException.Permanent(
        $"The {table} cannot take samples: {cause.Message.TrimEnd('.')}{(otherColumns ? "; make it anew with --replace" : "")}.", cause);
}
