using System.Globalization;
using System.Text;
using CsCheck;

namespace Ingest.Actors.Tests.Paging;

/// <summary>A type of MariaDB: how a column is declared, what is stored in it, and how each side is asked for a value as text.
/// Knows nothing of the code under test.</summary>
/// <param name="Sql">The declaration.</param>
/// <param name="Literals">Values as SQL.</param>
/// <param name="Source">The server's text of the value; {0} is the column. ~ stands before a real number, which is written in many
/// ways.</param>
/// <param name="Lake">DuckDB's.</param>
/// <param name="Changed">A condition that is true for values that the lake cannot hold; null: it holds all of them, or it is not
/// told here.</param>
internal sealed record RandomType(string Sql, Gen<string> Literals, string Source, string Lake, string? Changed = null)
{
    private const string AsText = "CAST({0} AS CHAR)";
    private const string LakeText = "{0}::VARCHAR";
    private const string NoDate = "({0} IS NOT NULL AND (MONTH({0}) = 0 OR DAYOFMONTH({0}) = 0))";
    private const string LakeTime =
        "CASE WHEN {0} IS NOT NULL THEN printf('%04d-%02d-%02d %02d:%02d:%02d.%06d', year(make_timestamp(epoch_us({0}))), "
        + "month(make_timestamp(epoch_us({0}))), day(make_timestamp(epoch_us({0}))), hour(make_timestamp(epoch_us({0}))), "
        + "minute(make_timestamp(epoch_us({0}))), second(make_timestamp(epoch_us({0}))), microsecond(make_timestamp(epoch_us({0}))) % 1000000) END";

    private static readonly string[] Characters = ["a", "Z", "7", " ", "'", "\\", "?", "é", "ÿ", "ß", "д", "日", "本", "中", "キ", "€", "😀", "\u0001", "\uFFFD"];
    private static readonly string[] Charsets =
        ["utf8mb4", "utf8mb3", "latin1", "latin2", "ascii", "sjis", "cp932", "ujis", "gbk", "big5", "euckr", "cp1251", "cp1257", "koi8r", "tis620", "ucs2", "utf16", "utf16le", "utf32"];

    /// <summary>Any of them.</summary>
    public static Gen<RandomType> Any { get; } = Gen.OneOf(
        Gen.OneOf(Integers().ToArray()),
        Decimals(),
        Gen.OneOf(Reals().ToArray()),
        Gen.Int[0, 6].SelectMany(digits => Gen.OneOf(Times(digits).ToArray())),
        Gen.Select(Gen.OneOf("CHAR(7)", "VARCHAR(30)", "TINYTEXT", "TEXT", "MEDIUMTEXT", "LONGTEXT"), Gen.OneOf(Charsets)).Select(Texts),
        Gen.OneOf(Bytes().ToArray()),
        Gen.OneOf(Others().ToArray()),
        Gen.OneOf(Geometries().ToArray()));

    /// <summary>Asks the server.</summary>
    public string SourceOf(string column) => Of(Source, column);

    /// <summary>Asks DuckDB.</summary>
    public string LakeOf(string column) => Of(Lake, column);

    /// <summary>Counts at the server what changes.</summary>
    public string? ChangedOf(string column) => Changed is null ? null : Of(Changed, column);

    private static string Of(string form, string column) => form.Replace("{0}", column, StringComparison.Ordinal);

    private static IEnumerable<RandomType> Integers()
    {
        (string Name, int Bits)[] widths = [("TINYINT", 8), ("SMALLINT", 16), ("MEDIUMINT", 24), ("INT", 32), ("BIGINT", 64)];
        foreach ((string name, int bits) in widths)
        {
            Int128 half = Int128.One << (bits - 1);
            yield return new RandomType(name, Between(-half, half - 1), AsText, LakeText);
            yield return new RandomType(name + " UNSIGNED", Between(0, (2 * half) - 1), AsText, LakeText);
        }

        yield return new RandomType("YEAR", Gen.OneOf(Gen.Const(0), Gen.Int[1901, 2155]).Select(Number), "CAST({0} + 0 AS CHAR)", LakeText);
        foreach (int bits in new[] { 1, 7, 33, 63, 64 })
        {
            yield return new RandomType(
                $"BIT({bits})", Gen.ULong.Select(value => Number(value >> (64 - bits))), "CAST({0} + 0 AS CHAR)", LakeText);
        }
    }

