using Ingest.Host.Configuration;

namespace Ingest.Host.Tests.Configuration;

public sealed class SentenceTests : ConfigurationFixture
{
    private const string Table = "Tables:raw_sensor_data";

    [Theory]
    [InlineData("Tables:raw_sensor_data:Payload:Chanels", "[]", "Tables:raw_sensor_data:Payload:Chanels: unknown key, did you mean Channels?")]
    [InlineData("Tables:raw_sensor_data:Payload:Channels:0:Scael", "2", "Tables:raw_sensor_data:Payload:Channels:0:Scael: unknown key, did you mean Scale?")]
    [InlineData("Lake:Bucket", "\"b\"", "Lake:Bucket: unknown key; the keys here are Root, Region, Endpoint, PathStyle, Checksums, KmsKey, StorageClass")]
    [InlineData("Catalogue", """{ "Kind": "glue" }""", "Catalogue: unknown key, did you mean Catalog?")]
    [InlineData("Catalog:Kind", "\"hive\"", "Catalog:Kind: expected none or glue, not 'hive'")]
    [InlineData("Source:Url", null, "Source:Url: missing; write mysql://user@host:3306/schema or sqlite:///absolute/path, or name a secret that says it with Source:Secret")]
    [InlineData("Source", null, "Source:Url: missing; write mysql://user@host:3306/schema or sqlite:///absolute/path, or name a secret that says it with Source:Secret")]
    [InlineData("Lake", null, "Lake:Root: missing; it is required")]
    [InlineData("Tables", null, "Tables: missing; it is required")]
    [InlineData("Tables", "\"none\"", "Tables: expected an object, not 'none'")]
    [InlineData("StopWithin", "\"soon\"", "StopWithin: expected a duration such as 7d, 15m, 10s or 00:15:00, not 'soon'")]
    [InlineData("StopWithin", "30", "StopWithin: expected a duration such as 7d, 15m, 10s or 00:15:00, not '30'")]
    [InlineData("StopWithin", "\"2h\"", "StopWithin: 2h is out of range; expected 1s to 1h")]
    [InlineData("Engine:PageBytes", "\"2MB\"", "Engine:PageBytes: expected a size such as 2MiB or a number of bytes, not '2MB'")]
    [InlineData("Source:MaxConnections", "0", "Source:MaxConnections: 0 is out of range; expected 1 to 1000")]
    [InlineData("Source:MaxConnections", "\"many\"", "Source:MaxConnections: expected a whole number, not 'many'")]
    [InlineData("Tables:raw_sensor_data:Key", "\"id\"", "Tables:raw_sensor_data:Key: expected a list, not 'id'")]
    [InlineData("Tables:raw_sensor_data:Key", """{ "a": "id" }""", "Tables:raw_sensor_data:Key: expected a list, not an object")]
    [InlineData("Tables:raw_sensor_data:Path", "[\"a\"]", "Tables:raw_sensor_data:Path: expected text, not an object or a list")]
    [InlineData("Tables:raw_sensor_data:Copy", "\"yes\"", "Tables:raw_sensor_data:Copy: expected true or false, not 'yes'")]
    [InlineData("Tables:raw_sensor_data:Rejects:Share", "1.5", "Tables:raw_sensor_data:Rejects:Share: 1.5 is out of range; expected 0 to 1")]
    [InlineData("Tables:raw_sensor_data:OnShrink", "\"ignore\"", "Tables:raw_sensor_data:OnShrink: expected report or follow, not 'ignore'")]
    [InlineData("Tables:raw_sensor_data:Time:As", "\"epoch\"", "Tables:raw_sensor_data:Time:As: expected datetime or epoch-s or epoch-ms or epoch-us, not 'epoch'")]
    public void A_wrong_key_or_value_is_told_with_its_path(string path, string? json, string sentence) =>
        Assert.Equal([sentence], ErrorsWith((path, json)));

