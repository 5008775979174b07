using System.Text;

namespace Ingest.Codec.Tests.Fuzzing;

/// <summary>What payloads of a format are made of, and what is at the edge of it.</summary>
internal static class Words
{
    private const int Deep = 70;

    public static byte[][] Json { get; } = Text(
        "null", "true", "false", "0", "-0", "-1", "1", "0.1", "-0.5", "1e-400", "-1e-400", "1e999", "1e28", "-1e-28", "1e-29",
        "79228162514264337593543950335", "79228162514264337593543950336", "9223372036854775807", "9223372036854775808", "-9223372036854775808",
        "-9223372036854775809", "18446744073709551616", "2147483648", "-2147483649", "1.7976931348623157e308", "5e-324", "253402300799.999999",
        "253402300800", "-62135596801", "1e18", "999999999999999999", "1.0000000000000000000000000000000000000001", "00", "1.", "1e", "+1", "NaN", "\"NaN\"",
        "\"\"", "\"\\u0000\"", "\"\\ud800\"", "\"\\ud83d\\ude00\"", "\"\\x\"", "\"é\"", "\"1\"", "\"-1e3\"", "\"2021-01-01T00:00:00Z\"",
        "\"9999-12-31T23:59:59.9999999Z\"", "\"0001-01-01T00:00:00+14:00\"", "\"2016-12-31T23:59:60Z\"", "\"aGk=\"", "\"aGk\"", "[]", "{}", "[[]]", "{\"\":0}",
        ",", ":", "[", "]", "{", "}", "\"", "\\", "\ufeff", new string('[', Deep), string.Concat(Enumerable.Repeat("{\"a\":", Deep)));

    public static byte[][] Senml { get; } =
    [
        .. Json,
        .. Text(
            "\"bn\"", "\"bt\"", "\"bu\"", "\"bv\"", "\"bs\"", "\"bver\"", "\"n\"", "\"u\"", "\"v\"", "\"vs\"", "\"vb\"", "\"vd\"", "\"s\"", "\"t\"", "\"ut\"",
            "\"must_\"", "{\"v\":1}", "{\"bn\":\"a\"}", "268435455.9999999", "-268435456", ",\"bv\":1e300", ",\"s\":1e-300", ",\"bt\":-1e-300"),
    ];

    /// <summary>Heads of each kind with counts of each length, tags of times, big numbers and decimals, halves, breaks.</summary>
    public static byte[][] Cbor { get; } = Hex(
        "00 17 1817 1818 19ffff 1affffffff 1b7fffffffffffffff 1bffffffffffffffff 20 37 38ff 3b7fffffffffffffff 3bffffffffffffffff 40 43010203 58ff 5f 5b7fffffffffffffff "
        + "60 6161 61ff 78ff 7f 7bffffffffffffffff 7f6161ff 5f4101ff 80 81 98ff 9f 9bffffffffffffffff a0 a1 b8ff bf bbffffffffffffffff c0 c1 c2 c3 c4 c5 d9d9f7 d9010a "
        + "c2420102 c25820ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff c48201187b c4823bffffffffffffffff01 c4821b7fffffffffffffff01 c58220187b c582391000 01 "
        + "c11a5fee6600 c1fb41d7fb99800000c0 c074323032312d30312d30315430303a30303a30305a f4 f5 f6 f7 f818 f8ff f90000 f98000 f97c00 f97e00 f9fc00 f90001 fa7f800000 fa7fc00000 fa00000001 "
        + "fb7ff0000000000000 fb7ff8000000000000 fb0000000000000001 fb8000000000000000 fb7fefffffffffffff ff 1c 3d 5e 7c 9d be dc fc "
        + string.Concat(Enumerable.Repeat("81", Deep)) + " " + string.Concat(Enumerable.Repeat("9f", Deep)));

    /// <summary>Heads of each kind with counts of each length, and times as extensions.</summary>
    public static byte[][] MessagePack { get; } = Hex(
        "00 7f 80 81 8f 90 91 9f a0 a161 bf c0 c1 c2 c3 c400 c4ff c5ffff c6ffffffff c67fffffff c70000 c7ffff c8ffff01 c9ffffffff01 ca7f800000 ca7fc00000 ca00000001 cb7ff0000000000000 "
        + "cb7ff8000000000000 cb0000000000000001 cb8000000000000000 ccff cdffff ceffffffff cfffffffffffffffff cf7fffffffffffffff d080 d18000 d280000000 d38000000000000000 d6ff5fee6600 "
        + "d7ffee6b27ff5fee6600 d7ffffffffffffffffff c70cff3b9ac9ff00000000ffffffff c70cff00000000ffffffffffffffff c70cff00000000 d40101 d5ff0000 d8ff d9ff daffff dbffffffff dcffff ddffffffff deffff "
        + "dfffffffff e0 ff " + string.Concat(Enumerable.Repeat("91", Deep)) + " " + string.Concat(Enumerable.Repeat("8100", Deep)));

    /// <summary>Keys of each wire type, lengths and numbers that are too long, groups.</summary>
    public static byte[][] Protobuf { get; } = Hex(
        "00 01 08 09 0a 0b 0c 0d 10 12 18 1a 20 22 28 2a 30 32 38 3a 40 42 48 4a 52 5a 62 6a 72 7a 0801 0a00 0a02 1200 ffffffffffffffffff01 ffffffffffffffffff7f ffffffffffffffffffff01 8000 8080808000 "
        + "ffffffff0f ffffffff07 8080808010 a30c a40c f8ffffff0f 0a0c088080b8ff05 10ff93ebdc03 10809485dd03 fb0f fc0f 0900000000000000f07f 09000000000000f87f 0d0000807f "
        + string.Concat(Enumerable.Repeat("1b", Deep)) + " " + string.Concat(Enumerable.Repeat("0a7f", Deep)));

    /// <summary>A channel's number and each type; some have too little behind them.</summary>
    public static byte[][] CayenneLpp { get; } =
    [
        .. Hex("0167ffd7 0168ff 018800000a0000140001f4 02717fff80000000 01857fffffff 0185ffffffff 01768000 0300ff"),
        .. Enumerable.Range(0, 256).Select(type => new byte[] { (byte)(type % 7), (byte)type }),
    ];

    private static byte[][] Text(params string[] words) => [.. words.Select(Encoding.UTF8.GetBytes)];

    private static byte[][] Hex(string words) => [.. words.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Convert.FromHexString)];
}