    private static Gen<RandomType> Decimals() => Gen.Select(Gen.Int[1, 65], Gen.Int[0, 30]).Select((precision, scale) =>
    {
        scale = Math.Min(scale, precision);
        Gen<string> digits = Gen.OneOf(
            Gen.OneOf('0', '9').Select(digit => new string(digit, precision)),
            Gen.Char['0', '9'].Array[precision].Select(characters => new string(characters)));
        return new RandomType(
            $"DECIMAL({precision},{scale})",
            Gen.Select(Gen.Bool, digits).Select((negative, all) => $"{(negative ? "-" : "")}0{all[..^scale]}.{all[^scale..]}0"),
            AsText,
            LakeText);
    });

    private static IEnumerable<RandomType> Reals()
    {
        yield return new RandomType(
            "FLOAT", Gen.Float.Where(float.IsFinite).Select(value => value.ToString("R", CultureInfo.InvariantCulture)), "CONCAT('~', CAST(CAST({0} AS DOUBLE) AS CHAR))", "'~' || {0}::DOUBLE::VARCHAR");
        yield return new RandomType(
            "DOUBLE", Gen.Double.Where(double.IsFinite).Select(value => value.ToString("R", CultureInfo.InvariantCulture)), $"CONCAT('~', {AsText})", $"'~' || {LakeText}");
    }