    [Theory]
    [InlineData("\"reader.example\"", "'reader.example' is no URL; write mysql://user@host:3306/schema or sqlite:///absolute/path")]
    [InlineData("\"postgres://a/b\"", "unknown scheme 'postgres'; write mysql://user@host:3306/schema or sqlite:///absolute/path")]
    [InlineData("\"mysql://u:secret@host/s\"", "holds a password; write it under Source:Password instead, so that the URL can be printed")]
    [InlineData("\"mysql://u@host\"", "names no schema; write mysql://user@host:3306/schema")]
    [InlineData("\"mysql://u@host/s?SslMode=None\"", "ends in a query; write the driver's keywords under Source:Options")]
    [InlineData("\"sqlite:///\"", "names no file; write sqlite:///absolute/path, or sqlite:path relative to the configuration file")]
    [InlineData("\"mysql://host/s\"", "names no user; write mysql://user@host:3306/schema")]
    public void A_wrong_source_is_told(string url, string sentence) =>
        Assert.Equal([$"Source:Url: {sentence}"], ErrorsWith(("Source:Url", url)));

    [Theory]
    [InlineData("""{ "Env": "NOT_SET" }""", "Source:Password:Env: the environment variable NOT_SET is not set")]
    [InlineData("""{ "File": "/no/such/file" }""", "Source:Password:File: there is no file /no/such/file")]
    [InlineData("""{ "Env": "A", "Value": "b" }""", "Source:Password: say where the password is with one of Env, File, Parameter, Secret, RdsToken and Value")]
    public void A_password_that_is_not_there_is_told(string json, string sentence) =>
        Assert.Equal([sentence], ErrorsWith(("Source:Password", json)));

    [Theory]
    [InlineData("Source:Password", "\"hunter2\"", "Source:Password: expected an object")]
    [InlineData("Source:Password:RdsToken", "\"hunter2\"", "Source:Password:RdsToken: expected true or false")]
    [InlineData("Source:Password:Env", "\"hunter2\"", "Source:Password:Env: the environment variable that it names is not set")]
    [InlineData("Source:Password:Value", "[\"hunter2\"]", "Source:Password:Value: expected text, not an object or a list")]
    [InlineData("Source:Options", "\"Password=hunter2\"", "Source:Options: expected an object")]
    [InlineData("Source:Options:Password", "[\"hunter2\"]", "Source:Options:Password: expected text, not an object or a list")]
    [InlineData("Source", "\"mysql://u:hunter2@host/s\"", "Source: expected an object")]
    [InlineData("Source:Url", "\"u:hunter2@host/s\"", "Source:Url: it is no URL; write mysql://user@host:3306/schema or sqlite:///absolute/path")]
    [InlineData("Source:Url", "\"hunter2://u:hunter2@host/s\"", "Source:Url: unknown scheme; write mysql://user@host:3306/schema or sqlite:///absolute/path")]
    [InlineData("Aws", "\"key:hunter2\"", "Aws: expected an object")]
    [InlineData("Aws:Endpoint", "\"key:hunter2@host\"", "Aws:Endpoint: it is no address; write https://host or https://host:port")]
    public void What_may_be_a_secret_is_not_repeated(string path, string json, string sentence) =>
        Assert.Equal(sentence, ErrorsWith((path, json))[0]);

    [Fact]
    public void What_may_be_a_secret_without_quotes_is_not_repeated() => Assert.EndsWith(
        "ingest.json: cannot be read as JSON: look at line 1, position 39",
        Assert.Single(Assert.Throws<ConfigurationException>(() => Read("""{ "Source": { "Password": { "Value": thunter2 } } }""")).Errors),
        StringComparison.Ordinal);

