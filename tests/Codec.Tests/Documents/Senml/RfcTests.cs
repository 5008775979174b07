using Ingest.Codec.Columns;
using Ingest.Codec.Documents.Senml;
using Xunit;

namespace Ingest.Codec.Tests.Documents.Senml;

/// <summary>The examples of RFC 8428, sections 5 and 6, and the resolved records that it gives for them.</summary>
public class RfcTests
{
    internal const string Device = "urn:dev:ow:10e2073a01080063";

    internal const string Voltage = """
        [
          {"bn":"urn:dev:ow:10e2073a0108006:","bt":1.276020076001e+09,
           "bu":"A","bver":5,
           "n":"voltage","u":"V","v":120.1},
          {"n":"current","t":-5,"v":1.2},
          {"n":"current","t":-4,"v":1.3},
          {"n":"current","t":-3,"v":1.4},
          {"n":"current","t":-2,"v":1.5},
          {"n":"current","t":-1,"v":1.6},
          {"n":"current","v":1.7}
        ]
        """;

    internal const string Humidity = """
        [
          {"bn":"urn:dev:ow:10e2073a01080063","bt":1.320067464e+09,
           "bu":"%RH","v":20},
          {"u":"lon","v":24.30621},
          {"u":"lat","v":60.07965},
          {"t":60,"v":20.3},
          {"u":"lon","t":60,"v":24.30622},
          {"u":"lat","t":60,"v":60.07965},
          {"t":120,"v":20.7},
          {"u":"lon","t":120,"v":24.30623},
          {"u":"lat","t":120,"v":60.07966},
          {"u":"%EL","t":150,"v":98},
          {"t":180,"v":21.2},
          {"u":"lon","t":180,"v":24.30628},
          {"u":"lat","t":180,"v":60.07967}
        ]
        """;

    internal const string VoltageCbor = """
        87 a7 21 78 1b 75 72 6e 3a 64 65 76 3a 6f 77 3a
        31 30 65 32 30 37 33 61 30 31 30 38 30 30 36 3a
        22 fb 41 d3 03 a1 5b 00 10 62 23 61 41 20 05 00
        67 76 6f 6c 74 61 67 65 01 61 56 02 fb 40 5e 06
        66 66 66 66 66 a3 00 67 63 75 72 72 65 6e 74 06
        24 02 fb 3f f3 33 33 33 33 33 33 a3 00 67 63 75
        72 72 65 6e 74 06 23 02 fb 3f f4 cc cc cc cc cc
        cd a3 00 67 63 75 72 72 65 6e 74 06 22 02 fb 3f
        f6 66 66 66 66 66 66 a3 00 67 63 75 72 72 65 6e
        74 06 21 02 f9 3e 00 a3 00 67 63 75 72 72 65 6e
        74 06 20 02 fb 3f f9 99 99 99 99 99 9a a3 00 67
        63 75 72 72 65 6e 74 06 00 02 fb 3f fb 33 33 33
        33 33 33
        """;

    internal static readonly string[] VoltageRows =
    [
        "2010-06-08T18:01:16.001Z|urn:dev:ow:10e2073a0108006:voltage|V|120.1|-|-|-",
        "2010-06-08T18:01:11.001Z|urn:dev:ow:10e2073a0108006:current|A|1.2|-|-|-",
        "2010-06-08T18:01:12.001Z|urn:dev:ow:10e2073a0108006:current|A|1.3|-|-|-",
        "2010-06-08T18:01:13.001Z|urn:dev:ow:10e2073a0108006:current|A|1.4|-|-|-",
        "2010-06-08T18:01:14.001Z|urn:dev:ow:10e2073a0108006:current|A|1.5|-|-|-",
        "2010-06-08T18:01:15.001Z|urn:dev:ow:10e2073a0108006:current|A|1.6|-|-|-",
        "2010-06-08T18:01:16.001Z|urn:dev:ow:10e2073a0108006:current|A|1.7|-|-|-",
    ];

    [Fact]
    public void A_single_data_point_is_of_now() => Assert.Equal(
        [$"2021-01-01T00:00:00Z|{Device}|Cel|23.1|-|-|-"],
        SenmlRows.Long("""[{"n":"urn:dev:ow:10e2073a01080063","u":"Cel","v":23.1}]"""));

