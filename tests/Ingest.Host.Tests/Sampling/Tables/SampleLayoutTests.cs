using Ingest.Actors.Units;
using Ingest.Host.Sampling.Tables;
using Xunit;

namespace Ingest.Host.Tests.Sampling.Tables;

public sealed class SampleLayoutTests
{
    public static TheoryData<string, TableSpec> Refused() => new()
    {
        { "a Payload whose Codec is sensorpack", SampleSpecs.Table with { Payload = null } },
        { "a Key of one column, not of 2", SampleSpecs.Table with { Key = ["a", "b"] } },
        { "a Time column", SampleSpecs.Table with { Time = null } },
        { "no UpdateColumn, and this one says changed_at", SampleSpecs.Table with { UpdateColumn = "changed_at" } },
        { "Columns with the sensor's number and no other, not 0 columns", SampleSpecs.Table with { Columns = null } },
        { "Columns with the sensor's number and no other, not 2 columns", SampleSpecs.Table with { Columns = ["sensor_id", "x"] } },
        { "different columns for key, time, sensor and payload", SampleSpecs.Table with { Columns = ["PAYLOAD"] } },
    };

    [Fact]
    public void Takes_the_columns_names_from_the_configuration()
    {
        SampleLayout layout = SampleLayout.Of(SampleSpecs.Table with { Columns = ["received_at", "device", "ID"] });

        Assert.Equal(
            ("raw_readings", "id", "received_at", "device", "payload"),
            (layout.Table, layout.Key, layout.Time.Column, layout.Sensor, layout.Payload));
    }

    [Fact]
    public void Calls_the_key_id_where_the_configuration_says_none()
    {
        Assert.Equal("id", SampleLayout.Of(SampleSpecs.Table with { Key = [] }).Key);
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public void Says_what_a_table_needs(string need, TableSpec table)
    {
        var refused = Assert.Throws<IngestException>(() => SampleLayout.Of(table));

        Assert.Equal(
            $"ingest sample cannot make the source of table raw_sensor_data: it needs {need}; choose another table with --table.",
            refused.Message);
    }
}