    [Theory]
    [InlineData("""{ "Secret": "db", "Url": "mysql://user@host/s" }""", "Source:Url: names a user, and so does the secret of Source:Secret; leave the user out here")]
    [InlineData("""{ "Secret": "db", "Password": { "Value": "x" } }""", "Source:Password: the secret of Source:Secret has the password; leave one of them out")]
    [InlineData("""{ "Url": "sqlite:a.db", "CaFile": "ingest.json" }""", "Source:CaFile: only for mysql://; a file has no login")]
    [InlineData("""{ "Url": "sqlite:a.db", "Secret": "db" }""", "Source:Secret: only for mysql://; a file has no login")]
    [InlineData("""{ "Url": "mysql://u@host/s", "Tls": "required", "CaFile": "ingest.json" }""", "Source:CaFile: nobody is asked to vouch for the server with Source:Tls required; leave one of them out")]
    [InlineData("""{ "Url": "mysql://u@host/s", "Tls": "off", "Password": { "RdsToken": true } }""", "Source:Tls: an RDS token goes to a verified server only; leave Tls out")]
    [InlineData("""{ "Url": "mysql://u@host/s", "Tls": "none" }""", "Source:Tls: expected verify-full or verify-ca or required or off, not 'none'")]
    [InlineData("""{ "Url": "mysql://u@host/s", "CaFile": "/no/such.pem" }""", "Source:CaFile: there is no file /no/such.pem; for RDS and Aurora download https://truststore.pki.rds.amazonaws.com/global/global-bundle.pem")]
    [InlineData("""{ "Url": "mysql://u@host/s", "Password": { "RdsToken": false } }""", "Source:Password: say where the password is with one of Env, File, Parameter, Secret, RdsToken and Value")]
    [InlineData("""{ "Url": "mysql://u@host/s", "Password": { "Secret": "" } }""", "Source:Password:Secret: empty; write a name or an ARN")]
    public void A_login_that_does_not_fit_together_is_told(string json, string sentence) => Assert.Equal([sentence], ErrorsWith(("Source", json)));

    [Theory]
    [InlineData("\"\"", "Lake:Root: empty; write s3://bucket/prefix, or name a directory")]
    [InlineData("\"gs://bucket/lake\"", "Lake:Root: 'gs://bucket/lake' is no lake; write s3://bucket/prefix, or name a directory")]
    [InlineData("\"s3:/bucket/lake\"", "Lake:Root: 's3:/bucket/lake' is no lake; write s3://bucket/prefix, or name a directory")]
    [InlineData("\"s3://\"", "Lake:Root: '' is no bucket's name; write s3://bucket/prefix")]
    [InlineData("\"s3://My_Bucket/lake\"", "Lake:Root: 'My_Bucket' is no bucket's name; write s3://bucket/prefix")]
    [InlineData("\"s3://bucket/../other\"", "Lake:Root: the prefix '../other' is none that Athena looks into: letters, digits, dots, hyphens and underscores, a letter or digit first, with single slashes between")]
    [InlineData("\"s3://bucket/_hidden\"", "Lake:Root: the prefix '_hidden' is none that Athena looks into: letters, digits, dots, hyphens and underscores, a letter or digit first, with single slashes between")]
    public void A_wrong_lake_is_told(string root, string sentence) => Assert.Equal([sentence], ErrorsWith(("Lake:Root", root)));

    [Theory]
    [InlineData("Endpoint", "\"minio:9000\"", "Lake:Endpoint: 'minio:9000' is no address; write https://host or https://host:port")]
    [InlineData("Endpoint", "\"https://key:secret@host\"", "Lake:Endpoint: an address without user and query is expected; credentials come from the default chain")]
    [InlineData("KmsKey", "\"abc\"", "Lake:KmsKey: 'abc' is no ARN of a key; write arn:aws:kms:region:account:key/id, or that of an alias")]
    [InlineData("StorageClass", "\"COLD\"", "Lake:StorageClass: 'COLD' is none that can be read at once; there is STANDARD, STANDARD_IA, ONEZONE_IA, INTELLIGENT_TIERING, GLACIER_IR, REDUCED_REDUNDANCY, EXPRESS_ONEZONE, OUTPOSTS, SNOW")]
    [InlineData("Checksums", "\"crc\"", "Lake:Checksums: expected when-supported or when-required, not 'crc'")]
    public void A_wrong_address_of_a_store_is_told(string key, string json, string sentence) =>
        Assert.Equal([sentence], ErrorsWith(("Lake:Root", "\"s3://bucket/lake\""), ($"Lake:{key}", json)));

    [Fact]
    public void A_directory_has_no_region() => Assert.Equal(
        ["Lake:Region: only for a lake in S3; leave it out, or write s3://bucket/prefix under Lake:Root"],
        ErrorsWith(("Lake:Region", "\"eu-central-1\"")));