    [Fact]
    public void Multiple_data_points_have_the_base_name() => Assert.Equal(
        [$"2021-01-01T00:00:00Z|{Device}:voltage|V|120.1|-|-|-", $"2021-01-01T00:00:00Z|{Device}:current|A|1.2|-|-|-"],
        SenmlRows.Long("""
            [
              {"bn":"urn:dev:ow:10e2073a01080063:","n":"voltage","u":"V","v":120.1},
              {"n":"current","u":"A","v":1.2}
            ]
            """));

    [Fact]
    public void Multiple_data_points_count_from_the_base_time() => Assert.Equal(VoltageRows, SenmlRows.Long(Voltage));

    [Fact]
    public void The_same_data_points_in_cbor_are_the_same() => Assert.Equal(
        VoltageRows,
        SenmlRows.LongCbor(VoltageCbor));

    [Fact]
    public void A_stream_has_records_of_the_base_name_alone() => Assert.Equal(
        [
            "2011-10-31T13:24:24Z|21.2", "2011-10-31T13:24:34Z|21.3", "2011-10-31T13:24:44Z|21.4", "2011-10-31T13:24:54Z|21.4",
            "2011-10-31T13:25:04Z|21.5", "2011-10-31T13:25:14Z|21.5", "2011-10-31T13:25:24Z|21.5", "2011-10-31T13:25:34Z|21.6",
            "2011-10-31T13:25:44Z|21.7",
        ],
        SenmlRows.Named(
            """
            [
              {"bn":"urn:dev:ow:10e2073a01080063","bt":1.320067464e+09,
               "bu":"%RH","v":21.2},
              {"t":10,"v":21.3},
              {"t":20,"v":21.4},
              {"t":30,"v":21.4},
              {"t":40,"v":21.5},
              {"t":50,"v":21.5},
              {"t":60,"v":21.5},
              {"t":70,"v":21.6},
              {"t":80,"v":21.7}
            ]
            """,
            SenmlRows.Channel("humidity", Device)));

    [Fact]
    public void Multiple_measurements_resolve_to_the_records_that_the_rfc_prints() => Assert.Equal(
        [
            $"2011-10-31T13:24:24Z|{Device}|%RH|20|-|-|-",
            $"2011-10-31T13:24:24Z|{Device}|lon|24.30621|-|-|-",
            $"2011-10-31T13:24:24Z|{Device}|lat|60.07965|-|-|-",
            $"2011-10-31T13:25:24Z|{Device}|%RH|20.3|-|-|-",
            $"2011-10-31T13:25:24Z|{Device}|lon|24.30622|-|-|-",
            $"2011-10-31T13:25:24Z|{Device}|lat|60.07965|-|-|-",
            $"2011-10-31T13:26:24Z|{Device}|%RH|20.7|-|-|-",
            $"2011-10-31T13:26:24Z|{Device}|lon|24.30623|-|-|-",
            $"2011-10-31T13:26:24Z|{Device}|lat|60.07966|-|-|-",
            $"2011-10-31T13:26:54Z|{Device}|%EL|98|-|-|-",
            $"2011-10-31T13:27:24Z|{Device}|%RH|21.2|-|-|-",
            $"2011-10-31T13:27:24Z|{Device}|lon|24.30628|-|-|-",
            $"2011-10-31T13:27:24Z|{Device}|lat|60.07967|-|-|-",
        ],
        SenmlRows.Long(Humidity));

    [Fact]
    public void Multiple_measurements_of_a_time_are_a_sample() => Assert.Equal(
        [
            "2011-10-31T13:24:24Z|20|24.30621|60.07965|-",
            "2011-10-31T13:25:24Z|20.3|24.30622|60.07965|-",
            "2011-10-31T13:26:24Z|20.7|24.30623|60.07966|-",
            "2011-10-31T13:26:54Z|-|-|-|98",
            "2011-10-31T13:27:24Z|21.2|24.30628|60.07967|-",
        ],
        SenmlRows.Named(
            Humidity,
            SenmlRows.Channel("humidity", "", "%RH"),
            SenmlRows.Channel("lon", Device, "lon"),
            SenmlRows.Channel("lat", Device, "lat"),
            SenmlRows.Channel("battery", Device, "%EL")));

