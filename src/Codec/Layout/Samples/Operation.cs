namespace Ingest.Codec.Layout.Samples;

/// <summary>What happens at one place of a record.</summary>
internal abstract class Operation
{
    /// <summary>Bytes that it takes in every record; null where they differ.</summary>
    public virtual int? Bytes => null;

    /// <summary>Bytes that it takes in every record at least: what a count is held against before anything is reserved.</summary>
    public virtual int BytesMin => Bytes ?? 0;

    /// <summary>Whether it can be done for many records at once: nothing depends on a record's earlier fields.</summary>
    public virtual bool IsStrided => false;

    /// <summary>Whether it reaches up to the payload's end, or to what the fields after it need.</summary>
    public virtual bool IsOpenEnded => false;

    /// <summary>Says how many bytes the fields after it need.</summary>
    public virtual void SetAfter(int bytes) => throw new NotSupportedException();

    /// <summary>Does it in the next record.</summary>
    /// <exception cref="PayloadException"/>
    public abstract void Run(ref LayoutRun run, scoped Scratch scratch, int record);

    /// <summary>Does it in the next record, where nothing in it becomes a column of the record's own.</summary>
    /// <exception cref="PayloadException"/>
    public virtual void RunAlone(ref LayoutRun run) => Run(ref run, default, 0);

    /// <summary>Does it in all records at once.</summary>
    /// <param name="run">Reading stands at the first record.</param>
    /// <param name="scratch">Where the numbers go.</param>
    /// <param name="at">Bytes from a record's start.</param>
    /// <param name="stride">Bytes from one record to the next.</param>
    public virtual void RunStrided(ref LayoutRun run, scoped Scratch scratch, int at, int stride) => throw new NotSupportedException();

    /// <summary>Marks every field in it as absent, which for those that refer to it is 0.</summary>
    public virtual void Skip(ref LayoutRun run, scoped Scratch scratch, int record)
    {
    }
}