    [Theory]
    [InlineData("""{ "Kind": "glue" }""", "Catalog:Database: missing; name the database that the tables are to be in")]
    [InlineData("""{ "Kind": "glue", "Database": "Sensor-Data" }""", "Catalog:Database: 'Sensor-Data': only lower-case letters, digits and underscores make a name in the lake")]
    [InlineData("""{ "Kind": "glue", "Database": "d", "Crawler": "c", "Projection": true }""", "Catalog:Projection: a crawler would find partitions that Projection computes; leave Crawler out, or Projection")]
    [InlineData("""{ "Kind": "glue", "Database": "d", "Output": "results" }""", "Catalog:Output: 'results' is no s3://bucket/prefix")]
    [InlineData("""{ "Kind": "glue", "Database": "d", "Output": "s3://bucket/lake/results" }""", "Catalog:Output: s3://bucket/lake/results lies in the lake, where results would be taken for data; choose another")]
    [InlineData("""{ "Crawler": "c" }""", "Catalog:Crawler: only with Catalog:Kind glue; leave it out, or say glue")]
    public void A_wrong_catalog_is_told(string json, string sentence) =>
        Assert.Equal([sentence], ErrorsWith(("Lake:Root", "\"s3://bucket/lake\""), ("Catalog", json)));

    [Fact]
    public void A_directory_is_not_cataloged_by_glue() => Assert.Equal(
        ["Catalog:Kind: Glue catalogs lakes in S3; leave Catalog out, or write s3://bucket/prefix under Lake:Root"],
        ErrorsWith(("Catalog", """{ "Kind": "glue", "Database": "d" }""")));

    [Theory]
    [InlineData("Columns:0", "\"date\"", "Columns:0: date is the partition column's name; choose another")]
    [InlineData("Columns:0", "\"Time\"", "Columns:0: the lake's column time would be both the event time and source column Time; choose another name")]
    [InlineData("Columns:0", "\"CO2\"", "Payload:Channels:1:Name: the lake's column co2 would be both source column CO2 and channel co2; choose another name")]
    [InlineData("Columns:0", "\"payload\"", "Columns:0: payload is the payload, which is decoded; leave it out")]
    [InlineData("Columns:0", "\"sensor-id\"", "Columns:0: 'sensor-id': only lower-case letters, digits and underscores make a name in the lake; give it another one with Rename")]
    [InlineData("Payload:Channels:0:Name", "\"date\"", "Payload:Channels:0:Name: date is the partition column's name; choose another")]
    [InlineData("Payload:Channels:0:Name", "\"time\"", "Payload:Channels:0:Name: the lake's column time would be both the event time and channel time; choose another name")]
    [InlineData("Payload:Channels:0:Name", "\"co2\"", "Payload:Channels:1:Name: the lake's column co2 would be both channel co2 and channel co2; choose another name")]
    [InlineData("Payload:Channels:0:Name", "\"Température\"", "Payload:Channels:0:Name: 'Température': only lower-case letters, digits and underscores make a name in the lake")]
    [InlineData("Payload:Channels:0:Name", null, "Payload:Channels:0:Name: missing; it is required")]
    [InlineData("Payload:Channels:0:Scale", "19", "Payload:Channels:0:Scale: 19 is out of range; expected 0 to 18")]
    [InlineData("Payload:Channels:0:Precision", "1", "Payload:Channels:0:Precision: 1 is less than the 2 digits after the point that Scale asks for")]
    [InlineData("Payload:Channels:0:Precision", "19", "Payload:Channels:0:Precision: 19 is out of range; expected 1 to 18")]
    [InlineData("Payload:Channels", "[]", "Payload:Channels: empty; name at least one channel")]
    [InlineData("Payload:Codec", "\"sensorpak\"", "Payload:Codec: unknown codec 'sensorpak', did you mean sensorpack?")]
    [InlineData("Payload:Versions", """{ "Codecs": { "1": { "Codec": "sensorpack", "Channels": [{ "Name": "a" }] } } }""", "Payload:Codec: means nothing beside Versions; each version has its own, under Codecs")]
    [InlineData("Payload:Versions", """{ "Codecs": { "1": { "Codec": "sensorpack", "Channels": [{ "Name": "a" }] } } }""", "Payload:Channels: means nothing beside Versions; each version has its own, under Codecs")]
    [InlineData("Payload:Layout", "\"x.json\"", "Payload:Layout: means nothing to the codec sensorpack; leave it out")]
    [InlineData("Payload:Envelopes", "[\"gzp\"]", "Payload:Envelopes:0: unknown envelope 'gzp', did you mean gzip?")]
    [InlineData("Payload:Value", "\"decimal(9,1)\"", "Payload:Value: means nothing to the wide shape, whose channels have types of their own; leave it out")]
    [InlineData("Payload:Codec", "\"gzip\"", "Payload:Codec: unknown codec 'gzip'; there is cayenne-lpp, cbor, json, layout, messagepack, plugin, process, protobuf, senml-cbor, senml-json, sensorpack")]
    [InlineData("Key", """["id", "ID"]""", "Key: names ID twice")]
    [InlineData("SortBy:0", "\"sensor\"", "SortBy:0: 'sensor' is no column of the table in the lake; there is time, sensor_id, temperature, co2")]
    [InlineData("SortBy:0", "\"sensr_id\"", "SortBy:0: 'sensr_id' is no column of the table in the lake, did you mean sensor_id?")]
    [InlineData("SortBy:0", "\"time\"", "SortBy:1: names time twice")]
    [InlineData("EventTime:From", "\"2021-13-01\"", "EventTime:From: expected a date such as 2021-01-01 or 20210101, not '2021-13-01'")]
    [InlineData("KeyBlock", "1000", "KeyBlock: means nothing to a table with Time, whose units are days; leave one of them out")]
    [InlineData("KeyBlock", "9", "KeyBlock: 9 is out of range; expected 10 to 1000000000000000")]
    [InlineData("KeyBlock", "1.5", "KeyBlock: expected a whole number, not '1.5'")]
    [InlineData("Copy", "true", "Payload: means nothing to a table with Copy, whose rows are taken as they are; leave it out")]
    public void A_table_that_does_not_fit_together_is_told(string path, string? json, string sentence) =>
        Assert.Contains($"{Table}:{sentence}", ErrorsWith(($"{Table}:{path}", json)));

