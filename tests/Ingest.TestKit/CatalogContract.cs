using Ingest.Actors.Batching;
using Ingest.Actors.Catalogs;
using Ingest.Actors.Records;
using Ingest.Actors.Units;
using Xunit;

namespace Ingest.TestKit;

/// <summary>What every <see cref="ICatalog"/> keeps that has something to tell. A subclass makes a fresh, empty catalog for each
/// test, for a lake that lies at <see cref="Root"/>.</summary>
public abstract class CatalogContract
{
    protected const string Root = "s3://lake-bucket/sensor-data";

    private static readonly DateOnly First = new(2026, 1, 5);

    protected CatalogContract() => Recorded = new RecordedLake(Lake);

    protected MemoryLake Lake { get; } = new();

    protected RecordedLake Recorded { get; }

    /// <summary>A decoded table, whose folder is called otherwise than it.</summary>
    protected static TableSpec Table { get; } = Readings.Table() with { Name = "raw_readings", Path = "raw-readings" };

    protected static TableSpec Copy { get; } = Readings.Table() with { Name = "sensors", Path = "sensors", Payload = null, Time = null, Columns = null, SortBy = [] };

    /// <summary>Another process's instance of the catalog.</summary>
    protected abstract ICatalog Catalog();

    /// <summary>Where the catalog says that a table lies, its columns and its partitions; null when it knows no such table.</summary>
    protected abstract Task<Cataloged?> FindAsync(string table);

    /// <summary>Lets so much time pass that nothing is too soon.</summary>
    protected abstract void Later();

    [SkippableFact]
    public async Task what_the_records_say_is_in_the_catalog()
    {
        await Recorded.CommitAsync(Table, First, late: [First.AddDays(-3)]);
        await Recorded.CommitAsync(Table, First.AddDays(1));

        Assert.Empty(await UpdateAsync());

        await AssertKnowsAsync("20260102", "20260105", "20260106");
        Cataloged found = (await FindAsync("raw_readings"))!;
        Assert.Equal($"{Root}/raw-readings", found.Location.TrimEnd('/'));
        Assert.Equal(["sensor_id int", "time timestamp", "value decimal(9,2)"], found.Columns);
        Assert.Equal(["date string"], found.Keys);
        Assert.All(found.Partitions, partition => Assert.Equal($"{Root}/raw-readings/date={partition.Key}", partition.Value.TrimEnd('/')));
    }

    [SkippableFact]
    public async Task what_comes_later_is_told_later_whoever_tells_it()
    {
        await Recorded.CommitAsync(Table, First);
        await UpdateAsync();
        await Recorded.CommitAsync(Table, First.AddDays(1));
        Later();

        await UpdateAsync();

        await AssertKnowsAsync("20260105", "20260106");
    }

    [SkippableFact]
    public async Task a_lake_without_records_tells_nothing()
    {
        Assert.Empty(await UpdateAsync());

        Assert.Null(await FindAsync("raw_readings"));
        Assert.Null(await FindAsync("raw_readings_rejects"));
    }

    [SkippableFact]
    public async Task what_is_not_committed_is_not_told()
    {
        await Recorded.CommitAsync(Table, First);
        var pending = new Unit(Table, UnitInterval.Of(First.AddDays(1)));
        await UpdateAsync();
        await Recorded.CommitAsync(pending, [Partition.Main(pending)], RecordState.Pending);
        Later();

        await UpdateAsync();

        await AssertKnowsAsync("20260105");
    }

    [SkippableFact]
    public async Task more_partitions_than_a_request_takes_are_told()
    {
        DateOnly[] days = [.. Enumerable.Range(0, 250).Select(day => First.AddDays(-day))];
        var unit = new Unit(Table, UnitInterval.Of(First));
        await Recorded.CommitAsync(unit, [.. days.Select(day => new Partition(PartitionKind.Data, day))]);

        await UpdateAsync();

        await AssertKnowsAsync([.. days.Select(day => $"{day:yyyyMMdd}").Order()]);
    }

    [SkippableFact]
    public async Task rejects_are_a_table_of_their_own_once_there_are_some()
    {
        await Recorded.CommitAsync(Table, First);
        await UpdateAsync();
        Assert.Null(await FindAsync("raw_readings_rejects"));
        await Recorded.CommitAsync(Table, First.AddDays(1), rejects: true);
        Later();

        await UpdateAsync();

        Cataloged found = (await FindAsync("raw_readings_rejects"))!;
        Assert.Equal(["20260106"], found.Partitions.Keys);
        Assert.Equal(["key string", "reason string", "payload_offset int", "payload binary"], found.Columns);
    }

    [SkippableFact]
    public async Task rejects_of_a_block_of_keys_lie_where_the_date_is_null()
    {
        TableSpec table = Table with { Time = null, KeyBlock = 1_000 };
        var unit = new Unit(table, new UnitInterval.Block(7));
        await Recorded.CommitAsync(unit, [new Partition(PartitionKind.Data, First), new Partition(PartitionKind.Rejects, null)]);

        await UpdateAsync(table);

        Cataloged found = (await FindAsync("raw_readings_rejects"))!;
        Assert.Equal("__HIVE_DEFAULT_PARTITION__", Assert.Single(found.Partitions).Key);
    }

