using System.Collections.Immutable;
using Ingest.Actors.Lake;
using Ingest.Actors.Records;

namespace Ingest.Actors.Tests.Committing;

/// <summary>What may happen to the rows of a unit with two event dates, or to how they are decoded. A kind undoes itself when it
/// happens again, so that objects also become what they had been.</summary>
internal enum ModelChange
{
    Inserted,
    Updated,
    MovedToAnotherDate,

    /// <summary>The second date's only row; the lake follows.</summary>
    Deleted,
    DecoderChanged,
}

/// <summary>A unit with two event dates whose source has changed whenever it is looked at again.</summary>
internal static class ModelSource
{
    public static readonly string[] Keys = ["d1", "d2"];

    private static readonly ImmutableArray<IReadOnlyDictionary<string, string>> Snapshots =
    [
        new Dictionary<string, string> { ["d1"] = "a", ["d2"] = "p" },
        new Dictionary<string, string> { ["d1"] = "b" },
        new Dictionary<string, string> { ["d1"] = "b", ["d2"] = "q" },
        new Dictionary<string, string> { ["d1"] = "a", ["d2"] = "q" },
    ];

    /// <summary>The lake after a first commit of the first snapshot: dates then go, come, stay as they were and become again what
    /// they had been.</summary>
    public static LakeModel Committed { get; } = CommittedOf(Snapshots);

    public static LakeModel Nothing { get; } = Committed with
    {
        Record = TaggedRecord.None,
        Objects = ImmutableSortedDictionary<string, string>.Empty,
    };

    /// <summary>The lake after a first commit, and then these changes, one before each look at the source.</summary>
    public static LakeModel Changing(params IEnumerable<ModelChange> changes)
    {
        var rows = ImmutableSortedDictionary<int, (string Date, string Value)>.Empty.Add(1, ("d1", "a")).Add(2, ("d2", "p"));
        int decoder = 0;
        List<IReadOnlyDictionary<string, string>> snapshots = [Content()];
        foreach (ModelChange change in changes)
        {
            rows = change switch
            {
                ModelChange.Inserted => Toggled(3, ("d1", "c")),
                ModelChange.Updated => rows.SetItem(1, rows[1] with { Value = rows[1].Value == "a" ? "b" : "a" }),
                ModelChange.MovedToAnotherDate => rows.SetItem(2, (rows.GetValueOrDefault(2).Date == "d2" ? "d1" : "d2", "p")),
                ModelChange.Deleted => Toggled(2, ("d2", "p")),
                _ => rows,
            };
            decoder ^= change == ModelChange.DecoderChanged ? 1 : 0;
            snapshots.Add(Content());
        }

        return CommittedOf([.. snapshots]);

        ImmutableSortedDictionary<int, (string Date, string Value)> Toggled(int id, (string Date, string Value) row)
        {
            ImmutableSortedDictionary<int, (string Date, string Value)> without = rows.Remove(id);
            return without == rows ? rows.Add(id, row) : without;
        }

        Dictionary<string, string> Content() => rows.GroupBy(row => row.Value.Date).ToDictionary(
            date => date.Key, date => $"{string.Concat(date.Select(row => row.Value.Value))}{decoder}");
    }

    public static int SnapshotOf(UnitRecord record) => (int)record.Source.Rows;

    public static RecordedObject Made(string key, string content, string? uploadId) => new(key, 1, content, 1, uploadId);

    public static UnitRecord Record(string token, int snapshot, IEnumerable<RecordedObject> objects) => new()
    {
        State = RecordState.Pending,
        Token = token,
        Table = "readings",
        Unit = "20260105",
        SourceClock = default,
        Open = false,
        Decoder = "d",
        Writer = 1,
        Source = Fingerprint.Empty with { Rows = snapshot },
        Checksum = "",
        Rejected = 0,
        Samples = 0,
        Points = 0,
        Objects = [.. objects],
    };

    private static LakeModel CommittedOf(ImmutableArray<IReadOnlyDictionary<string, string>> snapshots) => new(
        new TaggedRecord(Record("w0", 0, snapshots[0].Select(made => Made(made.Key, made.Value, null))) with { State = RecordState.Committed }, "w0"),
        ImmutableSortedDictionary<string, string>.Empty,
        snapshots[0].ToImmutableSortedDictionary())
    {
        Snapshots = snapshots,
    };
}
