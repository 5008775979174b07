using System.Diagnostics.CodeAnalysis;
using Ingest.Actors.Records;
using Ingest.Actors.Units;
using Ingest.TestKit;

namespace Ingest.Actors.Tests.Histories;

/// <summary>A lake that is not what its records or its source say.</summary>
internal sealed class LakeDisagreement(string what) : Exception(what);

/// <summary>
/// What must hold of a lake. Whenever a unit's record is committed: every object that it lists is there with that size and hash;
/// nothing else under a key of the unit holds rows; its objects with rows are, byte for byte, those of a fresh ingest of the source
/// as it was when the record's snapshot began; and no commit is of an older snapshot than the commit before it. Whatever a reader
/// sees is a whole Parquet file. At the end the lake is a fresh ingest of the last source, and no upload that a record ever listed
/// can still be completed.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "A semaphore that nobody asks for its handle holds nothing.")]
internal sealed class LakeOracle(Scenario scenario, MemoryLake store)
{
    private readonly RecordStore _records = new(store);
    private readonly Dictionary<string, int> _committed = [];
    private readonly HashSet<string> _listed = [];

    /// <summary>A writer publishes several objects at once, and each is looked at when it is there.</summary>
    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <summary>After something was written under a key: a unit's record, or an object.</summary>
    /// <exception cref="LakeDisagreement"/>
    public async Task LookAsync(string key)
    {
        await _turn.WaitAsync();
        try
        {
            foreach (UnitInterval interval in Scenario.Units)
            {
                var unit = new Unit(scenario.Versions[0].Table, interval);
                if (IsOf(key, unit))
                {
                    await LookAsync(unit);
                }
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>When everything is done.</summary>
    /// <exception cref="LakeDisagreement"/>
    public async Task CloseAsync(int version)
    {
        foreach (UnitInterval interval in Scenario.Units)
        {
            await LookAsync(new Unit(scenario.Versions[0].Table, interval));
        }

        IReadOnlyDictionary<string, byte[]> fresh = await scenario.FreshAsync(version, scenario.Versions[version].Table);
        IReadOnlyDictionary<string, byte[]> lake = await ObjectFacts.WithRowsAsync(store);
        foreach (string key in fresh.Keys.Union(lake.Keys))
        {
            if (!fresh.TryGetValue(key, out byte[]? wanted) || !lake.TryGetValue(key, out byte[]? there) || !wanted.AsSpan().SequenceEqual(there))
            {
                throw new LakeDisagreement($"in the end {key} is not what a fresh ingest of the source makes");
            }
        }

        if (_listed.Intersect(store.UploadIds).FirstOrDefault() is { } left)
        {
            throw new LakeDisagreement($"in the end {left}, which a record listed, can still be completed");
        }
    }

    private async Task LookAsync(Unit unit)
    {
        IReadOnlyDictionary<string, byte[]> objects = store.ObjectsOf(key => IsOf(key, unit));
        Dictionary<string, ObjectFacts> there = [];
        foreach ((string key, byte[] bytes) in objects)
        {
            there.Add(key, await ObjectFacts.OfAsync(bytes));
        }

        if ((await _records.GetAsync(unit, default)).Record is not { } record)
        {
            return;
        }

        _listed.UnionWith(record.Uploads.Concat(record.Superseded).Select(upload => upload.UploadId));
        if (record.IsCommitted)
        {
            int version = Scenario.VersionAt(record.SourceClock);
            Agree(unit, record, there);
            GoForward(unit, version);
            await BeWhatTheSourceSaid(unit, record, version, there);
        }
    }

    private static void Agree(Unit unit, UnitRecord record, Dictionary<string, ObjectFacts> there)
    {
        foreach (RecordedObject listed in record.Objects)
        {
            if (there.GetValueOrDefault(listed.Key) != new ObjectFacts(listed.Sha256, listed.Size, listed.Rows))
            {
                throw new LakeDisagreement($"{unit} is committed with {listed}, and there is {there.GetValueOrDefault(listed.Key)}");
            }
        }

        foreach (string key in there.Where(found => found.Value.Rows > 0).Select(found => found.Key).Except(record.Objects.Select(listed => listed.Key)))
        {
            throw new LakeDisagreement($"{unit} is committed without {key}, which has rows");
        }
    }

    private void GoForward(Unit unit, int version)
    {
        if (version < _committed.GetValueOrDefault(unit.Name))
        {
            throw new LakeDisagreement($"{unit} went back from version {_committed[unit.Name]} of the source to {version}");
        }

        _committed[unit.Name] = version;
    }

    private async Task BeWhatTheSourceSaid(Unit unit, UnitRecord record, int version, Dictionary<string, ObjectFacts> there)
    {
        Dictionary<string, ObjectFacts> fresh = [];
        foreach ((string key, byte[] bytes) in (await scenario.FreshAsync(version, scenario.TableOf(record.Decoder))).Where(made => IsOf(made.Key, unit)))
        {
            fresh.Add(key, await ObjectFacts.OfAsync(bytes));
        }

        foreach (string key in fresh.Keys.Union(there.Keys))
        {
            ObjectFacts? wanted = fresh.GetValueOrDefault(key);
            ObjectFacts? found = there.GetValueOrDefault(key) is { Rows: > 0 } rows ? rows : null;
            if (wanted != found)
            {
                throw new LakeDisagreement($"{unit} is committed from version {version}, which makes {wanted} of {key}, and there is {found}");
            }
        }
    }

    /// <summary>Whether a key belongs to a unit: it is named after it, or it is the day's own object.</summary>
    private static bool IsOf(string key, Unit unit) =>
        key.EndsWith($"/{unit.Name}.parquet", StringComparison.Ordinal)
        || key == $"{unit.Table.Name}/{unit.Name}.json"
        || key.EndsWith($"/{LakeSchema.PartitionColumn}={unit.Name}/data.parquet", StringComparison.Ordinal);
}