    [Theory]
    [InlineData("Key", """["site", "id"]""", "Key: 2 columns cannot be cut into blocks; give the table Time, the column whose day decides which unit a row belongs to, or a Key of one integer column")]
    [InlineData("EventTime:Ahead", "\"2d\"", "EventTime:Ahead: means nothing to a table without Time, whose units have no end; leave it out")]
    [InlineData("KeyBlock", "\"many\"", "KeyBlock: expected a whole number, not 'many'")]
    public void A_table_without_time_that_does_not_fit_together_is_told(string path, string json, string sentence) =>
        Assert.Equal([$"{Table}:{sentence}"], ErrorsWith(($"{Table}:Time", null), ($"{Table}:{path}", json)));

    [Fact]
    public void A_copied_table_has_no_blocks() => Assert.Equal(
        ["Tables:sensors:KeyBlock: means nothing to a table with Copy, whose rows are taken as they are; leave it out"],
        ErrorsWith(("Tables:sensors:KeyBlock", "1000")));

    [Theory]
    [InlineData("Key", """["id"]""")]
    [InlineData("UpdateColumn", "\"changed\"")]
    public void A_table_that_is_read_without_pages_has_no_key(string key, string json) => Assert.Equal(
        [$"Tables:sensors:Unpaged: means nothing to a table with {key}, which is read in pages; leave one of them out"],
        ErrorsWith(("Tables:sensors:Unpaged", "true"), ($"Tables:sensors:{key}", json)));

    [Fact]
    public void A_decoded_table_is_read_in_pages() => Assert.Equal(
        [$"{Table}:Unpaged: means nothing to a table without Copy, which is read in pages; leave it out"],
        ErrorsWith(($"{Table}:Unpaged", "true")));

    [Fact]
    public void A_table_with_neither_payload_nor_copy_is_told() => Assert.Equal(
        [$"{Table}: has neither Payload nor Copy; say how its payloads are decoded, or \"Copy\": true to take it as it is"],
        ErrorsWith(($"{Table}:Payload", null)));

    [Theory]
    [InlineData("/raw", "a slash at its beginning or end; write it without")]
    [InlineData("raw/", "a slash at its beginning or end; write it without")]
    [InlineData("../raw", "leads out of its folder; write it without dots")]
    [InlineData("_ingest/raw", "Athena passes over folders that begin with an underscore or a dot, and _ingest is Ingest's own; choose another")]
    [InlineData("raw/date=1", "only letters, digits, dots, hyphens and underscores make a folder's name")]
    [InlineData("", "empty; name a folder under the lake's root")]
    public void A_folder_that_no_engine_reads_is_told(string path, string sentence) =>
        Assert.Equal([$"{Table}:Path: '{path}': {sentence}"], ErrorsWith(($"{Table}:Path", $"\"{path}\"")));