    private static IEnumerable<RandomType> Times(int digits)
    {
        string[] odd = ["0000-00-00", "0000-01-01", "0000-02-28", "0000-03-01", "0001-01-01", "1000-01-01", "1582-10-10", "9999-12-31", "2020-00-10", "2020-02-00"];
        Gen<string> days = Gen.OneOf(
            Gen.OneOf(odd), Gen.Int[0, DateOnly.MaxValue.DayNumber].Select(day => DateOnly.FromDayNumber(day).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)));
        string fraction = digits == 0 ? "" : "." + "999999"[..digits];
        Gen<string> clock = Gen.OneOf(
            Gen.OneOf("00:00:00", "23:59:59" + fraction),
            Gen.Select(Gen.Int[0, 86_399], Gen.Int[0, 999_999]).Select((second, micros) =>
                TimeSpan.FromSeconds(second).ToString("c", CultureInfo.InvariantCulture) + (digits == 0 ? "" : $".{micros:000000}"[..(digits + 1)])));
        Gen<string> moments = Gen.Select(days, clock).Select((day, time) => $"'{day} {time}'");
        string sourceTime = $"IF({NoDate}, NULL, DATE_FORMAT({{0}}, '%Y-%m-%d %H:%i:%s.%f'))";
        yield return new RandomType(
            "DATE",
            days.Select(day => $"'{day}'"),
            $"IF({NoDate}, NULL, {AsText})",
            "CASE WHEN {0} IS NOT NULL THEN printf('%04d-%02d-%02d', year({0}), month({0}), day({0})) END",
            NoDate);
        yield return new RandomType($"DATETIME({digits})", moments, sourceTime, LakeTime, NoDate);
        yield return new RandomType(
            $"TIMESTAMP({digits}) NULL",
            Gen.OneOf(
                Gen.OneOf("'0000-00-00 00:00:00'", "'1970-01-01 00:00:01'", $"'2038-01-19 03:14:07{fraction}'"),
                Gen.Select(Gen.Int[1, 24_800], clock).Select((day, time) => $"'{DateTime.UnixEpoch.AddDays(day):yyyy-MM-dd} {time}'")),
            sourceTime,
            LakeTime,
            NoDate);
        yield return new RandomType(
            $"TIME({digits})",
            Gen.OneOf(
                Gen.OneOf($"'838:59:59{fraction}'", $"'-838:59:59{fraction}'", "'00:00:00'"),
                Gen.Select(Gen.Bool, Gen.Int[0, 837], clock).Select((negative, hours, time) => $"'{(negative ? "-" : "")}{hours}{time[2..]}'")),
            AsText,
            LakeText);
    }

    private static RandomType Texts(string type, string charset) => new(
        $"{type} CHARACTER SET {charset}",
        Gen.OneOf(Characters).Array[0, 9].Select(characters => Text(string.Concat(characters))),
        "HEX(CONVERT({0} USING utf8mb4))",
        "hex(encode({0}))");

    private static IEnumerable<RandomType> Bytes()
    {
        foreach (string type in new[] { "BINARY(5)", "VARBINARY(300)", "TINYBLOB", "BLOB", "MEDIUMBLOB", "LONGBLOB" })
        {
            yield return new RandomType(type, Gen.Byte.Array[0, 40].Select(bytes => $"x'{Convert.ToHexString(bytes)}'"), "HEX({0})", "hex({0})");
        }
    }

    private static IEnumerable<RandomType> Others()
    {
        yield return new RandomType("ENUM('a','é','') CHARACTER SET latin1", Gen.OneOf("'a'", "'é'", "''"), "HEX(CONVERT({0} USING utf8mb4))", "hex(encode({0}))");
        yield return new RandomType("SET('x','日')", Gen.OneOf("''", "'x'", "'x,日'"), "HEX(CONVERT({0} USING utf8mb4))", "hex(encode({0}))");
        yield return new RandomType("JSON", Gen.OneOf("'{}'", "'[1, 2.5e3, \"日\"]'", "'\"\"'", "'null'"), AsText, "{0}");
        yield return new RandomType("UUID", Gen.Guid.Select(id => $"'{id}'"), AsText, "{0}");
        yield return new RandomType("INET6", Gen.OneOf("'::'", "'2001:db8::ff00:42:8329'", "'::ffff:192.0.2.1'"), AsText, "{0}");
    }

    private static IEnumerable<RandomType> Geometries()
    {
        (string Type, string Text)[] shapes =
        [
            ("POINT", "POINT(1.5 -2)"), ("GEOMETRY", "LINESTRING(0 0,1 1)"), ("LINESTRING", "LINESTRING(0 0,1 1,2 0)"), ("POLYGON", "POLYGON((0 0,0 1,1 1,0 0))"),
            ("MULTIPOINT", "MULTIPOINT(1 2,3 4)"), ("MULTIPOLYGON", "MULTIPOLYGON(((0 0,0 1,1 1,0 0)))"), ("GEOMETRYCOLLECTION", "GEOMETRYCOLLECTION(POINT(1 2))"),
        ];
        return shapes.Select(shape => new RandomType(
            shape.Type,
            Gen.OneOf(0, 4326).Select(srid => $"ST_GeomFromText('{shape.Text}', {srid})"),
            "HEX(ST_AsWKB({0}))",
            "hex({0})",
            "COALESCE(ST_SRID({0}) <> 0, 0)"));
    }

    private static Gen<string> Between(Int128 least, Int128 most) => Gen.OneOf(
        Gen.OneOf(least, most, Int128.Zero),
        Gen.ULong.Select(bits => least + (bits % (most - least + 1)))).Select(Number);

    private static string Text(string text) => text.Length == 0 ? "''" : $"_utf8mb4 x'{Convert.ToHexString(Encoding.UTF8.GetBytes(text))}'";

    private static string Number<T>(T value)
        where T : IFormattable => value.ToString(null, CultureInfo.InvariantCulture);
}
