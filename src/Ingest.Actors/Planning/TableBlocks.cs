using System.Globalization;
using Ingest.Actors.Paging;
using Ingest.Actors.Units;

namespace Ingest.Actors.Planning;

/// <summary>The blocks of keys of a table: those that the source has rows of and those that the lake has records of.</summary>
internal sealed class TableBlocks
{
    /// <summary>How many of the newest a routine run looks at, at most, when nothing but their age asks for it.</summary>
    public const int NewestMax = 16;

    /// <summary>More units than this are no plan: the planner would seek, and the lake hold records, without end.</summary>
    public const int UnrecordedMax = 1_000_000;

    private readonly SortedSet<long> _recorded;
    private readonly List<long> _unrecorded;
    private readonly (long Lowest, long Highest)? _ends;

    private TableBlocks(
        KeyMark? highest, (long Lowest, long Highest)? ends, DateTimeOffset clock, SortedSet<long> recorded, List<long> unrecorded)
    {
        Highest = highest;
        _ends = ends;
        Clock = clock;
        _recorded = recorded;
        _unrecorded = unrecorded;
    }

    /// <summary>The source's highest key; null when it has no rows.</summary>
    public KeyMark? Highest { get; }

    /// <summary>The source's clock.</summary>
    public DateTimeOffset Clock { get; }

    /// <summary>Blocks with a record, newest first.</summary>
    public IEnumerable<long> Recorded => _recorded.Reverse();

    /// <summary>All blocks, newest first.</summary>
    public IEnumerable<UnitInterval> All => NewestFirst(_recorded.Concat(_unrecorded));

    /// <summary>Finds them: one seek for each block that has rows and no record, and one for each gap.</summary>
    /// <exception cref="IngestException">There are too many.</exception>
    public static async Task<TableBlocks> FindAsync(
        SourceTable table, ISourceSnapshot snapshot, IEnumerable<UnitInterval> recorded, CancellationToken cancellation)
    {
        long size = table.Spec.KeyBlock!.Value;
        SortedSet<long> known = [.. recorded.OfType<UnitInterval.Block>().Select(block => block.Number)];
        List<long> unrecorded = [];
        Int128? highest = await snapshot.HighestKeyAsync(table, below: null, cancellation);
        (long Lowest, long Highest)? ends = null;
        for (Int128? key = highest; key is { } found;)
        {
            var block = UnitInterval.Block.Of(found, size);
            long first = ends?.Highest ?? block.Number;
            if (!known.Contains(block.Number))
            {
                unrecorded.Add(block.Number);
                Check(table, unrecorded.Count);
            }

            // What is recorded is known without looking.
            while (known.Contains(block.Number - 1))
            {
                block = new UnitInterval.Block(block.Number - 1);
            }

            ends = (block.Number, first);
            key = await snapshot.HighestKeyAsync(table, below: block.Start(size), cancellation);
        }

        KeyMark? mark = highest is { } top ? new KeyMark(top, snapshot.Clock) : null;
        return new TableBlocks(mark, ends, snapshot.Clock, known, unrecorded);
    }

    public static IEnumerable<UnitInterval> NewestFirst(IEnumerable<long> numbers) =>
        numbers.OrderDescending().Select(number => new UnitInterval.Block(number));

    /// <summary>The newest blocks, which a routine run looks at.</summary>
    public IReadOnlySet<long> Newest() =>
        _recorded.Concat(_unrecorded).OrderDescending().Take(NewestMax).ToHashSet();

    /// <summary>Whether a recorded block may have changed unseen: the highest key is in it, or below it, or left it lately.</summary>
    public bool IsOfLate(long number, DateTimeOffset? left, IReadOnlySet<long> newest, TimeSpan lookback) =>
        number == _ends?.Highest
        || (newest.Contains(number) && (left >= Clock - lookback || !(number < _ends?.Highest)));

    /// <summary>Blocks without a record that a routine run takes: the newest, and every gap since the oldest recorded one.</summary>
    public IEnumerable<long> Missing(IReadOnlySet<long> newest) =>
        _unrecorded.Where(number => newest.Contains(number) || (_recorded.Count > 0 && number > _recorded.Min));

    /// <summary>How many blocks with rows have no record and are not among those given.</summary>
    public int NeverSeen(IReadOnlySet<long> units) => _unrecorded.Count(number => !units.Contains(number));

    /// <summary>Whether a block can be asked for by name: the source or the lake has something of it.</summary>
    public bool Has(long number) => _recorded.Contains(number) || _unrecorded.Contains(number);

    /// <summary>The blocks with rows, for people.</summary>
    public string Text() => _ends is var (lowest, highest)
        ? $"blocks from {new UnitInterval.Block(lowest)} to {new UnitInterval.Block(highest)}"
        : "no rows";

    private static void Check(SourceTable table, int count)
    {
        if (count > UnrecordedMax)
        {
            throw IngestException.Permanent(string.Create(
                CultureInfo.InvariantCulture,
                $"Table {table.Spec.Name} has rows in more than {UnrecordedMax:N0} blocks of {table.Spec.KeyBlock:N0} keys: raise ")
                + "KeyBlock, so that a block holds some hundred thousand rows.");
        }
    }
}