    [Theory]
    [InlineData("raw-sensor-data", "the folder raw-sensor-data of sensors and the folder raw-sensor-data of raw_sensor_data are not apart; choose another Path")]
    [InlineData("raw-sensor-data/inside", "the folder raw-sensor-data/inside of sensors and the folder raw-sensor-data of raw_sensor_data are not apart; choose another Path")]
    [InlineData("raw-sensor-data_rejects", "the folder raw-sensor-data_rejects of sensors and the folder raw-sensor-data_rejects of raw_sensor_data_rejects are not apart; choose another Path")]
    public void Folders_that_overlap_are_told(string path, string sentence) =>
        Assert.Equal([$"Tables:sensors:Path: {sentence}"], ErrorsWith(("Tables:sensors:Path", $"\"{path}\"")));

    [Fact]
    public void A_folder_whose_name_only_begins_like_another_is_apart() =>
        Assert.Equal("raw-sensor-data-2", With(("Tables:sensors:Path", "\"raw-sensor-data-2\"")).Tables[1].Path);

    [Fact]
    public void A_table_named_like_anothers_rejects_is_told() => Assert.Equal(
        ["Tables:raw_sensor_data_rejects: the name raw_sensor_data_rejects is also that of the rejects of another table; choose another"],
        ErrorsWith(("Tables:raw_sensor_data_rejects", """{ "Copy": true, "Path": "other" }""")));

    [Fact]
    public void A_table_name_in_capitals_is_told() => Assert.Equal(
        ["Tables:Devices: only lower-case letters, digits and underscores make a name in the lake"],
        ErrorsWith(("Tables:Devices", """{ "Copy": true, "Path": "devices" }""")));

    [Fact]
    public void Sizes_that_do_not_fit_each_other_are_told() => Assert.Equal(
        [
            "Engine:UnitParallelism: 8 units at once need as many connections; Source:MaxConnections allows 4",
            "Engine:UnitBytes: 64MiB is too little for row groups of 32MiB and 2 pages of 512KiB at once; give at least 160MiB",
            "Retry:Longest: 1s is shorter than the first pause, Retry:First 1m",
        ],
        ErrorsWith(("Engine", """{ "UnitParallelism": 8, "UnitBytes": "64MiB" }"""), ("Retry", """{ "First": "1m", "Longest": "1s" }""")));

    [Fact]
    public void All_errors_are_told_together() => Assert.Equal(
        [
            "Lake:Rot: unknown key, did you mean Root?",
            "StopWithin: expected a duration such as 7d, 15m, 10s or 00:15:00, not 'soon'",
            $"{Table}:Path: 'a//b': only letters, digits, dots, hyphens and underscores make a folder's name",
        ],
        ErrorsWith(("Lake:Rot", "1"), ("StopWithin", "\"soon\""), ($"{Table}:Path", "\"a//b\"")));

    [Fact]
    public void A_wrong_key_from_the_environment_names_its_variable()
    {
        Environment["Ingest__Lake__Rot"] = "/lake";

        Assert.Equal(["Lake:Rot (environment variable Ingest__Lake__Rot): unknown key, did you mean Root?"], ErrorsWith());
    }

    [Fact]
    public void A_missing_file_is_told() => Assert.Equal(
        ["/no/such/ingest.json: no such file; say where the configuration is with --config FILE"],
        Assert.Throws<ConfigurationException>(() => ConfigurationReader.Read(new ConfigurationOrigin("/no/such/ingest.json", Environment))).Errors);

    [Theory]
    [InlineData("{ \"Lake\": ")]
    [InlineData("[]")]
    [InlineData("{ \"Lake\": { \"Root\": \"a\" }, \"lake\": { \"Root\": \"b\" } }")]
    public void A_file_that_is_no_json_object_is_told(string json)
    {
        string error = Assert.Single(Assert.Throws<ConfigurationException>(() => Read(json)).Errors);

        Assert.Contains("ingest.json: cannot be read as JSON: ", error, StringComparison.Ordinal);
    }
}