    [SkippableFact]
    public async Task a_copied_table_has_no_partitions()
    {
        var unit = new Unit(Copy, UnitInterval.Whole);
        Recorded.Columns = ["id int64", "name text"];
        await Recorded.CommitAsync(unit, [Partition.Main(unit)]);

        await UpdateAsync(Copy);

        Cataloged found = (await FindAsync("sensors"))!;
        Assert.Equal($"{Root}/sensors", found.Location.TrimEnd('/'));
        Assert.Equal(["id bigint", "name string"], found.Columns);
        Assert.Empty(found.Keys);
        Assert.Empty(found.Partitions);
    }

    [SkippableFact]
    public async Task a_changed_schema_is_told_and_each_partition_keeps_its_place()
    {
        await Recorded.CommitAsync(Table, First);
        await Recorded.CommitAsync(Table, First.AddDays(1));
        await UpdateAsync();
        Recorded.Columns = ["sensor_id int64", "time timestamp(6)", "value decimal(9,2)", "co2 int32"];
        await Recorded.CommitAsync(Table, First);
        Later();

        await UpdateAsync();

        Cataloged found = (await FindAsync("raw_readings"))!;
        Assert.Equal(["sensor_id bigint", "time timestamp", "value decimal(9,2)", "co2 int"], found.Columns);
        await AssertKnowsAsync("20260105", "20260106");
        Assert.All(found.Partitions, partition => Assert.Equal($"{Root}/raw-readings/date={partition.Key}", partition.Value.TrimEnd('/')));
        Assert.All(found.PartitionColumns, columns => Assert.Equal(found.Columns, columns));
    }

    [SkippableFact]
    public async Task partitions_that_the_catalog_does_not_know_are_named()
    {
        Assert.Equal(["20260105"], await Catalog().UnknownAsync(Table, ["20260105"], default));
        await Recorded.CommitAsync(Table, First);
        await UpdateAsync();

        Assert.Equal(["19991231"], await Catalog().UnknownAsync(Table, ["19991231", "20260105"], default));
        Assert.Empty(await Catalog().UnknownAsync(Table, [], default));
    }

    [SkippableFact]
    public async Task what_was_forgotten_behind_everybodys_back_is_told_when_the_catalog_itself_is_asked()
    {
        await Recorded.CommitAsync(Table, First);
        await Recorded.CommitAsync(Table, First.AddDays(1));
        await UpdateAsync();
        await ForgetAsync("raw_readings", "20260106");
        Later();

        await UpdateAsync();
        Assert.Contains("20260106", await Catalog().UnknownAsync(Table, ["20260105", "20260106"], default));

        await Catalog().UpdateAsync([Table], anew: true, default);

        await AssertKnowsAsync("20260105", "20260106");
    }

    [SkippableFact]
    public async Task notes_that_another_process_writes_meanwhile_are_not_lost()
    {
        Recorded.Columns = ["id int64"];
        var copy = new Unit(Copy, UnitInterval.Whole);
        await Recorded.CommitAsync(copy, [Partition.Main(copy)]);
        await Recorded.CommitAsync(Table, First);
        bool first = true;
        Lake.Before = async (call, key, _) =>
        {
            if (call == "put" && key == CatalogNotes.Key && first)
            {
                first = false;
                await UpdateAsync(Copy);
            }
        };

        await UpdateAsync();

        (CatalogState state, _) = await new CatalogNotes(Lake, await NotedAsync()).ReadAsync(default);
        Assert.Equal(["raw_readings", "sensors"], state.Tables.Keys);
    }

    /// <summary>Somebody drops a partition.</summary>
    protected abstract Task ForgetAsync(string table, string partition);

    protected Task<IReadOnlyList<string>> UpdateAsync(params TableSpec[] tables) =>
        Catalog().UpdateAsync(tables.Length == 0 ? [Table] : tables, anew: false, default);

    /// <summary>The table's partitions are those and no others, as far as one can tell.</summary>
    protected virtual async Task AssertKnowsAsync(params string[] partitions) =>
        Assert.Equal(partitions, (await FindAsync("raw_readings"))!.Partitions.Keys.Order(StringComparer.Ordinal));

    /// <summary>Which catalog the notes are about.</summary>
    private async Task<string> NotedAsync()
    {
        using var json = System.Text.Json.JsonDocument.Parse((await Lake.GetControlAsync(CatalogNotes.Key, default))!.Content);
        return json.RootElement.GetProperty("catalog").GetString()!;
    }
}

/// <summary>A table as the catalog says it.</summary>
/// <param name="Location">Where it lies.</param>
/// <param name="Columns">A name and a type each.</param>
/// <param name="Keys">Partition columns, likewise.</param>
/// <param name="Partitions">Value and place.</param>
/// <param name="PartitionColumns">Of each partition.</param>
public sealed record Cataloged(
    string Location,
    IReadOnlyList<string> Columns,
    IReadOnlyList<string> Keys,
    IReadOnlyDictionary<string, string> Partitions,
    IReadOnlyList<IReadOnlyList<string>> PartitionColumns);
