namespace Ingest.Actors.Writing;

/// <summary>Bounds of a column chunk's values, encoded as in a Parquet footer (PLAIN, without a length).</summary>
/// <param name="Min">Not above any value.</param>
/// <param name="Max">Not below any value.</param>
/// <param name="MinExact">Whether <paramref name="Min"/> is one of the values.</param>
/// <param name="MaxExact">Whether <paramref name="Max"/> is one of the values.</param>
internal readonly record struct ColumnBounds(byte[]? Min, byte[]? Max, bool MinExact = true, bool MaxExact = true)
{
    /// <summary>Nothing is known, so that no reader skips anything.</summary>
    public static ColumnBounds None => default;

    public bool AreKnown => Min is not null && Max is not null;
}
