using System.Reflection;
using Ingest.Actors.Records;
using Ingest.Actors.Units;
using Ingest.Codec;
using Ingest.Codec.Columns;
using Ingest.TestKit;
using Xunit;

namespace Ingest.Actors.Tests.Records;

/// <summary>The hash says whether a unit has to be decoded again: it changes with all that changes values and with nothing
/// else, or every day of history is read again for nothing.</summary>
public sealed class DecoderHashTests
{
    private static readonly TableSpec Table = Readings.Table() with
    {
        Payload = new PayloadSpec("payload", new Decoder()),
        UpdateColumn = "changed_at",
    };

    /// <summary>Changes of each property that change the values of objects.</summary>
    private static readonly Dictionary<string, TableSpec[]> Values = new()
    {
        [nameof(TableSpec.Columns)] = [Table with { Columns = null }, Table with { Columns = ["id"] }, Table with { Columns = ["sensor_id", "id"] }],
        [nameof(TableSpec.Exclude)] = [Table with { Exclude = ["id"] }],
        [nameof(TableSpec.Rename)] = [Table with { Rename = new Dictionary<string, string> { ["id"] = "a" } }, Table with { Rename = new Dictionary<string, string> { ["id"] = "b" } }],
        [nameof(TableSpec.Hash)] =
        [
            Table with { Hash = new HashSpec(["id"], "a key of sixteen"u8.ToArray()) },
            Table with { Hash = new HashSpec(["id"], "another of these!"u8.ToArray()) },
            Table with { Hash = new HashSpec(["sensor_id"], "a key of sixteen"u8.ToArray()) },
        ],
        [nameof(TableSpec.Zone)] = [Table with { Zone = new WallClock(TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin")) }],
        [nameof(TableSpec.SortBy)] = [Table with { SortBy = [] }, Table with { SortBy = ["time", "sensor_id"] }],
        [nameof(TableSpec.EventTime)] =
        [
            Table with { EventTime = Table.EventTime with { From = new DateOnly(1990, 1, 1) } },
            Table with { EventTime = Table.EventTime with { Ahead = TimeSpan.FromDays(2) } },
        ],
        [nameof(TableSpec.Payload)] =
        [
            Table with { Payload = null },
            Table with { Payload = Table.Payload! with { Column = "raw" } },
            Decoded(new Decoder { Codec = "other" }),
            Decoded(new Decoder { Version = 2 }),
            Decoded(new Decoder { Channels = [] }),
            Decoded(new Decoder { Channels = [Decoder.Default with { Name = "humidity" }] }),
            Decoded(new Decoder { Channels = [Decoder.Default with { Type = ColumnType.Decimal(9, 3) }] }),
            Decoded(new Decoder { Channels = [Decoder.Default with { Type = ColumnType.Decimal(12, 2) }] }),
            Decoded(new Decoder { Channels = [Decoder.Default with { Type = ColumnType.Double }] }),
            Decoded(new Decoder { Channels = [Decoder.Default with { Type = ColumnType.Float }] }),
            Decoded(new Decoder { Channels = [Decoder.Default with { Round = true }] }),
            Decoded(new Decoder { Definition = "a file's hash" }),
        ],
    };

    /// <summary>Changes of each property that leave the values alone. What decides which rows a unit has or where its
    /// objects are is the table's identity instead.</summary>
    private static readonly Dictionary<string, TableSpec[]> NoValues = new()
    {
        [nameof(TableSpec.Name)] = [Table with { Name = "other" }],
        [nameof(TableSpec.SourceTable)] = [Table with { SourceTable = "other" }],
        [nameof(TableSpec.Path)] = [Table with { Path = "other" }],
        [nameof(TableSpec.Key)] = [Table with { Key = ["sensor_id", "id"] }],
        [nameof(TableSpec.Time)] = [Table with { Time = null }, Table with { Time = new TimeSpec("received_at", TimeEncoding.EpochMs) }],
        [nameof(TableSpec.KeyBlock)] = [Table with { KeyBlock = 1_000 }],
        [nameof(TableSpec.IsUnnamed)] = [Table with { IsUnnamed = true }],
        [nameof(TableSpec.UpdateColumn)] = [Table with { UpdateColumn = null }],
        [nameof(TableSpec.Rejects)] = [Table with { Rejects = new RejectBudget(0.5, 7) }],
        [nameof(TableSpec.Settle)] = [Table with { Settle = TimeSpan.FromHours(1) }],
        [nameof(TableSpec.Audit)] = [Table with { Audit = 0.5 }],
        [nameof(TableSpec.Lookback)] = [Table with { Lookback = TimeSpan.FromDays(1) }],
        [nameof(TableSpec.Unpaged)] = [Table with { Unpaged = true }],
        [nameof(TableSpec.OnDrift)] = [Table with { OnDrift = DriftRule.Add }],
        [nameof(TableSpec.OnShrink)] = [Table with { OnShrink = ShrinkRule.Follow }],
        [nameof(TableSpec.Payload)] = [Decoded(new Decoder { Channels = [Decoder.Default with { Unit = "K" }] })],
    };

    [Fact]
    public void every_property_of_a_table_is_said_to_change_values_or_not()
    {
        Assert.Equal(
            typeof(TableSpec).GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.CanWrite).Select(property => property.Name).Order(),
            Values.Keys.Union(NoValues.Keys).Order());
    }

    [Fact]
    public void what_changes_values_changes_the_hash_each_in_its_own_way()
    {
        string[] hashes = [DecoderHash.Of(Table), .. Values.Values.SelectMany(tables => tables).Select(DecoderHash.Of)];

        Assert.Distinct(hashes);
    }

    [Fact]
    public void nothing_else_changes_the_hash()
    {
        Assert.All(NoValues.Values.SelectMany(tables => tables), table => Assert.Equal(DecoderHash.Of(Table), DecoderHash.Of(table)));
    }

    [Fact]
    public void a_hash_stays_what_it_was_when_the_program_is_rebuilt()
    {
        Assert.Matches("^[0-9a-f]{16}$", DecoderHash.Of(Table));
        Assert.Equal("67c3469a3da15704", DecoderHash.Of(Table));
    }

    private static TableSpec Decoded(Decoder decoder) => Table with { Payload = new PayloadSpec("payload", decoder) };

    private sealed class Decoder : IPayloadDecoder
    {
        public static readonly Channel Default = new("temperature", 2, 9, "Cel");

        public string Codec { get; init; } = "test";

        public int Version { get; init; } = 1;

        public string Definition { get; init; } = "";

        public IReadOnlyList<Channel> Channels { get; init; } = [Default];

        public int Decode(ReadOnlySpan<byte> payload, SampleColumns samples) => 0;
    }
}
