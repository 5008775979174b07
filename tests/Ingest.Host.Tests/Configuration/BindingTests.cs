using Ingest.Actors.Catalogs;
using Ingest.Actors.Lake;
using Ingest.Actors.Paging;
using Ingest.Actors.Supervisors;
using Ingest.Actors.Units;
using Ingest.Host.Configuration;
using Ingest.Host.Secrets;
using SourceSpec = Ingest.Actors.Paging.SourceSpec;

namespace Ingest.Host.Tests.Configuration;

public sealed class BindingTests : ConfigurationFixture
{
    [Fact]
    public void A_decoded_table_becomes_its_specification()
    {
        TableSpec table = Read().Tables[0];

        Assert.Equal("raw_sensor_data", table.Name);
        Assert.Equal("raw_readings", table.SourceTable);
        Assert.Equal("raw-sensor-data", table.Path);
        Assert.Equal(["id"], table.Key);
        Assert.Equal(new TimeSpec("received_at", TimeEncoding.Datetime), table.Time);
        Assert.Equal(["Sensor_Id"], table.Columns);
        Assert.Equal(["sensor_id", "time"], table.SortBy);
        Assert.Equal("payload", table.Payload!.Column);
        Assert.Equal("sensorpack", table.Payload.Decoder.Codec);
        Assert.Equal(["temperature decimal(9,2)", "co2 decimal(9,0)"], table.Payload.Decoder.Channels.Select(channel => $"{channel.Name} {channel.Type}"));
    }

    [Fact]
    public void A_copied_table_takes_all_columns_as_one_unit_under_its_own_name()
    {
        TableSpec table = Read().Tables[1];

        Assert.Equal(("sensors", "sensors", "sensors"), (table.Name, table.SourceTable, table.Path));
        Assert.Empty(table.Key);
        Assert.Null(table.Payload);
        Assert.Null(table.Columns);
        Assert.Null(table.Time);
    }

