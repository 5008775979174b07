using System.CommandLine;
using System.Globalization;
using Ingest.Actors.Decoding;
using Ingest.Actors.Lake;
using Ingest.Actors.Planning;
using Ingest.Actors.Records;
using Ingest.Actors.Units;
using Ingest.Host.Configuration;
using Ingest.Host.Output;
using Ingest.Host.Selection;

namespace Ingest.Host.Commands;

/// <summary><c>ingest status</c>: shows what the lake's records say, unit by unit, and which units of a range it has no record
/// of. Asks the lake alone.</summary>
internal sealed class StatusVerb : Verb
{
    private const string Closed = "closed";
    private const string Open = "open";
    private const string Samples = "samples";
    private const string Bytes = "bytes";
    private const string Changed = "changed";

    private static readonly IReadOnlyList<ResultColumn> Columns =
    [
        new("table", false), new("unit", false), new("state", false), new("rows", true), new("rejected", true),
        new(Samples, true), new("points", true), new("objects", true), new(Bytes, true), new(Changed, true),
    ];

    private readonly Option<string?> _table = SharedOptions.Table("Only this table.");
    private readonly UnitRangeOptions _range = new("the lake's first", "the lake's last");
    private readonly Option<string> _config = SharedOptions.Config();
    private readonly Option<bool> _json = SharedOptions.Json();

    public StatusVerb(CommandContext context)
        : base("status", "Show every unit of a range: what it was made from and what it holds, or that the lake has no record of it, as of days without rows that nobody brought. Without a range: the units that have a record.", context)
    {
        Add(_table);
        _range.AddTo(this);
        Add(_config);
        Add(_json);
    }

    protected override async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellation)
    {
        using IngestConfiguration configuration = Context.Configuration(arguments.GetValue(_config)!);
        var records = new RecordStore(LakeStore.Open(configuration.Lake, configuration.Aws, Context.Clock));
        List<IReadOnlyList<object?>> rows = [];
        List<string> damages = [];
        List<UnitRecord> changed = [];
        UnitRange? range = _range.Of(arguments);
        TableSet tables = _range.Tables(
            await RecordedTables.ReadAsync(configuration, Context.Clock, cancellation), arguments.GetValue(_table), arguments);
        foreach (TableSpec table in tables.Tables)
        {
            string decoder = DecoderHash.Of(table);
            foreach (UnitInterval interval in Units(table, await records.ListAsync(table, cancellation), range))
            {
                var unit = new Unit(table, interval);
                (TaggedRecord found, IngestException? damage) = await records.TryGetAsync(unit, cancellation);
                rows.Add(found.Record is { } record ? Row(record, decoder) : Row(unit, damage is null ? "no record" : "damaged"));
                damages.AddRange(damage is null ? [] : [damage.Message]);
                changed.AddRange(found.Record is { Changed: not null } other ? [other] : []);
            }
        }

        if (arguments.GetValue(_json))
        {
            JsonResult.Write(Context.Terminal.Out, new ResultTable(Columns, rows));
        }
        else
        {
            Show(rows);
        }

        Changes(changed).ForEach(Context.Terminal.Say);
        damages.ForEach(Context.Terminal.Say);
        return damages.Count == 0 ? ExitCodes.Done : ExitCodes.Failed;
    }

    /// <summary>For people: years of days on which nothing came would bury the others, and samples and changed values would not fit
    /// a terminal of 80 columns.</summary>
    private void Show(List<IReadOnlyList<object?>> rows)
    {
        List<IReadOnlyList<object?>> shown = [.. rows.Where(row => !IsEmpty(row)).Select(Readable)];
        AlignedTable.Write(new ResultTable([.. Columns.Where(IsShown)], shown), Context.Terminal.Out);
        if (rows.Count > shown.Count)
        {
            Context.Terminal.Out.Flush();
            Context.Terminal.Error.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"not shown: {rows.Count - shown.Count:N0} without rows (--json shows all)"));
        }
    }

    private static bool IsShown(ResultColumn column) => column.Name is not (Samples or Changed);

    private static bool IsEmpty(IReadOnlyList<object?> row) =>
        row[2] is Closed or Open && row.Skip(3).All(count => count is 0L);

    private static IReadOnlyList<object?> Readable(IReadOnlyList<object?> row) =>
    [
        .. Columns.Zip(row)
            .Where(cell => IsShown(cell.First))
            .Select(cell => cell switch
            {
                ({ Name: Bytes }, long bytes) => ByteText.Of(bytes),
                (_, long count) => string.Create(CultureInfo.InvariantCulture, $"{count:N0}"),
                var (_, text) => text,
            }),
    ];

    /// <summary>The units with a record and, in a range of days, those that have none. Which blocks of keys there should be only the
    /// source knows.</summary>
    private static IEnumerable<UnitInterval> Units(TableSpec table, IReadOnlyList<UnitInterval> recorded, UnitRange? range)
    {
        if (range is UnitRange.One one)
        {
            return table.HasUnits(one.Interval)
                ? [one.Interval]
                : throw new UsageException($"table {table.Name} has no units like {one.Interval.Name}");
        }

        if (table.Time is null)
        {
            return table.KeyBlock is null ? [UnitInterval.Whole] : recorded;
        }

        DateOnly[] days = [.. recorded.OfType<UnitInterval.Day>().Select(day => day.Date).Order()];
        if (range is not UnitRange.Days(var from, var to))
        {
            return recorded;
        }

        DateOnly? first = from ?? (days is [var lowest, ..] ? lowest : null);
        DateOnly? end = to ?? (days is [.., var highest] ? highest.AddDays(1) : null);
        return first is null || end is null
            ? []
            : Enumerable.Range(0, Math.Max(0, end.Value.DayNumber - first.Value.DayNumber)).Select(day => UnitInterval.Of(first.Value.AddDays(day)));
    }

    private static object?[] Row(Unit unit, string state) => [unit.Table.Name, unit.Name, state, 0L, 0L, 0L, 0L, 0L, 0L, 0L];

    private static object?[] Row(UnitRecord record, string decoder) =>
    [
        record.Table,
        record.Unit,
        State(record, decoder),
        record.Source.Rows,
        record.Rejected,
        record.Samples,
        record.Points,
        (long)record.Objects.Count,
        record.Objects.Sum(made => made.Size),
        record.Changed?.Values.Sum() ?? 0,
    ];

    /// <summary>A sentence for each column that has values which are not what the source holds.</summary>
    private static List<string> Changes(List<UnitRecord> records) =>
    [
        .. records
            .SelectMany(record => record.Changed!.Select(count => (record.Table, Column: count.Key, Type: TypeOf(record, count.Key), Count: count.Value)))
            .GroupBy(change => (change.Table, change.Column, change.Type))
            .Select(column => ChangeRule.Sentence(column.Key.Table, column.Key.Column, column.Key.Type, column.Sum(change => change.Count))),
    ];

    private static string TypeOf(UnitRecord record, string column) =>
        record.Columns.Select(described => described.Split(' ', 2)).FirstOrDefault(described => described[0] == column)?[^1] ?? "";

    private static string State(UnitRecord record, string decoder) => record switch
    {
        { IsCommitted: false } => "unfinished",
        _ when record.Decoder != decoder => "decoder changed",
        { Open: true } => Open,
        _ => Closed,
    };
}