    [Fact]
    public void Resolved_records_stay_what_they_are() => Assert.Equal(
        [$"2011-10-31T13:24:24Z|{Device}|%RH|20|-|-|-", $"2011-10-31T13:25:24Z|{Device}|lon|24.30622|-|-|-"],
        SenmlRows.Long("""
            [
              {"n":"urn:dev:ow:10e2073a01080063","u":"%RH","t":1.320067464e+09,
               "v":20},
              {"n":"urn:dev:ow:10e2073a01080063","u":"lon","t":1.320067524e+09,
               "v":24.30622}
            ]
            """));

    [Fact]
    public void Multiple_data_types_have_columns_of_their_own()
    {
        const string Pack = """
            [
              {"bn":"urn:dev:ow:10e2073a01080063:","n":"temp","u":"Cel","v":23.1},
              {"n":"label","vs":"Machine Room"},
              {"n":"open","vb":false},
              {"n":"nfc-reader","vd":"aGkgCg"}
            ]
            """;

        Assert.Equal(
            [
                $"2021-01-01T00:00:00Z|{Device}:temp|Cel|23.1|-|-|-",
                $"2021-01-01T00:00:00Z|{Device}:label|-|-|Machine Room|-|-",
                $"2021-01-01T00:00:00Z|{Device}:open|-|0|-|-|-",
                $"2021-01-01T00:00:00Z|{Device}:nfc-reader|-|-|-|0x6869200a|-",
            ],
            SenmlRows.Long(Pack));
        Assert.Equal(
            ["2021-01-01T00:00:00Z|23.1|Machine Room|0|0x6869200a"],
            SenmlRows.Named(
                Pack,
                SenmlRows.Channel("temperature", "temp"),
                new SenmlChannel(new Channel("label", ColumnType.Text), "label"),
                new SenmlChannel(new Channel("open", ColumnType.Int32), "open"),
                new SenmlChannel(new Channel("nfc", ColumnType.Binary), Device + ":nfc-reader")));
    }

    [Fact]
    public void A_collection_of_resources_has_a_base_name_each() => Assert.Equal(
        [
            "2011-10-31T16:27:09Z|2001:db8::2/temperature|Cel|25.2|-|-|-", "2011-10-31T16:27:09Z|2001:db8::2/humidity|%RH|30|-|-|-",
            "2011-10-31T16:27:09Z|2001:db8::1/temperature|Cel|12.3|-|-|-", "2011-10-31T16:27:09Z|2001:db8::1/humidity|%RH|67|-|-|-",
        ],
        SenmlRows.Long("""
            [
              {"bn":"2001:db8::2/","bt":1.320078429e+09,
               "n":"temperature","u":"Cel","v":25.2},
              {"n":"humidity","u":"%RH","v":30},
              {"bn":"2001:db8::1/","n":"temperature","u":"Cel","v":12.3},
              {"n":"humidity","u":"%RH","v":67}
            ]
            """));

    [Fact]
    public void A_record_of_base_fields_alone_is_no_sample() => Assert.Equal(
        [
            $"2021-01-01T00:00:00Z|{Device}:temp|Cel|23.1|-|-|-", $"2021-01-01T00:00:00Z|{Device}:heat|/|1|-|-|-",
            $"2021-01-01T00:00:00Z|{Device}:fan|/|0|-|-|-",
        ],
        SenmlRows.Long("""
            [
              {"bn":"urn:dev:ow:10e2073a01080063:"},
              {"n":"temp","u":"Cel","v":23.1},
              {"n":"heat","u":"/","v":1},
              {"n":"fan","u":"/","v":0}
            ]
            """));

    [Fact]
    public void Times_may_have_fractions() => Assert.Equal(
        ["2011-10-31T16:27:09Z|0.5|0.5", "2011-10-31T16:27:09.1Z|0|0"],
        SenmlRows.Named(
            """
            [
              {"bt":1.320078429e+09,"bu":"/","n":"2001:db8::3","v":0.5},
              {"n":"2001:db8::4","v":0.5},
              {"n":"2001:db8::3","t":0.1,"v":0},
              {"n":"2001:db8::4","t":0.1,"v":0}
            ]
            """,
            SenmlRows.Channel("third", "2001:db8::3"),
            SenmlRows.Channel("fourth", "2001:db8::4")));
}