    [Fact]
    public void The_defaults_are_those_of_the_design()
    {
        IngestConfiguration configuration = Read();
        TableSpec table = configuration.Tables[0];

        Assert.Equal(TimeSpan.FromMinutes(15), table.Settle);
        Assert.Equal(TimeSpan.FromDays(7), table.Lookback);
        Assert.Equal((0.01, 100), (table.Rejects.Share, table.Rejects.AtLeast));
        Assert.Equal((new DateOnly(2000, 1, 1), TimeSpan.FromDays(1)), (table.EventTime.From, table.EventTime.Ahead));
        Assert.Equal(ShrinkRule.Report, table.OnShrink);
        Assert.Equal(4, configuration.Source.MaxConnections);
        Assert.Equal((null, TimeSpan.FromMinutes(10)), (configuration.Source.MaxBytesPerSecond, configuration.Source.MaxSnapshot));
        Assert.Equal(new RetryPolicy(5, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1)), configuration.Retry);
        Assert.Equal(TimeSpan.FromSeconds(30), configuration.StopWithin);
        Assert.Equal(512 * 1024, configuration.Limits.PageBytes);
        Assert.Equal(160 * 1024 * 1024, configuration.Limits.UnitBytes);
        Assert.Equal(1_048_576, configuration.Limits.RowGroupRows);
        Assert.Equal(32 * 1024 * 1024, configuration.Limits.RowGroupBytes);
    }

    [Fact]
    public async Task Every_key_reaches_its_place()
    {
        const string table = "Tables:raw_sensor_data";
        IngestConfiguration configuration = With(
            ("Source:Options", """{ "ConnectionTimeout": "5" }"""),
            ("Source:Tls", "\"verify-ca\""),
            ("Source:MaxConnections", "9"),
            ("Source:MaxBytesPerSecond", "\"4MiB\""),
            ("Source:MaxSnapshot", "\"30m\""),
            ($"{table}:Time:As", "\"epoch-ms\""),
            ($"{table}:Settle", "\"1h\""),
            ($"{table}:Lookback", "\"30d\""),
            ($"{table}:UpdateColumn", "\"updated_at\""),
            ($"{table}:OnShrink", "\"follow\""),
            ($"{table}:Rejects", """{ "Share": 0.5, "AtLeast": 7 }"""),
            ($"{table}:EventTime", """{ "From": "20150601", "Ahead": "00:15:00" }"""),
            ($"{table}:Payload:Channels:1", """{ "Name": "co2", "Scale": 9 }"""),
            ("Engine", """{ "PageBytes": "1MiB", "UnitBytes": 536870912, "UnitParallelism": 3, "DecodeParallelism": 4, "RowGroupRows": 5000, "RowGroupBytes": "64 MiB" }"""),
            ("Retry", """{ "Count": 2, "First": "250ms", "Longest": "10s" }"""),
            ("StopWithin", "\"1m\""));

        TableSpec spec = configuration.Tables[0];
        Assert.Equal("5", configuration.Source.Options["ConnectionTimeout"]);
        Assert.Equal(9, configuration.Source.MaxConnections);
        SourceSpec source = await SourceAccess.SpecAsync(configuration, TimeProvider.System, CancellationToken.None);
        Assert.Equal((9, 4L << 20, TimeSpan.FromMinutes(30)), (source.MaxConnections, source.MaxBytesPerSecond, source.MaxSnapshot));
        Assert.Equal((SourceTls.VerifyCa, "5"), (source.Tls, source.Options["ConnectionTimeout"]));
        Assert.Equal(TimeEncoding.EpochMs, spec.Time!.As);
        Assert.Equal((TimeSpan.FromHours(1), TimeSpan.FromDays(30)), (spec.Settle, spec.Lookback));
        Assert.Equal("updated_at", spec.UpdateColumn);
        Assert.Equal(ShrinkRule.Follow, spec.OnShrink);
        Assert.Equal((0.5, 7), (spec.Rejects.Share, spec.Rejects.AtLeast));
        Assert.Equal((new DateOnly(2015, 6, 1), TimeSpan.FromMinutes(15)), (spec.EventTime.From, spec.EventTime.Ahead));
        Assert.Equal("decimal(18,9)", spec.Payload!.Decoder.Channels[1].Type.ToString());
        Assert.Equal((1 << 20, 512L << 20, 3, 4, 5000, 64 << 20), (
            configuration.Limits.PageBytes, configuration.Limits.UnitBytes, configuration.Limits.UnitParallelism,
            configuration.Limits.DecodeParallelism, configuration.Limits.RowGroupRows, configuration.Limits.RowGroupBytes));
        Assert.Equal(new RetryPolicy(2, TimeSpan.FromMilliseconds(250), TimeSpan.FromSeconds(10)), configuration.Retry);
        Assert.Equal(TimeSpan.FromMinutes(1), configuration.StopWithin);
    }

    [Fact]
    public void The_environment_overrides_the_file()
    {
        Environment["Ingest__Lake__Root"] = "/elsewhere/lake";
        Environment["Ingest__Tables__raw_sensor_data__Settle"] = "5m";

        IngestConfiguration configuration = Read();

        Assert.Equal("/elsewhere/lake", configuration.Lake.Root);
        Assert.Equal(TimeSpan.FromMinutes(5), configuration.Tables[0].Settle);
    }

    [Fact]
    public void Relative_paths_are_taken_from_the_configurations_folder()
    {
        IngestConfiguration configuration = With(("Source:Url", "\"sqlite:data/source.db\""));

        Assert.Equal(Path.Combine(Folder.Path, "lake"), configuration.Lake.Root);
        Assert.Equal(Path.Combine(Folder.Path, "data/source.db"), configuration.Source.Url.LocalPath);
    }

    [Fact]
    public async Task A_password_comes_from_the_environment_a_file_or_the_configuration()
    {
        Environment["DB_PASSWORD"] = "from environment";
        Folder.File("secret", "from file\n");

        Assert.Equal("from environment", await PasswordAsync("""{ "Env": "DB_PASSWORD" }"""));
        Assert.Equal("from file", await PasswordAsync("""{ "File": "secret" }"""));
        Assert.Equal("as it is", await PasswordAsync("""{ "Value": "as it is" }"""));
    }

    [Fact]
    public void A_lake_in_s3_has_a_bucket_and_a_prefix()
    {
        IngestConfiguration configuration = With(
            ("Lake", """{ "Root": "s3://my-bucket/sensor-data/", "Endpoint": "http://127.0.0.1:9000", "PathStyle": false, "Checksums": "when-required", "StorageClass": "STANDARD_IA" }"""),
            ("Aws", """{ "Region": "eu-central-1" }"""),
            ("Catalog", """{ "Kind": "glue", "Database": "sensors", "MinInterval": "1h" }"""));

        var lake = Assert.IsType<LakeSpec.Bucketed>(configuration.Lake);
        Assert.Equal(("my-bucket", "sensor-data", "s3://my-bucket/sensor-data"), (lake.Bucket, lake.Prefix, lake.Root));
        Assert.Equal((new Uri("http://127.0.0.1:9000"), false, false, "STANDARD_IA"), (lake.Endpoint, lake.PathStyle, lake.Checksums, lake.StorageClass));
        Assert.Equal("eu-central-1", configuration.Aws.Region);
        var catalog = Assert.IsType<CatalogSpec.Glue>(configuration.Catalog);
        Assert.Equal(("sensors", null, TimeSpan.FromHours(1)), (catalog.Database, catalog.Crawler, catalog.MinInterval));
    }

    [Fact]
    public void A_password_is_not_printed()
    {
        Assert.DoesNotContain("hunter2", With(("Source:Password", """{ "Value": "hunter2" }""")).ToString(), StringComparison.Ordinal);
    }

    private async Task<string?> PasswordAsync(string json)
    {
        SourceSpec source = await SourceAccess.SpecAsync(With(("Source:Password", json)), TimeProvider.System, CancellationToken.None);
        return source.Logins is null ? source.Password : (await source.Logins.ReadAsync(anew: false, CancellationToken.None)).Password;
    }
}
