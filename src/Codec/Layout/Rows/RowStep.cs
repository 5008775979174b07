namespace Ingest.Codec.Layout.Rows;

/// <summary>What happens at one place of a record that becomes one row: it is read, and its columns have their row.</summary>
internal abstract class RowStep
{
    /// <returns>Whether the record can be one. What is wrong with it is said by those who read many.</returns>
    /// <exception cref="PayloadException">Nothing before it is wrong, so that it is what there is to say.</exception>
    public abstract bool TryRun(ref LayoutRun run);
}
