using System.Collections.Concurrent;
using System.Collections.Immutable;
using Ingest.Actors.Records;
using Ingest.Actors.Units;
using Ingest.TestKit;

namespace Ingest.Actors.Tests.Histories;

/// <summary>Three units, and what their source becomes, change after change.</summary>
internal sealed class Scenario
{
    private static readonly Lazy<Task<MemoryLake>> Ingested = new(async () =>
    {
        var history = new History(new Scenario(), new MemoryLake());
        await history.RunAsync();
        return history.Store;
    });

    private static readonly ConcurrentDictionary<string, Lazy<Task<IReadOnlyDictionary<string, byte[]>>>> Fresh = [];

    private readonly ConcurrentDictionary<(int Version, TableSpec Table), Task<IReadOnlyDictionary<string, byte[]>>> _fresh = [];
    private readonly Dictionary<string, TableSpec> _tables;

    public Scenario(params IEnumerable<SourceChange> changes)
    {
        List<SourceVersion> versions = [SourceVersion.First];
        foreach (SourceChange change in changes)
        {
            versions.Add(versions[^1] + change);
        }

        Versions = versions;
        _tables = versions.Select(source => source.Table).Distinct().ToDictionary(DecoderHash.Of);
        Name = string.Join(", ", changes);
    }

    private Scenario(SourceVersion only)
    {
        Versions = [only];
        _tables = [];
        Name = "";
    }

    public static ImmutableArray<UnitInterval> Units { get; } =
        [.. Enumerable.Range(0, 3).Select(UnitInterval (day) => UnitInterval.Of(SourceVersion.FirstDay.AddDays(day)))];

    /// <summary>When the source has its first version, by its own clock: all three days are closed.</summary>
    public static DateTimeOffset Start { get; } = new(2026, 1, 10, 0, 0, 0, TimeSpan.Zero);

    /// <summary>How long a version lasts.</summary>
    public static TimeSpan Tick { get; } = TimeSpan.FromSeconds(1);

    /// <summary>A lake that the first version was ingested into; a copy of it, each time.</summary>
    public static async Task<MemoryLake> IngestedAsync() => (await Ingested.Value).Copy();

    public string Name { get; }

    public IReadOnlyList<SourceVersion> Versions { get; }

    /// <summary>The version that a source had at a time of its clock.</summary>
    public static int VersionAt(DateTimeOffset sourceClock) => (int)((sourceClock - Start) / Tick);

    /// <summary>The objects with rows that a fresh ingest of a version makes in an empty lake.</summary>
    public Task<IReadOnlyDictionary<string, byte[]>> FreshAsync(int version, TableSpec table) =>
        _fresh.GetOrAdd((version, table), _ =>
        {
            SourceVersion source = Versions[version] with { Table = table };
            return Fresh.GetOrAdd(source.Content, _ => new(() => IngestAsync(source))).Value;
        });

    /// <summary>The configuration that has a decoder.</summary>
    public TableSpec TableOf(string decoder) => _tables[decoder];

    private static async Task<IReadOnlyDictionary<string, byte[]>> IngestAsync(SourceVersion source)
    {
        var history = new History(new Scenario(source), new MemoryLake());
        await history.RunAsync();
        return await ObjectFacts.WithRowsAsync(history.Store);
    }
}
